"""Crises through a hub: declared, led by two people at once, kept over a restart, shown on walls without names."""

import pytest
from msgspec.structs import replace

from app.core.errors import Code, FishbowlError
from app.domain.account import Account
from app.domain.conversation import Card, View
from app.domain.crisis import Crisis, Step
from app.domain.topic import Topic
from app.hub.main import Hub
from app.link.client import HubClient
from app.store import alarms, on_it
from app.wire.calls import ListAudit, MintToken, Present, SaveTopic, TakeConversation
from app.wire.crisis_calls import DeclareCrisis, EndCrisis, ListPlaybooks, SaveCrisis
from app.wire.feeds import AlarmFeed, CrisisFeed, QueueFeed, ResponseFeed, TopicFeed
from tests.fakes.clock import NOON
from tests.fakes.pond import Water
from tests.hub.conftest import Rooms, Until
from tests.hub.test_trust import raised


@pytest.fixture
async def crisis(hub: Hub, desk: HubClient) -> Crisis:
    """An alarm on record, declared with the playbook of an outage."""
    alarm = await raised(hub)
    declared: Crisis = await desk.call(DeclareCrisis(alarm=alarm.id, playbook="outage"))
    return declared


async def test_a_declared_crisis_begins_with_the_checklist_of_its_playbook(desk: HubClient, crisis: Crisis) -> None:
    (playbook,) = [one for one in await desk.call(ListPlaybooks()) if one.name == "outage"]
    assert [step.words for step in crisis.steps] == [step.words for step in playbook.steps]
    assert crisis.steps[0].due == crisis.declared_at + playbook.steps[0].minutes * 60_000
    assert (crisis.owner, crisis.declared_by, crisis.level) == (desk.name, desk.name, 3)


async def test_walls_are_told_of_the_declaration_and_of_the_matter(
    desk: HubClient, crisis: Crisis, until: Until
) -> None:
    rows = desk.subscribe(AlarmFeed())
    await until(rows, lambda: str(crisis.alarm) in rows.rows)
    await desk.call(SaveCrisis(crisis=replace(crisis, matter="Payment  fails", owner="Amara Okafor", role="Duty lead")))
    await until(rows, lambda: rows.rows[str(crisis.alarm)].matter == "Payment fails")
    row = rows.rows[str(crisis.alarm)]
    assert (row.declared_at, row.level, row.owner) == (crisis.declared_at, 3, "Duty lead")


async def test_of_two_people_who_change_a_crisis_one_wins_and_the_other_is_told(
    desk: HubClient, crisis: Crisis, until: Until
) -> None:
    saved = await desk.call(SaveCrisis(crisis=replace(crisis, matter="Payment fails")))
    with pytest.raises(FishbowlError, match="changed this crisis meanwhile") as caught:
        await desk.call(SaveCrisis(crisis=replace(crisis, matter="All is lost")))
    assert caught.value.code is Code.CONFLICT
    with pytest.raises(FishbowlError, match="changed this crisis meanwhile"):
        await desk.call(EndCrisis(alarm=crisis.alarm, revision=crisis.revision))
    whole = desk.subscribe(CrisisFeed())
    await until(whole, lambda: bool(whole.rows))
    assert whole.rows[str(crisis.alarm)] == saved


async def test_who_ticked_a_step_is_the_hubs_word_and_stays(desk: HubClient, crisis: Crisis, rooms: Rooms) -> None:
    first, *others = crisis.steps
    ticked = replace(first, done_at=1, done_by="Somebody else")
    saved = await desk.call(SaveCrisis(crisis=replace(crisis, steps=(ticked, *others))))
    assert saved.steps[0].done_by == desk.name
    assert saved.steps[0].done_at >= crisis.declared_at
    token = await desk.call(MintToken(name="Rosa Lind", role="crisis_lead"))
    rosa = await rooms.station(token=token, name="agent@rosa")
    again = await rosa.call(SaveCrisis(crisis=replace(saved, matter="x")))
    assert again.steps[0] == saved.steps[0]
    opened = await rosa.call(SaveCrisis(crisis=replace(again, steps=(replace(first, done_at=0), *others))))
    assert (opened.steps[0].done_at, opened.steps[0].done_by) == (0, "")


async def test_a_time_of_repair_bears_when_it_was_said_and_not_without_a_time(desk: HubClient, crisis: Crisis) -> None:
    told = await desk.call(SaveCrisis(crisis=replace(crisis, repair_by=NOON, repair_source="IT")))
    assert told.repair_said >= crisis.declared_at
    same = await desk.call(SaveCrisis(crisis=replace(told, matter="x")))
    assert same.repair_said == told.repair_said
    gone = await desk.call(SaveCrisis(crisis=replace(same, repair_by=0)))
    assert (gone.repair_source, gone.repair_said) == ("", 0)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"steps": (Step(id=1, words="  "),)}, "without words"),
        ({"steps": (Step(id=1, words="a"), Step(id=1, words="b"))}, "same number"),
        ({"steps": tuple(Step(id=number, words="a") for number in range(1, 60))}, "40 steps at most"),
        ({"matter": "x" * 121}, "longer than 120"),
        ({"steps": (Step(id=1, words="a", due=-5),)}, "before anything was heard"),
    ],
)
async def test_what_no_wall_could_show_is_refused_in_words(
    desk: HubClient, crisis: Crisis, change: dict[str, object], told: str
) -> None:
    with pytest.raises(FishbowlError, match=told) as caught:
        await desk.call(SaveCrisis(crisis=replace(crisis, **change)))
    assert caught.value.code is Code.BAD_INPUT


async def test_a_crisis_outlives_its_alarm_and_a_restart_until_somebody_ends_it(
    rooms: Rooms, hub: Hub, desk: HubClient, crisis: Crisis
) -> None:
    await hub.house.store.write(lambda tx: alarms.close_others(tx, (), NOON))
    await rooms.close_hub(hub)
    again = await rooms.open_hub()
    tables = again._live._tables
    assert list(await tables.rows(AlarmFeed())) == [str(crisis.alarm)]
    assert list(await tables.rows(CrisisFeed())) == [str(crisis.alarm)]
    desk = await rooms.station()
    ended = await desk.call(EndCrisis(alarm=crisis.alarm, revision=crisis.revision))
    assert ended.ended_by == desk.name
    assert not await tables.rows(AlarmFeed())
    verbs = [row.verb for row in await desk.call(ListAudit()) if row.verb.startswith("crisis.")]
    assert verbs == ["crisis.ended", "crisis.declared"]
    with pytest.raises(FishbowlError, match="over"):
        await desk.call(SaveCrisis(crisis=crisis))


async def test_an_alarm_that_has_closed_and_one_that_never_was_cannot_be_declared(hub: Hub, desk: HubClient) -> None:
    alarm = await raised(hub)
    await hub.house.store.write(lambda tx: alarms.close_others(tx, (), NOON))
    with pytest.raises(FishbowlError, match="has closed"):
        await desk.call(DeclareCrisis(alarm=alarm.id))
    with pytest.raises(FishbowlError, match="no alarm 99"):
        await desk.call(DeclareCrisis(alarm=99))
    with pytest.raises(FishbowlError, match="no playbook"):
        await desk.call(DeclareCrisis(alarm=alarm.id, playbook="none"))


async def test_declaring_twice_is_one_crisis(desk: HubClient, crisis: Crisis) -> None:
    assert await desk.call(DeclareCrisis(alarm=crisis.alarm)) == crisis


async def test_people_on_it_are_counted_once_each_and_named_nowhere(
    hub: Hub, desk: HubClient, crisis: Crisis, brand: Account, water: Water, until: Until
) -> None:
    card = await _arrived(desk, water, until)
    rows = desk.subscribe(ResponseFeed())
    await until(rows, lambda: bool(rows.rows) and rows.rows[str(crisis.alarm)].waiting == 1)
    assert rows.rows[str(crisis.alarm)].people == 0
    await desk.call(Present(conversation_id=card.id, writing=True))
    await desk.call(TakeConversation(ids=(card.id,)))
    await until(rows, lambda: rows.rows[str(crisis.alarm)].cases == 1)
    row = rows.rows[str(crisis.alarm)]
    assert (row.writing, row.reading, row.assigned, row.waiting, row.people) == (1, 0, 1, 0, 1)
    assert desk.name.encode() not in (await hub._live._tables.rows(ResponseFeed()))[str(crisis.alarm)]


async def test_only_conversations_of_the_crisis_topic_are_counted(
    hub: Hub, desk: HubClient, brand: Account, water: Water, until: Until
) -> None:
    await desk.call(SaveTopic(topic=Topic(id=0, name="Doors", query="door")))
    topics = desk.subscribe(TopicFeed())
    await until(topics, lambda: bool(topics.rows))
    (topic,) = topics.rows.values()
    card = await _arrived(desk, water, until)
    counted = await hub.house.store.read(
        lambda tx: (on_it.of_topic(tx, {card.id}, topic.id), on_it.holders(tx, topic.id))
    )
    assert counted == ({card.id}, {"": 1})
    other = await hub.house.store.read(lambda tx: (on_it.of_topic(tx, {card.id}, 77), on_it.holders(tx, 77)))
    assert other == (set(), {})


async def _arrived(desk: HubClient, water: Water, until: Until) -> Card:
    water.say("The door opened on the track side.", at=NOON)
    queue = desk.subscribe(QueueFeed(view=View()))
    await until(queue, lambda: len(queue.rows) == 1)
    found: Card = next(iter(queue.rows.values()))
    return found
