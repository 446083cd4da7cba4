"""Geometry of a measured line: scales, ticks, gaps, what exceeds a range, thinning. Known by the wall; knows nothing.

All functions are pure. A series is a list of (x, value), or the same as rows of an array where it is long; a gap in
it is a missing x, never an invented value.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

Point = tuple[float, float]
Series = Sequence[tuple[float, ...]] | NDArray[np.float64]
Values = TypeVar("Values", float, NDArray[np.float64])


@dataclass(frozen=True)
class Scale:
    """Maps a range of values onto a range of pixels, one or an array of them; `low` and `high` are values, `start` and
    `end` pixels."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: Values) -> Values:
        share = (value - self.low) / (self.high - self.low)
        return self.start + share * (self.end - self.start)


def as_rows(points: Series) -> NDArray[np.float64]:
    """Tuples of numbers as rows of an array; a third of the cost of `np.array` on tuples."""
    if isinstance(points, np.ndarray):
        return points
    return np.fromiter(chain.from_iterable(points), dtype=np.float64).reshape(len(points), -1)


def round_top(highest: float) -> tuple[float, float]:
    """The axis top and the step between its three or four gridlines, for values from zero to `highest`."""
    wanted = max(highest, 1.0)
    unit: float = 10.0 ** math.floor(math.log10(wanted))
    for factor, parts in ((1.2, 3), (1.5, 3), (2, 4), (3, 3), (4, 4), (6, 3), (8, 4), (9, 3), (12, 3)):
        top = unit * factor
        step = top / parts
        if top >= wanted and (step >= 1 or top <= 1) and (step.is_integer() or unit < 1):
            return top, step
    return 12 * unit, 4 * unit


def runs(points: Sequence[Point], *, longest_step: float) -> list[list[Point]]:
    """The series cut where the next point is further than `longest_step` away."""
    pieces: list[list[Point]] = []
    for point in points:
        if pieces and point[0] - pieces[-1][-1][0] <= longest_step:
            pieces[-1].append(point)
        else:
            pieces.append([point])
    return pieces


def excess(line: NDArray[np.float64], limits: NDArray[np.float64]) -> list[NDArray[np.float64]]:
    """One closed polygon for each run of rows of (x, value) above its limit, with exact crossing points; nothing is
    above a limit that is not a number."""
    over = line[:, 1] - limits
    above = over > 0
    if not above.any():
        return []
    turns = np.flatnonzero(np.diff(above, prepend=False, append=False)).reshape(-1, 2)
    areas = [_area(line, limits, over, slice(start, end)) for start, end in turns.tolist()]
    return [area for area in areas if len(area) > 2]


def thin(points: NDArray[np.float64], *, most: int) -> NDArray[np.float64]:
    """At most about `most` rows of (x, value), keeping the lowest and highest of each bucket and both ends."""
    count = len(points)
    if count <= most or most < 4:
        return points
    size = math.ceil(2 * count / most)
    whole = count // size * size
    values, starts = points[:whole, 1].reshape(-1, size), np.arange(0, whole, size)
    kept = [starts + values.argmin(axis=1), starts + values.argmax(axis=1), np.array([0, count - 1])]
    if whole < count:
        rest = points[whole:, 1]
        kept.append(np.array([whole + rest.argmin(), whole + rest.argmax()]))
    thinned: NDArray[np.float64] = points[np.unique(np.concatenate(kept))]
    return thinned


def _area(
    line: NDArray[np.float64], limits: NDArray[np.float64], over: NDArray[np.float64], run: slice
) -> NDArray[np.float64]:
    """Along the line, and back along the limit."""
    upper = line[run]
    lower = np.column_stack((upper[:, 0], limits[run]))[::-1]
    before, after = _crossing(line, over, run.start), _crossing(line, over, run.stop)
    return np.concatenate((before, upper, after, after, lower, before))


def _crossing(line: NDArray[np.float64], over: NDArray[np.float64], place: int) -> NDArray[np.float64]:
    """Where the line meets its limit before this row; no row where one of them begins or ends there."""
    if not 0 < place < len(line) or math.isnan(over[place - 1] + over[place]):
        return np.empty((0, 2))
    share = over[place - 1] / (over[place - 1] - over[place])
    met: NDArray[np.float64] = line[place - 1] + share * (line[place] - line[place - 1])
    return met[np.newaxis]
