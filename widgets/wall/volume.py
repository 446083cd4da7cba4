"""Volume rows made into series: per minute, complete buckets only, gaps kept. Known by the panels with volume; knows
wire.feeds.

Times are minutes since the epoch, at the end of a bucket, so that the newest point lies where its data ends.
"""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from operator import attrgetter

from app.core.clock import MINUTE, Millis
from app.wire.feeds import VolumeRow
from widgets.kit.series import Point, runs


class _Tops(dict[float, float]):
    """The range's upper end by time."""

    def __missing__(self, _time: float) -> float:
        """Nothing is too much where nothing is expected."""
        return math.inf


@dataclass(frozen=True)
class Volume:
    """What a volume feed says, ready to draw.

    Attributes:
        points: (end of bucket, posts per minute), oldest first.
        ranges: (end of bucket, low, high) per minute, where the past has taught one.
        total: posts in all complete buckets.
        step: minutes a bucket.
    """

    points: list[Point]
    ranges: list[tuple[float, float, float]]
    total: int
    step: int

    def pieces(self) -> list[list[Point]]:
        """The line, cut where data is missing."""
        points = self.points
        if points and points[-1][0] - points[0][0] == (len(points) - 1) * self.step:
            return [points]
        return runs(points, longest_step=self.step * 1.01)

    def top(self) -> Callable[[float], float]:
        """The range's upper end at a time; infinite where nothing is expected."""
        return _Tops((time, high) for time, _low, high in self.ranges).__getitem__

    def since(self, start: float) -> "Volume":
        """Only what lies at or after a time; the total stays."""
        if self.points and self.points[0][0] >= start:
            return self
        return Volume(
            points=[point for point in self.points if point[0] >= start],
            ranges=[row for row in self.ranges if row[0] >= start],
            total=self.total,
            step=self.step,
        )

    @property
    def highest(self) -> float:
        """The highest value drawn."""
        return max([value for _, value in self.points] + [high for _, _, high in self.ranges], default=0.0)


NOTHING = Volume(points=[], ranges=[], total=0, step=1)
"""Before anything is known."""


def read_volume(rows: Iterable[VolumeRow], *, step: int, moment: Millis) -> Volume:
    """The complete buckets up to `moment`; the unfinished one is left out."""
    done = moment // MINUTE
    full = _complete(rows, until=done - step)
    return Volume(
        points=[(row.minute + step, row.posts / step) for row in full],
        ranges=[(row.minute + step, row.low / step, row.high / step) for row in full if row.expected >= 0],
        total=sum(row.posts for row in full),
        step=step,
    )


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
