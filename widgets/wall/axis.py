"""Axes that several panels share. Known by the panels with charts; knows wall.words."""

import math
from collections.abc import Sequence

from app.core.clock import MINUTE
from widgets.wall.words import Words

STEPS = (10, 20, 25, 50)
MOST_STEPS = 4
HOURS = (1, 2, 4, 6, 12, 24)
TICK_WIDTH = 112
"""From one label under the axis to the next, in logical pixels: beside "Thu 00:00" stands one that is shorter."""


def sentiment_axis(values: Sequence[float]) -> list[float]:
    """Gridlines for net sentiment, lowest first: zero is one of them, and there are at most four steps."""
    low, high = min(0.0, *values), max(0.0, *values)
    for step in STEPS:
        bottom, top = math.floor(low / step), math.ceil(high / step)
        if top - bottom <= MOST_STEPS:
            return [float(step * count) for count in range(bottom, max(top, bottom + 1) + 1)]
    return [-100.0, -50.0, 0.0, 50.0, 100.0]


def falling_axis(values: Sequence[float]) -> tuple[list[float], tuple[float, float]]:
    """Gridlines from zero down, and the axis' ends, for a sentiment that matters below zero: −100 is the lowest."""
    low, high = min((0.0, *values)), max((0.0, *values))
    step = 30 if low >= -60 else 50
    bottom = min(-30.0, math.floor(low / step) * float(step))
    top = min(100.0, max(15.0, math.ceil(high / 15) * 15.0))
    return [float(value) for value in range(0, int(bottom) - 1, -step)], (bottom, top)


def hour_ticks(words: Words, *, end: float, minutes: int, width: float) -> list[tuple[float, str]]:
    """Full hours of the `minutes` minutes before minute `end`, as far apart as their labels need on such a width."""
    per_hour = width / max(1.0, minutes / 60)
    hours = next((hours for hours in HOURS if hours * per_hour >= TICK_WIDTH), HOURS[-1])
    first = int(end - minutes) // 60 + 1
    moments = [hour * 60 for hour in range(first, int(end // 60) + 1) if hour % hours == 0]
    return [(float(minute), words.tick(minute * MINUTE)) for minute in moments]
