"""How busy an ordinary minute is, by the clocks and weeks of many countries. Known by script; knows regions."""

import random
from functools import lru_cache
from itertools import accumulate
from math import exp

from app.connectors._replay.regions import Region

_HOURS = (
    *(0.22, 0.14, 0.09, 0.07, 0.08, 0.16, 0.38, 0.66, 0.86, 0.94, 0.97, 0.98),
    *(1.0, 0.97, 0.95, 0.96, 0.98, 1.0, 1.0, 0.96, 0.88, 0.74, 0.54, 0.36),
)
"""Posts an hour of local time, noon = 1."""

_WEEKDAYS = (1.06, 1.0, 1.0, 1.03, 1.08, 0.84, 0.78)
"""Monday first. People write about flights on Mondays and Fridays, and less on Sundays."""

_STEP = 10
_STEPS_A_WEEK = 7 * 24 * 60 // _STEP
_EPOCH_WEEKDAY = 3
"""1970-01-01 was a Thursday."""

_DAY_SWING = 0.07
_HOUR_SWING = 0.06
"""Standard deviation of the logarithm of a day's and an hour's level: news, weather, school holidays."""


class Rhythm:
    """The expected posts a minute and who is awake to write them.

    Attributes:
        peak: expected posts a minute at the busiest time of an average week.
    """

    def __init__(self, regions: tuple[Region, ...], *, seed: int, peak: float) -> None:
        self.peak = peak
        self._seed = seed
        self._rows = [_awake(regions, step) for step in range(_STEPS_A_WEEK)]
        self._cumulative = [list(accumulate(row)) for row in self._rows]
        self._scale = peak / max(sums[-1] for sums in self._cumulative)
        self._swing = lru_cache(maxsize=256)(self._swing_of)

    def rate(self, minute: int) -> float:
        """Expected posts in this minute (counted from the epoch)."""
        return self._cumulative[_step(minute)][-1] * self._scale * self._level(minute)

    def awake(self, minute: int) -> list[float]:
        """Weights of the regions in this minute, in the regions' order."""
        return self._rows[_step(minute)]

    def cumulative(self, minute: int) -> list[float]:
        """The same weights summed up, for `random.choices`."""
        return self._cumulative[_step(minute)]

    def _level(self, minute: int) -> float:
        hour, into = divmod(minute, 60)
        share = into / 60
        hourly = self._swing("hour", hour) * (1 - share) + self._swing("hour", hour + 1) * share
        return exp(_DAY_SWING * self._swing("day", hour // 24) + _HOUR_SWING * hourly)

    def _swing_of(self, kind: str, number: int) -> float:
        swing = random.Random(f"{self._seed}:{kind}:{number}").gauss(0.0, 1.0)
        return max(-2.0, min(2.0, swing))


def _step(minute: int) -> int:
    return (minute // _STEP + _EPOCH_WEEKDAY * 24 * 60 // _STEP) % _STEPS_A_WEEK


def _awake(regions: tuple[Region, ...], step: int) -> list[float]:
    return [region.share * _local(step * _STEP / 60 + region.offset) for region in regions]


def _local(hour_of_week: float) -> float:
    """The level at an hour of the local week, Monday midnight = 0."""
    hour_of_week %= 168
    hour = int(hour_of_week)
    share = hour_of_week - hour
    level = _HOURS[hour % 24] * (1 - share) + _HOURS[(hour + 1) % 24] * share
    return level * _WEEKDAYS[hour // 24]


def draw_count(rng: random.Random, expected: float) -> int:
    """A Poisson number; the normal approximation above 60, where nobody can tell."""
    if expected <= 0:
        return 0
    if expected > 60:
        return max(0, round(rng.gauss(expected, expected**0.5)))
    left = rng.random()
    chance = exp(-expected)
    count = 0
    while left > chance and count < 200:
        left -= chance
        count += 1
        chance *= expected / count
    return count
