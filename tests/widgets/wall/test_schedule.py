from zoneinfo import ZoneInfo

from tests.fakes.link import NOON
from widgets.shell.screens import Monitor
from widgets.wall.playlist import Playlist, Show, Turn
from widgets.wall.schedule import Place, number_screens, turns_of
from widgets.wall.seats import Seats


def monitor(key: str, left: int) -> Monitor:
    return Monitor(key=key, name=key.upper(), width=1920, height=1080, ratio=1.0, diagonal_inches=55, left=left)


A, B, C = monitor("a", 0), monitor("b", 1920), monitor("c", 3840)


def seated() -> Seats:
    seats = Seats("overview")
    for one in (A, B, C):
        seats.assign(one, "overview")
    return seats


def test_screens_are_numbered_from_the_left() -> None:
    places = number_screens([C, A, B], (), seated())
    assert {key: place.number for key, place in places.items()} == {"a": 1, "b": 2, "c": 3}


def test_the_others_keep_their_numbers_while_one_is_away() -> None:
    places = number_screens([A, C], ["b"], seated())
    assert {key: place.number for key, place in places.items()} == {"a": 1, "c": 3}
    assert [guest.number for place in places.values() for guest in place.hosted] == [2]


def test_a_host_shows_the_turns_of_its_guests_after_its_own_and_none_twice() -> None:
    shows = (
        Show((Turn("overview", 30), Turn("world", 10)), screens=frozenset({1})),
        Show((Turn("world", 99), Turn("sun", 20)), screens=frozenset({2})),
    )
    playlist = Playlist(zone=ZoneInfo("UTC"), shows=shows)
    turns = turns_of(Place(1, "A", hosted=(Place(2, "B"),)), playlist, NOON)
    assert turns == (Turn("overview", 30), Turn("world", 10), Turn("sun", 20))
    assert turns_of(Place(1, "A"), None, NOON) == ()
