"""Orders to walls through a hub: given from a desk, obeyed by the wall they mean, standing over restarts."""

import pytest

from app.core.clock import MINUTE
from app.core.errors import Code, FishbowlError
from app.domain.shift import State
from app.domain.walls import Verb, room_target, screen_target
from app.hub.main import Hub
from app.link.client import HubClient
from app.link.mirror import Mirror
from app.wire.calls import ListAudit, MintToken, PlaceScreen
from app.wire.desk_calls import SayState
from app.wire.feeds import HouseFeed, OnShiftFeed, OnShiftRow, StationFeed, WallOrderFeed
from app.wire.wall_calls import DirectWall, SetPanic, TellWall
from tests.fakes.clock import SettableClock
from tests.hub.conftest import Rooms, Until


@pytest.fixture
async def screen(rooms: Rooms, desk: HubClient) -> HubClient:
    return await rooms.station(token=await desk.call(MintToken(name="Foyer", role="screen")), name="wall@foyer")


@pytest.fixture
def orders(screen: HubClient) -> Mirror:
    return screen.subscribe(WallOrderFeed(station="wall@foyer"))


def told(orders: Mirror) -> dict[str, str]:
    return {row.verb.value: row.text or row.scene for row in orders.rows.values()}


async def verbs(desk: HubClient) -> list[str]:
    return [row.verb for row in await desk.call(ListAudit()) if row.verb.startswith("wall.")]


async def test_a_wall_hears_what_is_meant_for_it_and_for_all_and_nothing_else(
    desk: HubClient, orders: Mirror, until: Until
) -> None:
    await desk.call(DirectWall(target="wall@lab", verb=Verb.MESSAGE, text="Only the lab"))
    await desk.call(DirectWall(target="wall@foyer", verb=Verb.PIN, scene="crisis"))
    await desk.call(DirectWall(target="all", verb=Verb.MESSAGE, text="Doors open\nat nine"))
    await until(orders, lambda: told(orders) == {"pin": "crisis", "message": "Doors open at nine"})
    assert {row.by for row in orders.rows.values()} == {desk.name}

    await desk.call(DirectWall(target="wall@foyer", verb=Verb.RELEASE))
    await until(orders, lambda: not orders.rows)
    assert await verbs(desk) == ["wall.release", "wall.message", "wall.pin", "wall.message"]


async def test_resume_ends_a_hold_and_leaves_the_message(desk: HubClient, orders: Mirror, until: Until) -> None:
    await desk.call(DirectWall(target="all", verb=Verb.MESSAGE, text="Lunch"))
    await desk.call(DirectWall(target="all", verb=Verb.HOLD))
    await until(orders, lambda: set(told(orders)) == {"message", "hold"})
    await desk.call(DirectWall(target="all", verb=Verb.RESUME))
    await until(orders, lambda: set(told(orders)) == {"message"})


async def test_orders_and_panic_stand_over_a_restart_of_the_hub(rooms: Rooms, hub: Hub, desk: HubClient) -> None:
    await desk.call(DirectWall(target="all", verb=Verb.PIN, scene="crisis", minutes=60))
    await desk.call(SetPanic(on=True, reason="Drill"))
    await rooms.close_hub(hub)
    again = await rooms.open_hub()
    tables = again._live._tables

    assert len(await tables.rows(WallOrderFeed(station="wall@foyer"))) == 1
    assert b"Drill" in (await tables.rows(HouseFeed()))["house"]


async def test_an_order_ends_by_the_hubs_clock(rooms: Rooms, until: Until) -> None:
    clock = rooms.clock = SettableClock()
    await rooms.open_hub()
    desk = await rooms.station()
    orders = desk.subscribe(WallOrderFeed(station="wall@foyer"))
    await desk.call(DirectWall(target="all", verb=Verb.MESSAGE, text="Five minutes", minutes=5))
    await until(orders, lambda: bool(orders.rows))
    (row,) = orders.rows.values()
    assert row.until == row.since + 5 * MINUTE

    clock.let_pass(5 * 60)
    await until(orders, lambda: not orders.rows)


async def test_a_wall_that_was_off_is_told_when_it_comes_back(rooms: Rooms, desk: HubClient, until: Until) -> None:
    token = await desk.call(MintToken(name="Foyer", role="screen"))
    await desk.call(SetPanic(on=True))
    await desk.call(DirectWall(target="wall@foyer", verb=Verb.MESSAGE, text="Call the desk"))

    screen = await rooms.station(token=token, name="wall@foyer")
    house, orders = screen.subscribe(HouseFeed()), screen.subscribe(WallOrderFeed(station="wall@foyer"))
    await until(house, lambda: house.rows["house"].panic)
    await until(orders, lambda: told(orders) == {"message": "Call the desk"})


async def test_panic_says_who_asked_first_and_is_audited_once(desk: HubClient, until: Until) -> None:
    house = desk.subscribe(HouseFeed())
    await desk.call(SetPanic(on=True, reason="A slur on the wall"))
    await desk.call(SetPanic(on=True, reason="Again"))
    await until(house, lambda: house.rows["house"].panic)
    row = house.rows["house"]
    assert (row.panic_by, row.panic_reason) == (desk.name, "A slur on the wall")
    assert row.panic_since > 0

    await desk.call(SetPanic(on=False))
    await until(house, lambda: not house.rows["house"].panic)
    assert await verbs(desk) == ["wall.panic_released", "wall.panic"]


async def test_a_screen_may_watch_orders_and_give_none(screen: HubClient) -> None:
    for request in (SetPanic(on=True), DirectWall(target="all", verb=Verb.NEXT)):
        with pytest.raises(FishbowlError) as caught:
            await screen.call(request)
        assert caught.value.code is Code.NOT_ALLOWED


@pytest.mark.parametrize(
    ("request_", "words"),
    [
        (DirectWall(target="", verb=Verb.HOLD), "name of a wall"),
        (DirectWall(target="all", verb=Verb.PIN), "Which scene"),
        (DirectWall(target="all", verb=Verb.MESSAGE, text=" \n"), "empty"),
        (DirectWall(target="all", verb=Verb.MESSAGE, text="x" * 281), "longer than 280"),
        (DirectWall(target="all", verb=Verb.HOLD, minutes=-1), "seven days"),
    ],
)
async def test_an_order_that_makes_no_sense_is_refused_in_words(
    desk: HubClient, request_: DirectWall, words: str
) -> None:
    with pytest.raises(FishbowlError, match=words) as caught:
        await desk.call(request_)
    assert caught.value.code is Code.BAD_INPUT


async def test_walls_are_known_by_name_with_what_they_show_also_after_they_left(
    rooms: Rooms, desk: HubClient, screen: HubClient, until: Until
) -> None:
    stations = desk.subscribe(StationFeed())
    scenes = (("overview", "Overview"), ("crisis", "Crisis watch"))
    figures = (("overview", "Net sentiment", "net_sentiment"),)
    await screen.call(TellWall(shows=("Overview",), scenes=scenes, screens=(1,), figures=figures))
    await until(stations, lambda: stations.rows["wall@foyer"].shows == ("Overview",))
    row = stations.rows["wall@foyer"]
    assert (row.screens, row.figures) == ((1,), figures)
    assert (row.here, row.who, stations.rows["desk"].scenes) == (True, "Foyer", ())

    other = await rooms.station(name="other desk")
    await until(stations, lambda: "other desk" in stations.rows)
    for client in (screen, other):
        await client._http.close()
    await until(stations, lambda: not stations.rows["wall@foyer"].here and "other desk" not in stations.rows)
    assert stations.rows["wall@foyer"].shows == ("Overview",)


async def test_the_list_of_walls_says_what_each_was_told(desk: HubClient, screen: HubClient, until: Until) -> None:
    stations = desk.subscribe(StationFeed())
    await desk.call(DirectWall(target="wall@foyer", verb=Verb.HOLD))
    await until(stations, lambda: [one.verb for one in stations.rows["wall@foyer"].orders] == [Verb.HOLD])
    assert stations.rows["desk"].orders == ()


async def test_an_order_for_a_room_reaches_the_walls_that_hang_there_also_when_they_are_hung_later(
    desk: HubClient, orders: Mirror, until: Until
) -> None:
    await desk.call(DirectWall(target=room_target("Hall"), verb=Verb.MESSAGE, text="Lunch"))
    await desk.call(DirectWall(target="all", verb=Verb.HOLD))
    await until(orders, lambda: set(told(orders)) == {"hold"})
    await desk.call(PlaceScreen(station="wall@foyer", room="Hall"))
    await until(orders, lambda: set(told(orders)) == {"hold", "message"})
    await desk.call(DirectWall(target=room_target("Hall"), verb=Verb.RELEASE))
    await until(orders, lambda: not orders.rows)


async def test_an_order_for_one_screen_is_told_to_its_wall_alone(desk: HubClient, orders: Mirror, until: Until) -> None:
    await desk.call(DirectWall(target=screen_target("wall@lab", 1), verb=Verb.PIN, scene="service"))
    await desk.call(DirectWall(target=screen_target("wall@foyer", 2), verb=Verb.PIN, scene="crisis"))
    await until(orders, lambda: told(orders) == {"pin": "crisis"})
    (row,) = orders.rows.values()
    assert [row.is_for_screen("wall@foyer", number) for number in (1, 2)] == [False, True]


async def test_a_room_is_audited_and_said_with_the_wall_which_may_be_away(desk: HubClient, until: Until) -> None:
    stations = desk.subscribe(StationFeed())
    await desk.call(PlaceScreen(station="wall@foyer", room=" Hall  1 "))
    await until(stations, lambda: "wall@foyer" in stations.rows)
    row = stations.rows["wall@foyer"]
    assert (row.room, row.here, row.mode) == ("Hall 1", False, "wall")
    acts = [one for one in await desk.call(ListAudit()) if one.verb == "screen.placed"]
    assert [one.after for one in acts] == ['{"room":"Hall 1"}']


async def test_a_wall_is_told_how_many_are_on_shift_and_no_names(
    desk: HubClient, screen: HubClient, until: Until
) -> None:
    await desk.call(SayState(state=State.BUSY))
    shift = screen.subscribe(OnShiftFeed())
    await until(shift, lambda: bool(shift.rows))
    row = shift.rows["desks"]
    assert isinstance(row, OnShiftRow)
    assert (row.busy, row.away) == (1, 0)
