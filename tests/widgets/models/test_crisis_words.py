"""Times of a crisis in words and back, and what a step says of itself."""

import pytest

from app.core.clock import DAY, HOUR, MINUTE
from app.domain.crisis import Step
from tests.fakes.link import NOON
from widgets.models.crisis_words import read_time, step_words, time_words
from widgets.models.words import clock_time


def test_a_time_is_read_as_it_is_written() -> None:
    for moment in (NOON, NOON + 50 * MINUTE, NOON - 5 * HOUR):
        assert read_time(time_words(moment), now=NOON) == moment
    assert time_words(0) == ""


def test_a_time_long_past_means_tomorrow() -> None:
    past = NOON - 7 * HOUR
    assert read_time(clock_time(past), now=NOON) == past + DAY


@pytest.mark.parametrize(
    ("text", "moment"), [("", 0), ("  ", 0), ("soon", -1), ("25:00", -1), ("12", -1), ("12:60", -1), ("-1:00", -1)]
)
def test_no_words_are_no_time_and_others_are_refused(text: str, moment: int) -> None:
    assert read_time(text, now=NOON) == moment


def test_a_point_between_hours_and_minutes_is_understood() -> None:
    assert read_time(clock_time(NOON).replace(":", "."), now=NOON) == NOON


@pytest.mark.parametrize(
    ("step", "said"),
    [
        (Step(id=1, words="a"), "No time is set"),
        (Step(id=1, words="a", team="Press desk"), "Press desk"),
        (Step(id=1, words="a", due=NOON - 4 * MINUTE), "overdue by 4 min"),
        (Step(id=1, words="a", due=NOON - 4 * MINUTE, done_at=NOON, done_by="Ana"), "Done"),
    ],
)
def test_a_step_says_who_by_when_and_whether_it_is_late(step: Step, said: str) -> None:
    assert said in step_words(step, NOON)


def test_a_step_that_is_due_now_is_not_overdue() -> None:
    assert "overdue" not in step_words(Step(id=1, words="a", due=NOON), NOON)
