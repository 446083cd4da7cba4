"""Figures, lengths, timers and counts as they are read."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.clock import DAY, HOUR, MINUTE, SECOND
from app.domain.conversation import Card, Status
from app.domain.length import length_of
from app.domain.network import LengthUnit, Limits
from tests.fakes import desk_story as story
from widgets.models.counting import count
from widgets.models.timer import TimerState, timer_of
from widgets.models.words import ahead, day_words, initials, short_count, shorten, span

NOW = story.NOW


@pytest.mark.parametrize(
    ("number", "words"), [(640, "640"), (3_100, "3.1 k"), (48_000, "48 k"), (1_000, "1 k"), (2_500_000, "2.5 m")]
)
def test_reach_is_short(number: int, words: str) -> None:
    assert short_count(number) == words


@pytest.mark.parametrize(
    ("length", "words"), [(59 * SECOND, "0 min"), (38 * MINUTE, "38 min"), (70 * MINUTE, "1 h 10"), (3 * DAY, "3 days")]
)
def test_lengths_of_time_are_rounded_down(length: int, words: str) -> None:
    assert span(length) == words


def test_days_are_named_as_people_name_them() -> None:
    assert [day_words(NOW - days * DAY, now=NOW) for days in (0, 1, 3, 15)] == ["Today", "Yesterday", "Monday", "4 Nov"]


def test_a_moment_to_come_names_its_day_where_it_is_not_today() -> None:
    said = [ahead(NOW + days * DAY, now=NOW) for days in (0, 1, 3, 15)]
    assert said == ["10:07", "tomorrow 10:07", "Sunday 10:07", "4 Dec 10:07"]


def test_a_card_put_away_till_another_day_says_which() -> None:
    card = msgspec.structs.replace(story.card(story.SAM), status=Status.SNOOZED, snoozed_until=NOW + 5 * DAY)
    assert timer_of(card, now=NOW).text == "Until Tuesday 10:07"


@pytest.mark.parametrize(
    ("name", "letters"), [("Mira Lindqvist", "ML"), ("quiet_lantern", "QL"), ("", "?"), ("Bo", "BO")]
)
def test_initials_are_two_letters(name: str, letters: str) -> None:
    assert initials(name) == letters


@pytest.mark.parametrize(
    ("left", "state", "words"),
    [
        (38 * MINUTE, TimerState.CALM, "38 min"),
        (9 * MINUTE + 48 * SECOND, TimerState.SOON, "9:48"),
        (4 * MINUTE + 12 * SECOND, TimerState.DUE, "4:12"),
        (-200 * SECOND, TimerState.OVERDUE, "3:20 over"),
        (-2 * HOUR, TimerState.OVERDUE, "2 h 00 over"),
    ],
)
def test_timer_says_what_is_left(left: int, state: TimerState, words: str) -> None:
    timer = timer_of(_card(due_at=NOW + left), now=NOW)
    assert (timer.state, timer.text) == (state, words)


def test_timer_of_a_settled_conversation_stands() -> None:
    assert timer_of(_card(status=Status.RESOLVED), now=NOW).state is TimerState.MET
    assert timer_of(_card(status=Status.PENDING), now=NOW).state is TimerState.WAITING
    assert timer_of(_card(due_at=0), now=NOW).state is TimerState.NONE
    assert timer_of(_card(due_at=NOW + HOUR), now=NOW, held=True).state is TimerState.HELD


def _card(**values: object) -> Card:
    return msgspec.structs.replace(story.card(story.MIRA), **values)


FAMILY = "👨‍👩‍👧"


@pytest.mark.parametrize(
    ("unit", "length"),
    [(LengthUnit.GRAPHEMES, 1), (LengthUnit.CHARACTERS, 5), (LengthUnit.UTF16, 8), (LengthUnit.BYTES, 18)],
)
def test_a_family_is_counted_by_the_networks_own_unit(unit: LengthUnit, length: int) -> None:
    assert length_of(FAMILY, unit) == length


@given(st.text(max_size=60), st.sampled_from(list(LengthUnit)), st.integers(1, 40))
def test_what_stands_before_the_surplus_always_fits(text: str, unit: LengthUnit, limit: int) -> None:
    counted = count(text, Limits(length=limit, unit=unit))
    if counted.surplus_at < 0:
        assert counted.over == 0
    else:
        assert length_of(text[: counted.surplus_at], unit) <= limit
        assert counted.over == length_of(text, unit) - limit


def test_a_shortened_text_is_one_line_and_says_that_it_goes_on() -> None:
    assert shorten("Hello {name},\n we are sorry.", 40) == "Hello {name}, we are sorry."
    assert shorten("Hello {name}, we are sorry.", 14) == "Hello {name},…"
