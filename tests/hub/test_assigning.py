"""Work is handed out to whoever is here and has room, says why, and comes back when somebody leaves."""

import msgspec
import pytest

from app.core.errors import FishbowlError
from app.domain.account import Account
from app.domain.conversation import EntryKind, View
from app.domain.shift import Mode, Routing, State
from app.link.client import HubClient
from app.services.company import Company
from app.wire.answers import Colleague
from app.wire.calls import GetConversation, GetRouting, ListColleagues, MintToken, SayState, SetRouting
from app.wire.feeds import ColleagueFeed, QueueFeed
from tests.fakes.clock import NOON
from tests.fakes.pond import AUTHOR, Water
from tests.hub.conftest import Rooms, Until


async def crowd(water: Water, count: int) -> None:
    """As many strangers, each with a thread."""
    for number in range(count):
        author = msgspec.structs.replace(AUTHOR, native_id=f"did:{number}", handle=f"h{number}")
        water.say(f"Question {number}", at=NOON + number, author=author)


async def colleague(rooms: Rooms, owner: HubClient, name: str) -> HubClient:
    token = await owner.call(MintToken(name=name, role="agent"))
    return await rooms.station(token=token, name=f"agent@{name}")


async def test_round_robin_gives_to_each_in_turn_and_nobody_beyond_his_capacity(
    rooms: Rooms, desk: HubClient, brand: Account, water: Water, until: Until
) -> None:
    await colleague(rooms, desk, "Ana")
    await colleague(rooms, desk, "Ben")
    queue = desk.subscribe(QueueFeed(view=View()))
    routing = Routing(mode=Mode.ROUND_ROBIN, capacity=2, capacities={desk.name: 0})
    await desk.call(SetRouting(routing=routing))
    await crowd(water, 5)
    await until(queue, lambda: sum(bool(card.assignee) for card in queue.rows.values()) == 4)
    names = sorted(card.assignee for card in queue.rows.values())
    assert names == ["", "Ana", "Ana", "Ben", "Ben"]
    given = next(card for card in queue.rows.values() if card.assignee)
    detail = await desk.call(GetConversation(id=given.id))
    event = next(entry for entry in detail.entries if entry.kind is EntryKind.EVENT)
    assert (event.text, event.by) == ("conversation.routed", "hub")
    assert msgspec.json.decode(event.name)["mode"] == "round_robin"


async def test_whoever_is_busy_or_away_is_given_nothing(
    rooms: Rooms, desk: HubClient, brand: Account, water: Water, until: Until
) -> None:
    ana = await colleague(rooms, desk, "Ana")
    ben = await colleague(rooms, desk, "Ben")
    await ana.call(SayState(state=State.AWAY))
    await ben.call(SayState(state=State.BUSY))
    queue = desk.subscribe(QueueFeed(view=View()))
    await desk.call(SetRouting(routing=Routing(mode=Mode.LOAD)))
    await crowd(water, 2)
    await until(queue, lambda: [card.assignee for card in queue.rows.values()] == [desk.name] * 2)


async def test_open_work_of_whoever_goes_away_comes_back_where_the_house_wants_it(
    rooms: Rooms, desk: HubClient, brand: Account, water: Water, until: Until
) -> None:
    ana = await colleague(rooms, desk, "Ana")
    queue = desk.subscribe(QueueFeed(view=View()))
    await desk.call(SetRouting(routing=Routing(mode=Mode.LOAD, capacities={desk.name: 0}, unassign_on_leave=True)))
    await crowd(water, 1)
    await until(queue, lambda: [card.assignee for card in queue.rows.values()] == ["Ana"])
    await ana.call(SayState(state=State.AWAY))
    await until(queue, lambda: [card.assignee for card in queue.rows.values()] == [""])


async def test_colleagues_are_told_with_their_state_and_room(rooms: Rooms, desk: HubClient, until: Until) -> None:
    ana = await colleague(rooms, desk, "Ana")
    crew = desk.subscribe(ColleagueFeed())
    await until(crew, lambda: "Ana" in crew.rows and crew.rows["Ana"].here)
    assert crew.rows["Ana"].capacity == 0
    await desk.call(SetRouting(routing=Routing(mode=Mode.LOAD, capacity=7)))
    await ana.call(SayState(state=State.BUSY))
    await until(crew, lambda: crew.rows["Ana"] == Colleague(name="Ana", here=True, state=State.BUSY, capacity=7))
    assert any(one.name == "Ana" for one in await desk.call(ListColleagues()))


async def test_a_capacity_is_a_number_that_somebody_can_have(desk: HubClient) -> None:
    with pytest.raises(FishbowlError, match="from 0 to"):
        await desk.call(SetRouting(routing=Routing(capacity=-1)))
    assert await desk.call(GetRouting()) == Routing()


def test_somebody_is_here_until_he_says_otherwise() -> None:
    company = Company()
    told: list[int] = []
    company.listen(lambda: told.append(1))
    assert company.state_of("Ana") is State.HERE
    company.say_state("Ana", State.HERE)
    company.say_state("Ana", State.AWAY)
    assert (company.state_of("Ana"), len(told)) == (State.AWAY, 1)
