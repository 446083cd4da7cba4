"""Moments an agent chooses or types lie ahead, or there are none."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.clock import DAY, HOUR, MINUTE
from tests.fakes import desk_story as story
from widgets.models.moments import moments, read_moment

NOW = story.NOW


def test_tomorrow_and_monday_begin_at_nine() -> None:
    found = {one.name: datetime.fromtimestamp(one.at / 1000) for one in moments(NOW)}
    assert (found["tomorrow"].day, found["tomorrow"].hour, found["tomorrow"].minute) == (20, 9, 0)
    assert (found["monday"].weekday(), found["monday"].hour) == (0, 9)


def test_on_a_sunday_tomorrow_is_monday_and_offered_once() -> None:
    days = [moments(NOW + number * DAY) for number in range(7)]
    assert sorted(len(one) for one in days) == [3, 4, 4, 4, 4, 4, 4]
    assert all(len({one.at for one in day}) == len(day) for day in days)


@given(st.integers(NOW, NOW + 30 * DAY))
def test_every_choice_lies_ahead_and_within_eight_days(now: int) -> None:
    assert all(now < one.at <= now + 8 * DAY for one in moments(now))


@pytest.mark.parametrize(
    ("words", "length"), [("45 min", 45 * MINUTE), ("45m", 45 * MINUTE), ("3 h", 3 * HOUR), (" 1H ", HOUR)]
)
def test_a_length_counts_from_now(words: str, length: int) -> None:
    assert read_moment(words, now=NOW) == NOW + length


def test_a_clock_time_that_is_past_means_tomorrow() -> None:
    assert datetime.fromtimestamp(read_moment("9:00", now=NOW) / 1000).day == 20
    assert datetime.fromtimestamp(read_moment("15:30", now=NOW) / 1000).day == 19


@pytest.mark.parametrize("words", ["", "soon", "0 h", "25:00", "2026-02-30 9:00", "2020-01-01 9:00", "9", "-3 h"])
def test_what_says_no_moment_ahead_is_none(words: str) -> None:
    assert read_moment(words, now=NOW) == 0
