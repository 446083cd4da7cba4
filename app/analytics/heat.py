"""The crisis heat map's cell: surprise × negativity × reach on one scale from 0 to 100. Known by hub; knows counts.

    heat       = 100 · ∛(surprise · negativity · reach)

    surprise   = u / (u + 1.5) where u = max(0, (posts − expected) / (high − expected) − 1)
                 0 up to the top of the usual range, 0.4 at twice the usual excess, 0.7 at five times
    negativity = s · 1.3 / (s + 0.3) where s = (negative + 1) / (posts + 5)
                 0.6 at a fifth negative, 0.8 at half; the added posts keep two angry posts from being "100 % negative"
    reach      = log10(1 + people) / 6, at most 1, where people = max(reach, 50 · posts) per five minutes
                 0.5 at a thousand people, 1 at a million; 50 a post stand in where a network tells no reach

The cube root brings the product of three numbers below 1 back to the scale of one of them: a cell is hot only when
posts are many for the hour, angry and seen; each of the three alone leaves it cold.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from app.analytics.counts import MinuteCounts
from app.analytics.ring import FIELDS, NEGATIVE, POSTS, REACH, Table
from app.analytics.shelf import SeriesKey

MISSING = -1
"""A cell that was not listened to, or of which nothing is known yet."""

WEEK_DAYS = 7
DAY_HOURS = 24
HOUR_MINUTES = 60
Cells = NDArray[np.int64]


def surprise(posts: Table, expected: Table, high: Table) -> Table:
    """How far above the usual range, 0…1; see the module for the formula. All arrays alike."""
    excess = (posts - expected) / np.maximum(high - expected, 0.5)
    over = np.maximum(0.0, excess - 1.0)
    return np.asarray(over / (over + 1.5))


def negativity(negative: Table, posts: Table) -> Table:
    """How angry, 0…1; see the module for the formula."""
    share = (negative + 1.0) / (posts + 5.0)
    return np.asarray(share * 1.3 / (share + 0.3))


def reach_share(reach: Table, posts: Table, *, minutes: float) -> Table:
    """How widely seen, 0…1, in a bucket of so many minutes; see the module for the formula."""
    people = np.maximum(reach, 50.0 * posts) * (5.0 / minutes)
    return np.asarray(np.minimum(1.0, np.log10(1.0 + people) / 6.0))


def heat_of(table: Table, expected: Table, high: Table, *, minutes: float) -> Cells:
    """Heat 0…100 per bucket, −1 where nothing is expected yet.

    Args:
        table: sums per bucket, shape (n, fields of `ring.FIELDS`).
        expected, high: posts per bucket as the past would have it and the top of the usual range, shape (n,).
        minutes: how much of a bucket has passed; the expectations are for that time.
    """
    posts = table[:, POSTS]
    product = (
        surprise(posts, expected, high)
        * negativity(table[:, NEGATIVE], posts)
        * reach_share(table[:, REACH], posts, minutes=minutes)
    )
    heat = np.rint(100.0 * np.cbrt(product)).astype(np.int64)
    return np.where(expected < 0.0, MISSING, heat)


def topic_heat(counts: MinuteCounts, topic: int, *, minutes: int, step: int, now: int) -> tuple[int, Cells]:
    """First minute and cells of one topic over the `minutes` minutes that end with `now`, oldest first."""
    return series_heat(counts, SeriesKey(topic), minutes=minutes, step=step, now=now)


def region_heat(
    counts: MinuteCounts, topic: int, region: str, *, minutes: int, step: int, now: int
) -> tuple[int, Cells]:
    """The same of one topic in one region."""
    return series_heat(counts, SeriesKey(topic, region=region), minutes=minutes, step=step, now=now)


def series_heat(counts: MinuteCounts, key: SeriesKey, *, minutes: int, step: int, now: int) -> tuple[int, Cells]:
    """First minute and cells of any series, oldest first.

    The newest bucket may be unfinished; it is compared with the same part of a usual bucket.
    """
    starts, sums = counts.buckets(key, minutes=minutes, step=step, now=now)
    expected, _low, high = counts.expectation(key, starts, step=step)
    cells = heat_of(sums, expected, high, minutes=step)
    passed = now - int(starts[-1]) + 1
    expected, _low, high = counts.expectation(key, starts[-1:], step=passed)
    cells[-1:] = heat_of(sums[-1:], expected, high, minutes=passed)
    cells[counts.missing(key, starts, step=step, now=now)] = MISSING
    return int(starts[0]), cells


def week_heat(counts: MinuteCounts, key: SeriesKey, hours: Sequence[tuple[int, int, int, int]]) -> Cells:
    """Mean heat of a series by weekday and hour, as `hour_by_weekday` has it.

    Args:
        hours: (hour counted from the epoch, posts, negative, reach) of each hour that was listened to.

    What is usual is what the baseline says today: a weekly rhythm is no heat.
    """
    told = np.array(hours, dtype=np.int64).reshape(len(hours), 4)
    table = np.zeros((len(hours), len(FIELDS)))
    table[:, [POSTS, NEGATIVE, REACH]] = told[:, 1:]
    starts = told[:, 0] * HOUR_MINUTES
    expected, _low, high = counts.expectation(key, starts, step=HOUR_MINUTES)
    return hour_by_weekday(starts, heat_of(table, expected, high, minutes=HOUR_MINUTES))


def hour_by_weekday(minutes: NDArray[np.int64], heat: Cells) -> Cells:
    """Mean heat by weekday (Monday first) and hour (UTC): shape (7, 24), −1 where there is none.

    Args:
        minutes: first minutes of the cells, counted from the epoch.
        heat: 0…100 per cell, −1 where missing; such cells count nowhere.
    """
    told = heat >= 0
    hours = (minutes[told] // 60 + 3 * DAY_HOURS) % (WEEK_DAYS * DAY_HOURS)
    sums = np.bincount(hours, weights=heat[told], minlength=WEEK_DAYS * DAY_HOURS)
    cells = np.bincount(hours, minlength=WEEK_DAYS * DAY_HOURS)
    means = np.rint(sums / np.maximum(cells, 1)).astype(np.int64)
    return np.where(cells > 0, means, MISSING).reshape(WEEK_DAYS, DAY_HOURS)
