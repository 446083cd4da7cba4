import itertools

from hypothesis import given
from hypothesis import strategies as some

from app.core.clock import HOUR, MINUTE
from tests.fakes.link import NOON
from widgets.wall.axis import MOST_STEPS, TICK_WIDTH, falling_axis, hour_ticks, sentiment_axis
from widgets.wall.words import Words


@given(some.lists(some.integers(-100, 100), min_size=1))
def test_a_sentiment_axis_holds_zero_and_every_value(values: list[int]) -> None:
    axis = sentiment_axis(values)
    assert 0.0 in axis
    assert axis[0] <= min(values)
    assert max(values) <= axis[-1]
    assert 2 <= len(axis) <= MOST_STEPS + 1


@given(some.integers(60, 10_080), some.floats(200, 3000))
def test_hours_under_an_axis_are_full_and_far_enough_apart(minutes: int, width: float) -> None:
    ticks = hour_ticks(Words(), end=NOON / MINUTE + 17, minutes=minutes, width=width)
    moments = [minute for minute, _text in ticks]
    assert all(minute % 60 == 0 for minute in moments)
    step = min((b - a for a, b in itertools.pairwise(moments)), default=24 * HOUR)
    assert step / minutes * width >= TICK_WIDTH - 1e-6 or step >= 24 * 60


def test_midnight_is_named_with_its_day() -> None:
    ticks = hour_ticks(Words(), end=NOON / MINUTE, minutes=1440, width=1128)
    assert [text for _minute, text in ticks] == ["16:00", "20:00", "Thu 00:00", "04:00", "08:00", "12:00"]


@given(some.lists(some.integers(-100, 100), max_size=5))
def test_a_falling_axis_holds_every_value_in_few_lines_and_says_nothing_below_the_lowest(values: list[int]) -> None:
    ticks, (bottom, top) = falling_axis(values)
    assert ticks[0] == 0
    assert ticks[-1] >= bottom >= -100
    assert all(bottom <= value <= top for value in values)
    assert 2 <= len(ticks) <= 3
