"""The demo's crisis lead acts as a person would: declares the crisis, ticks, says when it is repaired, ends it."""

import pytest
from msgspec.structs import replace

from app.core.clock import HOUR, MINUTE
from app.domain.account import Account
from app.domain.alarm import KeptAlarm
from app.domain.conversation import View
from app.domain.crisis import Crisis
from app.domain.topic import Topic
from app.hub.demo_crisis import AMARA, STEP_TAKES, CrisisLead
from app.hub.main import Hub
from app.link.client import HubClient
from app.services import crises
from app.store import alarms
from app.wire.calls import ListAudit, SaveTopic
from app.wire.crisis_calls import DeclareCrisis, SaveCrisis
from app.wire.feeds import QueueFeed, TopicFeed
from tests.fakes.clock import SettableClock
from tests.fakes.pond import Water
from tests.hub.conftest import Rooms, Until


@pytest.fixture
async def hub(rooms: Rooms) -> Hub:
    """A hub whose clock the test moves."""
    rooms.clock = SettableClock()
    return await rooms.open_hub()


@pytest.fixture
async def topic(desk: HubClient, until: Until) -> int:
    await desk.call(SaveTopic(topic=Topic(id=0, name="Online check-in", query="door")))
    topics = desk.subscribe(TopicFeed())
    await until(topics, lambda: bool(topics.rows))
    return int(next(iter(topics.rows)))


async def struck(hub: Hub, topic: int, *, level: int = 4, ago: int = 0) -> int:
    """An alarm on record; returns its id."""
    alarm = KeptAlarm(
        id=9, topic=topic, region="", network="", began=hub.house.clock.now() - ago, closed=0, level=level, peak=level,
        reasons=("much",), signals={},
    )  # fmt: skip
    await hub.house.store.write(lambda tx: alarms.keep(tx, [alarm]))
    return alarm.id


async def standing(hub: Hub) -> tuple[Crisis, ...]:
    return await hub.house.store.read(crises.standing)


async def test_she_declares_the_storys_crisis_leads_it_and_ends_it_once(
    rooms: Rooms, hub: Hub, desk: HubClient, topic: int
) -> None:
    await struck(hub, topic)
    lead, clock = CrisisLead(hub.house), rooms.clock
    assert isinstance(clock, SettableClock)
    await lead.turn()
    (crisis,) = await standing(hub)
    assert (crisis.owner, crisis.role, crisis.matter) == (AMARA.name, "Duty lead", "Payment step fails on web and app")
    for _step in range(len(crisis.steps)):
        clock.set_by(STEP_TAKES)
        await lead.turn()
    (crisis,) = await standing(hub)
    assert {step.done_by for step in crisis.steps} == {AMARA.name}
    assert (crisis.repair_source, crisis.repair_by > crisis.declared_at) == ("IT", True)
    clock.set_by(STEP_TAKES)
    await lead.turn()
    await lead.turn()
    assert await standing(hub) == ()
    verbs = {row.verb for row in await desk.call(ListAudit()) if row.who == AMARA.name}
    assert verbs == {"crisis.declared", "crisis.saved", "crisis.ended"}


@pytest.mark.parametrize(("level", "ago"), [(2, 0), (4, HOUR)])
async def test_she_declares_neither_a_small_alarm_nor_an_old_one(hub: Hub, topic: int, level: int, ago: int) -> None:
    await struck(hub, topic, level=level, ago=ago)
    await CrisisLead(hub.house).turn()
    assert await standing(hub) == ()


async def test_a_crisis_that_the_visitor_declared_is_his(rooms: Rooms, hub: Hub, desk: HubClient, topic: int) -> None:
    await desk.call(DeclareCrisis(alarm=await struck(hub, topic)))
    before = await standing(hub)
    await CrisisLead(hub.house).turn()
    assert await standing(hub) == before


async def test_what_the_visitor_changes_in_her_crisis_stays(
    hub: Hub, desk: HubClient, topic: int, rooms: Rooms
) -> None:
    await struck(hub, topic)
    lead, clock = CrisisLead(hub.house), rooms.clock
    assert isinstance(clock, SettableClock)
    await lead.turn()
    (crisis,) = await standing(hub)
    await desk.call(SaveCrisis(crisis=replace(crisis, matter="The lift is out")))
    clock.set_by(STEP_TAKES)
    await lead.turn()
    (crisis,) = await standing(hub)
    assert (crisis.matter, crisis.steps[0].done_by) == ("The lift is out", AMARA.name)


async def test_her_colleagues_look_at_conversations_of_the_crisis(
    hub: Hub, desk: HubClient, brand: Account, water: Water, until: Until, topic: int
) -> None:
    water.say("The door opened on the track side.", at=hub.house.clock.now() - MINUTE)
    queue = desk.subscribe(QueueFeed(view=View()))
    await until(queue, lambda: len(queue.rows) == 1)
    await struck(hub, topic)
    lead = CrisisLead(hub.house)
    await lead.turn()
    await lead.turn()
    (one,) = hub.house.company.here(hub.house.clock.now())
    assert (one.conversation_id, one.who, one.station) == (int(next(iter(queue.rows))), "Ana", "demo")
