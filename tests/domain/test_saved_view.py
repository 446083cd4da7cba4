"""A filter narrows a view and never widens it; a saved view is the same for everybody but for who looks, and when."""

import pytest

from app.core.clock import MINUTE
from app.domain.conversation import Status, View
from app.domain.mark import Mark
from app.domain.saved_view import Filter, SavedView, base_view, through, view_of
from app.domain.understanding import LANGUAGES, Intent
from app.language.model import read_model
from tests.fakes.clock import NOON

RAIL = ("open", "mine", "unassigned", "breaching", "waiting", "snoozed", "resolved_today", "account:3", "topic:4")


def at(name: str, *, now: int = NOON) -> View:
    view = base_view(name, me="ana", now=now, day_began=NOON - MINUTE)
    assert view is not None
    return view


def test_a_filter_adds_to_what_a_view_looks_for() -> None:
    by = Filter(network="pond", label="Late", language="de", intent=Intent.PRAISE, without=(Mark.SPAM,))
    found = through(at("mine"), by)
    assert found == View(
        assignee="ana", network="pond", label="Late", language="de", intent=Intent.PRAISE, without=(Mark.SPAM,)
    )
    assert through(at("open"), Filter()) == View()


@pytest.mark.parametrize(
    ("base", "by"),
    [("mine", Filter(assignee="bo")), ("account:3", Filter(account_id=4)), ("unassigned", Filter(assignee="ana"))],
)
def test_of_two_words_that_contradict_each_other_nothing_is_left(base: str, by: Filter) -> None:
    assert through(at(base), by).statuses == ()


def test_what_the_view_says_already_changes_nothing() -> None:
    assert through(at("account:3"), Filter(account_id=3)) == at("account:3")


def test_every_row_of_the_rail_is_a_view_and_nothing_else_is() -> None:
    assert len({at(name) for name in RAIL}) == len(RAIL)
    for name in ("", "saved:1", "account:", "account:x", "person:3", "held_posts"):
        assert base_view(name, me="ana", now=NOON, day_began=NOON) is None


def test_breaching_stays_the_same_view_within_a_minute() -> None:
    start = NOON // MINUTE * MINUTE
    assert at("breaching", now=start) == at("breaching", now=start + MINUTE - 1) != at("breaching", now=start + MINUTE)


def test_mine_is_everybodys_own_and_the_order_is_kept() -> None:
    saved = SavedView(name="German", base="mine", order="priority", filter=Filter(language="de"))
    for me in ("ana", "bo"):
        found = view_of(saved, me=me, now=NOON, day_began=NOON)
        assert found == View(assignee=me, language="de", order="priority")


def test_what_is_resolved_keeps_its_own_order() -> None:
    saved = SavedView(name="Done", base="resolved_today", filter=Filter(language="de"))
    found = view_of(saved, me="ana", now=NOON, day_began=5)
    assert found == View(statuses=(Status.RESOLVED,), order="resolved", resolved_since=5, language="de")


def test_a_view_on_a_base_of_a_newer_version_shows_nothing() -> None:
    assert view_of(SavedView(name="x", base="moon", filter=Filter()), me="ana", now=NOON, day_began=0) is None


def test_the_languages_to_choose_from_are_those_the_model_tells_apart() -> None:
    assert sorted(LANGUAGES) == sorted(read_model().languages)
