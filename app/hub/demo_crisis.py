"""The demo's crisis lead: declares the story's crisis, leads its checklist, and declares it over; her colleagues
answer. Known by the hub's main; knows services and store.

She acts through the same door as everybody else, so that her acts are checked and stand in the audit. A crisis that the
visitor declared is his.
"""

from msgspec.structs import replace

from app.core.clock import MINUTE, SECOND, Millis
from app.core.errors import Conflict
from app.core.i18n import _
from app.domain.alarm import KeptAlarm
from app.domain.conversation import Card, View
from app.domain.crisis import Crisis, next_place
from app.domain.principal import Principal, Role
from app.hub.demo import Colleagues
from app.services import crises
from app.services.door import perform
from app.services.house import House
from app.store import alarms, conversations, topics
from app.store.transaction import Read
from app.wire.crisis_calls import DeclareCrisis, EndCrisis, SaveCrisis

AMARA = Principal(name="Amara Okafor", role=Role.CRISIS_LEAD, station="demo")
PLAYBOOK = "outage"
FRESH: Millis = 20 * MINUTE
"""An older alarm is none of this story's."""
STEP_TAKES: Millis = 75 * SECOND
REPAIR_TAKES: Millis = 14 * MINUTE
REPAIR_KNOWN_AFTER = 2
"""Steps; then IT says by when."""


class CrisisLead:
    """Leads while the story lasts; the payment step of the online check-in fails in it."""

    SECONDS = 3.0

    def __init__(self, house: House) -> None:
        self._house = house
        self._ended: set[int] = set()

    async def work(self) -> None:
        """Go on for ever."""
        while True:
            await self.turn()
            await self._house.clock.sleep(self.SECONDS)

    async def turn(self) -> None:
        """Do what is due now, one act at most."""
        standing = await self._house.store.read(crises.standing)
        mine = next((one for one in standing if one.declared_by == AMARA.name), None)
        if mine is None:
            if not standing:
                await self._declare()
            return
        await self._house.store.read(lambda tx: self._answer(tx, mine.topic))
        try:
            await self._lead(mine)
        except Conflict:
            return  # the visitor was quicker; his word stands

    async def _declare(self) -> None:
        alarm = await self._house.store.read(self._alarm)
        if alarm is None:
            return
        crisis = await perform(self._house, AMARA, DeclareCrisis(alarm=alarm.id, playbook=PLAYBOOK))
        told = replace(crisis, role=_("Duty lead"), matter=_("Payment step fails on web and app"))
        await perform(self._house, AMARA, SaveCrisis(crisis=told))

    def _alarm(self, tx: Read) -> KeptAlarm | None:
        """The story's alarm, as soon as it is one of level 3."""
        name = _("Online check-in")
        ours = {topic.id for topic in topics.all(tx) if topic.name == name}
        for alarm in alarms.page(tx, limit=20):
            fresh = not alarm.closed and alarm.began > tx.now - FRESH and alarm.id not in self._ended
            if fresh and alarm.topic in ours and alarm.level >= crises.LEAST_LEVEL:
                return alarm
        return None

    async def _lead(self, crisis: Crisis) -> None:
        """Tick the next step when it has taken its time; after the last one it is over."""
        place = next_place([step.done_at > 0 for step in crisis.steps])
        last = max((step.done_at for step in crisis.steps), default=0) or crisis.declared_at
        if self._house.clock.now() < last + STEP_TAKES:
            return
        if place < 0:
            self._ended.add(crisis.alarm)
            await perform(self._house, AMARA, EndCrisis(alarm=crisis.alarm, revision=crisis.revision))
            return
        steps = list(crisis.steps)
        steps[place] = replace(steps[place], done_at=self._house.clock.now())
        told = replace(crisis, steps=tuple(steps))
        if place >= REPAIR_KNOWN_AFTER and not crisis.repair_by:
            told = replace(told, repair_by=crisis.declared_at + REPAIR_TAKES, repair_source=_("IT"))
        await perform(self._house, AMARA, SaveCrisis(crisis=told))

    def _answer(self, tx: Read, topic: int) -> None:
        """Colleagues look at conversations of the crisis, each at one that nobody else has; every other one writes."""
        cards, _after = conversations.page(tx, View(topic_id=topic, order="newest"), limit=50)
        others = {one.conversation_id for one in self._house.company.here(tx.now) if one.station != AMARA.station}
        free: list[Card] = [card for card in cards if card.id not in others and card.outbox is None]
        for place, name in enumerate(Colleagues.NAMES):
            card = next((one for one in free if one.assignee in (name, "")), None)
            if card is None:
                continue
            free.remove(card)
            writes = place % 2 == 0
            self._house.company.say(card.id, who=name, station=AMARA.station, writing=writes, now=tx.now)
