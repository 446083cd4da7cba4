"""The figures that a command center is run by, as pure functions, each with its formula. Known by hub and services;
knows numpy. The same formulas are in resources/help/formulas.md.

Intervals are 95 % intervals throughout.
"""

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

Z = 1.959964
"""Half width of a 95 % interval in standard deviations."""


class Estimate(NamedTuple):
    """A figure with its interval and the number of observations it rests on; `known` is False without any."""

    value: float
    low: float
    high: float
    sample: int

    @property
    def known(self) -> bool:
        return self.sample > 0

    @property
    def margin(self) -> float:
        """Half the width of the interval."""
        return (self.high - self.low) / 2.0


UNKNOWN = Estimate(0.0, 0.0, 0.0, 0)


def net_sentiment(negative: int, neutral: int, positive: int) -> Estimate:
    """Net sentiment, −100 (all negative) … +100 (all positive).

    value  = 100 · (positive − negative) / n                                    n = all posts
    margin = 100 · 1.96 · √((p + q − (p − q)²) / m)    p, q = (positive, negative each + 1) / m, m = n + 3

    The margin is that of a difference of two shares of one multinomial sample; one post added to each class keeps
    it honest (above zero) where all posts agree.
    """
    sample = negative + neutral + positive
    if sample <= 0:
        return UNKNOWN
    value = 100.0 * (positive - negative) / sample
    smoothed = sample + 3.0
    p, q = (positive + 1.0) / smoothed, (negative + 1.0) / smoothed
    margin = 100.0 * Z * math.sqrt((p + q - (p - q) ** 2) / smoothed)
    return Estimate(value, max(-100.0, value - margin), min(100.0, value + margin), sample)


def share(part: int, whole: int) -> Estimate:
    """A share in percent with Wilson's interval.

    p = part / whole;  interval = (p + z²/2n ± z √(p(1 − p)/n + z²/4n²)) / (1 + z²/n)
    """
    if whole <= 0:
        return UNKNOWN
    p, z2 = part / whole, Z * Z / whole
    centre = (p + z2 / 2.0) / (1.0 + z2)
    half = Z * math.sqrt(p * (1.0 - p) / whole + z2 / (4.0 * whole)) / (1.0 + z2)
    low, high = max(0.0, centre - half), min(1.0, centre + half)
    return Estimate(100.0 * p, 100.0 * min(low, p), 100.0 * max(high, p), whole)


def share_of_voice(own: int, competitors: Sequence[int]) -> Estimate:
    """Our posts in percent of ours and our named competitors': 100 · own / (own + Σ competitors), Wilson's interval."""
    return share(own, own + sum(competitors))


def volume(posts: Sequence[int]) -> Estimate:
    """Posts in all, Σ posts, with the interval of a Poisson count: (√(n + ⅜) ± 0.98)².

    The interval says what the same conditions would give again, not that posts were miscounted.
    """
    total = int(sum(posts))
    root = math.sqrt(total + 0.375)
    low = max(0.0, root - Z / 2.0) ** 2
    return Estimate(float(total), min(low, float(total)), (root + Z / 2.0) ** 2, max(total, 1))


def reach(people: Sequence[int]) -> int:
    """People reached, summed over posts: Σ reach. One person who saw two posts counts twice: it is an upper bound."""
    return int(sum(people))


def median(durations: Sequence[float]) -> Estimate:
    """The median with its distribution-free interval, in the unit of the durations; for first replies and repairs.

    low, high = the values at ranks n/2 ± 1.96 · √n / 2 (binomial), at most the smallest and largest.
    """
    if not durations:
        return UNKNOWN
    ordered = np.sort(np.asarray(durations, dtype=np.float64))
    count = len(ordered)
    half = Z * math.sqrt(count) / 2.0
    low = max(0, math.floor(count / 2.0 - half))
    high = min(count - 1, math.ceil(count / 2.0 + half) - 1)
    middle = float(np.median(ordered))
    return Estimate(middle, min(middle, float(ordered[low])), max(middle, float(ordered[high])), count)


class Phases(NamedTuple):
    """Net sentiment before, during and after an episode."""

    before: Estimate
    during: Estimate
    after: Estimate


def sentiment_around(
    minutes: Sequence[int], moods: Sequence[tuple[int, int, int]], *, began: int, ended: int, span: int = 1440
) -> Phases:
    """Net sentiment in the `span` minutes before an episode, in it (both ends included), and `span` minutes after.

    Args:
        minutes: minute numbers; moods: (negative, neutral, positive) posts of each.
    """
    when = np.asarray(minutes, dtype=np.int64)
    table = np.asarray(moods, dtype=np.int64).reshape(len(when), 3)
    parts = [
        (when >= began - span) & (when < began),
        (when >= began) & (when <= ended),
        (when > ended) & (when <= ended + span),
    ]
    return Phases(*(net_sentiment(*(int(number) for number in table[part].sum(axis=0))) for part in parts))
