"""Which orders a wall obeys: the newest of each kind that means it and has not ended."""

from app.core.clock import MINUTE
from app.domain.walls import (
    ALL,
    STANDING,
    Spot,
    Verb,
    WallOrder,
    given,
    released,
    room_target,
    screen_target,
    standing,
)
from tests.fakes.clock import NOON

FOYER, LAB = "wall@foyer", "wall@lab"


def order(number: int, verb: Verb = Verb.PIN, *, target: str = ALL, until: int = 0, scene: str = "crisis") -> WallOrder:
    return WallOrder(id=number, target=target, verb=verb, by="Rosa", since=NOON, until=until, scene=scene)


ROOMS = {FOYER: "Hall"}
HALL = room_target("Hall")


def scene_on(orders: tuple[WallOrder, ...], station: str, *, screen: int = 0, now: int = NOON) -> str:
    spot = Spot(station=station, room=ROOMS.get(station, ""), screen=screen)
    found = standing(orders, spot, now).get(Verb.PIN)
    return found.scene if found else ""


def test_an_order_for_one_wall_means_no_other() -> None:
    orders = given((), order(1, target=FOYER))
    assert (scene_on(orders, FOYER), scene_on(orders, LAB)) == ("crisis", "")


def test_the_newest_of_a_kind_counts_whomever_it_was_for() -> None:
    orders = given(given((), order(1)), order(2, target=FOYER, scene="service"))
    assert (scene_on(orders, FOYER), scene_on(orders, LAB)) == ("service", "crisis")
    orders = given(orders, order(3, scene="overview"))
    assert (scene_on(orders, FOYER), scene_on(orders, LAB)) == ("overview", "overview")
    assert len(orders) == 1


def test_an_order_ends_by_time() -> None:
    orders = given((), order(1, until=NOON + MINUTE))
    assert scene_on(orders, FOYER, now=NOON + MINUTE - 1) == "crisis"
    assert scene_on(orders, FOYER, now=NOON + MINUTE) == ""


def test_one_wall_is_released_from_an_order_for_all_and_the_others_go_on() -> None:
    orders = released(given((), order(1)), FOYER, STANDING, NOON)
    assert (scene_on(orders, FOYER), scene_on(orders, LAB)) == ("", "crisis")


def test_a_release_for_all_ends_every_order() -> None:
    orders = given(given((), order(1)), order(2, Verb.MESSAGE, target=LAB))
    assert released(orders, ALL, STANDING, NOON) == ()


def test_a_release_of_one_kind_leaves_the_others() -> None:
    orders = given(given((), order(1)), order(2, Verb.HOLD))
    (kept,) = released(orders, ALL, {Verb.HOLD}, NOON)
    assert kept.verb is Verb.PIN


def test_what_ended_is_forgotten_with_the_next_order() -> None:
    orders = given((), order(1, until=NOON))
    assert [one.id for one in given(orders, order(2, Verb.HOLD, target=LAB))] == [2]


def test_an_order_for_a_room_means_the_walls_that_hang_in_it() -> None:
    orders = given((), order(1, target=HALL), ROOMS)
    assert (scene_on(orders, FOYER), scene_on(orders, LAB)) == ("crisis", "")


def test_an_order_for_one_screen_means_none_beside_it() -> None:
    orders = given((), order(1, target=screen_target(FOYER, 2)), ROOMS)
    assert [scene_on(orders, FOYER, screen=number) for number in (1, 2)] == ["", "crisis"]
    assert orders[0].concerns(FOYER, "Hall")
    assert not orders[0].concerns(LAB, "")
    assert [orders[0].is_for_screen(FOYER, number) for number in (1, 2, 22)] == [False, True, False]


def test_a_screen_is_released_from_an_order_for_its_room_and_its_neighbour_goes_on() -> None:
    orders = released(given((), order(1, target=HALL), ROOMS), screen_target(FOYER, 1), STANDING, NOON, rooms=ROOMS)
    assert [scene_on(orders, FOYER, screen=number) for number in (1, 2)] == ["", "crisis"]
    assert [one.is_for_screen(FOYER, number) for one in orders for number in (1, 2)] == [False, True]


def test_a_release_for_a_room_ends_what_its_walls_and_screens_were_told() -> None:
    orders = given((), order(1, target=screen_target(FOYER, 2)), ROOMS)
    orders = given(orders, order(2, Verb.HOLD, target=FOYER), ROOMS)
    orders = given(orders, order(3, target=LAB), ROOMS)
    assert [one.target for one in released(orders, HALL, STANDING, NOON, rooms=ROOMS)] == [LAB]


def test_an_order_for_a_room_takes_the_place_of_one_for_its_wall() -> None:
    orders = given(given((), order(1, target=FOYER)), order(2, target=HALL, scene="service"), ROOMS)
    assert [one.id for one in orders] == [2]
    assert scene_on(orders, FOYER, screen=1) == "service"
