"""Volume rows made into series: per minute, complete buckets only, gaps kept. Known by the panels with volume; knows
link.mirror and wire.feeds.

Times are minutes since the epoch, at the end of a bucket, so that the newest point lies where its data ends.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from operator import attrgetter
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from app.core.clock import MINUTE, Millis
from app.link.mirror import Mirror
from app.wire.feeds import VolumeRow
from widgets.kit.series import Point, as_rows, excess

_FIGURES = attrgetter("minute", "posts", "low", "high", "expected")


@dataclass(frozen=True, eq=False)
class Volume:
    """What a volume feed says, ready to draw.

    Attributes:
        rows: end of bucket, posts per minute, least and most expected per minute; oldest first, NaN where the past
            has not taught what to expect.
        total: posts in all complete buckets.
        step: minutes a bucket.
    """

    rows: NDArray[np.float64]
    total: int
    step: int

    @cached_property
    def points(self) -> list[Point]:
        """(end of bucket, posts per minute)."""
        return [(time, value) for time, value in self.line.tolist()]

    @cached_property
    def ranges(self) -> list[tuple[float, float, float]]:
        """(end of bucket, low, high) per minute, where there is an expectation."""
        return [(time, low, high) for time, low, high in self.band.tolist()]

    @cached_property
    def line(self) -> NDArray[np.float64]:
        """The points as rows."""
        return self.rows[:, :2]

    @cached_property
    def band(self) -> NDArray[np.float64]:
        """The ranges as rows."""
        band: NDArray[np.float64] = self.rows[~np.isnan(self.rows[:, 3])][:, [0, 2, 3]]
        return band

    @cached_property
    def ink_tops(self) -> NDArray[np.float64]:
        """Rows of time and the higher of line and range, where there is an expectation."""
        known = self.rows[~np.isnan(self.rows[:, 3])]
        return np.column_stack((known[:, 0], np.maximum(known[:, 1], known[:, 3])))

    @property
    def end(self) -> float:
        """The end of the newest bucket."""
        return float(self.rows[-1, 0])

    @property
    def now(self) -> float:
        """Posts per minute in the newest bucket."""
        return float(self.rows[-1, 1])

    def excess(self) -> list[NDArray[np.float64]]:
        """What of the line lies above its range, one closed area for each run."""
        return [area for piece in self._pieces for area in excess(piece[:, :2], piece[:, 3])]

    def pieces(self) -> list[NDArray[np.float64]]:
        """The line, cut where data is missing."""
        return [piece[:, :2] for piece in self._pieces]

    @cached_property
    def _pieces(self) -> list[NDArray[np.float64]]:
        rows = self.rows
        if not len(rows):
            return []
        gaps = np.flatnonzero(rows[1:, 0] - rows[:-1, 0] > self.step)
        return np.split(rows, gaps + 1) if len(gaps) else [rows]

    def since(self, start: float) -> "Volume":
        """Only what lies at or after a time; the total stays."""
        if len(self.rows) and self.rows[0, 0] >= start:
            return self
        return Volume(rows=self.rows[self.rows[:, 0] >= start], total=self.total, step=self.step)

    @property
    def highest(self) -> float:
        """The highest value drawn."""
        return float(np.fmax.reduce(self.rows[:, 1::2], axis=None)) if len(self.rows) else 0.0


NOTHING = Volume(rows=np.empty((0, 4)), total=0, step=1)
"""Before anything is known."""


def read_volume(rows: Iterable[VolumeRow], *, step: int, moment: Millis) -> Volume:
    """The complete buckets up to `moment`; the unfinished one is left out."""
    until = moment // MINUTE - step
    full = [_FIGURES(row) for row in rows if row.minute <= until]
    if not full:
        return Volume(rows=NOTHING.rows, total=0, step=step)
    read = as_rows(full)
    if not (read[1:, 0] > read[:-1, 0]).all():
        read = read[np.argsort(read[:, 0])]
    found = read[:, :4] / step
    found[:, 0] = read[:, 0] + step
    found[read[:, 4] < 0, 2:] = np.nan
    return Volume(rows=found, total=int(read[:, 1].sum()), step=step)


def read_mirror(mirror: Mirror | None, *, step: int, moment: Millis) -> Volume:
    """What a volume feed says up to `moment`; nothing of one that is not mirrored.

    Several screens of a wall show the same feed: what it says is read once, until it says something else.
    """
    if mirror is None:
        return read_volume((), step=step, moment=moment)
    stamp = (mirror.epoch, mirror.version, mirror.changed_at, moment // MINUTE)
    kept = _READ.get(mirror)
    if kept is None or kept.rows is not mirror.rows or kept.stamp != stamp:
        volume = read_volume(mirror.rows.values(), step=step, moment=moment)
        kept = _READ[mirror] = _Reading(mirror.rows, stamp, volume)
    return kept.volume


@dataclass(frozen=True, eq=False, slots=True)
class _Reading:
    """What was read last of a mirror, and by what one knows whether it still holds."""

    rows: dict[str, Any]
    stamp: tuple[str, int, Millis, int]
    volume: Volume


_READ: WeakKeyDictionary[Mirror, _Reading] = WeakKeyDictionary()


def _complete(rows: Iterable[VolumeRow], *, until: int) -> list[VolumeRow]:
    """The buckets that begin at minute `until` or before, oldest first."""
    return sorted([row for row in rows if row.minute <= until], key=attrgetter("minute"))


def margin(rows: Sequence[VolumeRow]) -> float:
    """Half width of the 95 % interval of net sentiment over these rows, from their shares of negative and positive."""
    posts = sum(row.posts for row in rows)
    return half_interval(posts, negative=sum(row.negative for row in rows), positive=sum(row.positive for row in rows))


def half_interval(posts: int, *, negative: int, positive: int) -> float:
    """Half width of the 95 % interval of net sentiment of so many posts, of which so many are negative or positive."""
    if not posts:
        return 0.0
    variance = (negative + positive) / posts - ((positive - negative) / posts) ** 2
    return 196 * math.sqrt(variance / posts)


def mean_before(points: Sequence[Point], moment: float) -> float | None:
    """The mean value before a time; None when nothing is known of it."""
    before = [value for time, value in points if time <= moment]
    return sum(before) / len(before) if before else None


def net_sentiment(rows: Sequence[VolumeRow], *, step: int, moment: Millis, mean_of: int, least: int = 1) -> list[Point]:
    """(end of bucket, net sentiment −100 … 100) over the `mean_of` minutes before it; `least` posts make a point.

    The same measure as the hub's key figure: positive less negative posts, of all posts.
    """
    done = moment // MINUTE
    full = _complete(rows, until=done - step)
    points: list[Point] = []
    start = 0
    posts = net = 0
    for row in full:
        posts, net = posts + row.posts, net + row.positive - row.negative
        while full[start].minute <= row.minute - mean_of:
            posts, net = posts - full[start].posts, net - full[start].positive + full[start].negative
            start += 1
        if posts >= least:
            points.append((row.minute + step, 100 * net / posts))
    return points
