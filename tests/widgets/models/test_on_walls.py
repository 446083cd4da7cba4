"""The list of posts on walls stands still while walls turn theirs over, and tells what became of each."""

from typing import Any

import pytest
from msgspec.structs import replace

from app.wire.feeds import OnWallFeed, OnWallRow, WallPlace
from tests.fakes.link import NOON, FakeLink
from widgets.models.on_wall_words import by_words, fate_words, place_words
from widgets.models.on_walls import Fate, OnWalls

FEED = OnWallFeed()


def place(wall: str = "Foyer", **fields: Any) -> WallPlace:
    made: dict[str, Any] = {"room": "", "screen": 1, "scene": "Overview", "panel": "Posts", "since": NOON, "here": True}
    return WallPlace(wall=wall, **made | fields)


def row(number: int, **fields: Any) -> OnWallRow:
    made: dict[str, Any] = {
        "network": "pond", "author": "@m•••a", "text": f"Post {number}", "at": NOON + number, "is_released": True,
        "released_by": "", "places": (place(),),
    }  # fmt: skip
    return OnWallRow(id=number, **made | fields)


def rows(*numbers: int) -> dict[str, OnWallRow]:
    return {str(number): row(number) for number in numbers}


@pytest.fixture
def link() -> FakeLink:
    link = FakeLink()
    link.fill(FEED, rows(1, 2, 3))
    return link


def listed(posts: OnWalls) -> list[int]:
    return [one.id for one in posts.rows]


def test_what_comes_is_listed_behind_and_what_left_stays_where_it_was_until_the_list_is_asked_for_anew(
    link: FakeLink,
) -> None:
    posts = OnWalls(link)
    link.put(FEED, rows(9), drop=("2",))
    assert listed(posts) == [3, 2, 1, 9]
    assert [posts.fate(one) for one in listed(posts)] == [Fate.SHOWN, Fate.LEFT, Fate.SHOWN, Fate.SHOWN]
    posts.renew()
    assert listed(posts) == [9, 3, 1]


def test_the_fate_of_a_post_that_is_taken_off_is_told_until_the_last_wall_says_that_it_is_gone(link: FakeLink) -> None:
    posts = OnWalls(link)
    assert posts.take_off(2).post_ids == (2,)
    assert posts.fate(2) is Fate.GOING
    away = row(2, is_released=False, places=(place(here=False),))
    link.put(FEED, {"2": away})
    assert posts.fate(2) is Fate.UNREACHED
    link.put(FEED, {}, drop=("2",))
    assert posts.fate(2) is Fate.GONE


def test_what_a_colleague_takes_off_is_told_too(link: FakeLink) -> None:
    posts = OnWalls(link)
    link.put(FEED, {"1": row(1, is_released=False, released_by="Rosa")})
    assert posts.fate(1) is Fate.GOING
    assert by_words(posts.rows[-1]) == "Taken off by \u2068Rosa\u2069."


def test_a_call_that_was_refused_leaves_things_as_they_were(link: FakeLink) -> None:
    posts = OnWalls(link)
    posts.undo(posts.take_off(1))
    assert posts.fate(1) is Fate.SHOWN
    posts.take_off(1)
    posts.undo(posts.put_back(1))
    assert posts.fate(1) is Fate.GOING


def test_closing_lets_go_of_the_feed(link: FakeLink) -> None:
    posts = OnWalls(link)
    posts.close()
    assert link.subscribed == {}


def test_many_places_are_told_in_part_and_the_rest_is_counted() -> None:
    many = row(1, places=tuple(place(screen=number) for number in range(1, 6)))
    lines = place_words(many, now=NOON).split("\n")
    assert len(lines) == 4
    assert lines[-1] == "And in 2 more places"
    away = place_words(replace(many, places=(place(here=False),)), now=NOON)
    assert away.endswith("not reached, may still show it")


def test_a_fate_names_each_wall_once() -> None:
    twice = row(1, places=(place(), place(screen=2), place("Lab")))
    assert fate_words(twice, Fate.GOING) == "Taken off. Still on: \u2068Foyer\u2069, \u2068Lab\u2069."
