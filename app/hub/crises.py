"""What walls are told of declared crises. Known by the hub's tables; knows services, store and wire.

A crisis stands until a person says that it is over: its alarm is told while it does, even when the counts have calmed.
"""

from msgspec.structs import replace

from app.core.clock import Millis
from app.core.i18n import _
from app.domain.crisis import Crisis, shown_owner
from app.hub.figures import Figures
from app.services import crises
from app.services.company import Companion
from app.services.house import House
from app.store import on_it
from app.store.transaction import Read
from app.wire.crisis_feeds import ResponseRow, ResponseStep
from app.wire.feeds import AlarmRow, HeatFeed


async def alarms(house: House, figures: Figures) -> dict[str, AlarmRow]:
    """Rows of the alarm feed with what was declared of them, without posts."""
    by_name = house.demo or house.settings.wall.crisis_owner == "name"  # the demo's people are invented
    told = figures.alarms()
    for crisis in await house.store.read(crises.standing):
        row = told.get(str(crisis.alarm)) or _calmed(crisis, figures)
        told[str(crisis.alarm)] = replace(
            row,
            level=max(row.level, crisis.level),
            declared_at=crisis.declared_at,
            owner=shown_owner(crisis, by_name=by_name),
            matter=crisis.matter,
        )
    return told


def _calmed(crisis: Crisis, figures: Figures) -> AlarmRow:
    """The row of a crisis whose alarm has closed."""
    names = {topic.id: topic.name for topic in figures.topics}
    heats = {row.topic: row.now for row in figures.heat(HeatFeed(minutes=5)).values()}
    return AlarmRow(
        id=crisis.alarm,
        topic=crisis.topic,
        name=names.get(crisis.topic, _("All posts")),
        level=crisis.level,
        began_at=crisis.began,
        reasons=(),
        heat=max(0, heats.get(crisis.topic, 0)),
    )


async def whole(house: House) -> dict[str, Crisis]:
    """Rows of the crisis feed."""
    return {str(crisis.alarm): crisis for crisis in await house.store.read(crises.standing)}


async def responses(house: House) -> dict[str, ResponseRow]:
    """Rows of the response feed: steps without persons, and how many people are on it."""
    here = house.company.here(house.clock.now())
    return await house.store.read(
        lambda tx: {str(crisis.alarm): _response(tx, crisis, here, tx.now) for crisis in crises.standing(tx)}
    )


def _response(tx: Read, crisis: Crisis, here: list[Companion], now: Millis) -> ResponseRow:
    concerned = on_it.of_topic(tx, {one.conversation_id for one in here}, crisis.topic)
    looking = [one for one in here if one.conversation_id in concerned]
    writing = {one.who for one in looking if one.writing_until > now}
    reading = {one.who for one in looking} - writing
    holders = on_it.holders(tx, crisis.topic)
    waiting = holders.pop("", 0)
    return ResponseRow(
        alarm=crisis.alarm,
        repair_by=crisis.repair_by,
        repair_source=crisis.repair_source,
        repair_said=crisis.repair_said,
        steps=tuple(ResponseStep(one.words, one.team, one.due, one.done_at > 0) for one in crisis.steps),
        writing=len(writing),
        reading=len(reading),
        assigned=len(holders),
        cases=sum(holders.values()),
        waiting=waiting,
        people=len(writing | reading | holders.keys()),
    )
