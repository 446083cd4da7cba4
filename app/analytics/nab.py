"""The Numenta Anomaly Benchmark's scoring rule for raised alarms, after its published description (Lavin and Ahmad,
2015, arXiv:1510.03336; standard profile). Known by evaluate; knows numpy.

An alarm within a labelled window earns up to 1, the more the earlier it is; a window without one costs 1; an alarm
outside costs up to 0.11, less shortly after a window. The first 15 % of a series (750 rows at most) are not judged.
The score is scaled so that 0 is raising nothing and 100 is every window at its first row with no alarm outside.
"""

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

PROBATION_SHARE = 0.15
PROBATION_ROWS = 750
OUTSIDE_WEIGHT = 0.11
_BEST = 2.0 / (1.0 + math.exp(-5.0)) - 1.0


class Score(NamedTuple):
    """One series, judged.

    Attributes:
        points: −1 for each window missed … +1 for each found at once, less what false alarms cost.
        windows, found, outside: labelled windows, those with an alarm, alarms in no window; all after probation.
        labelled: windows of the whole series.
        days: length of what is judged.
    """

    points: float
    windows: int
    found: int
    outside: int
    labelled: int
    days: float


def judge(alarms: NDArray[np.bool_], seconds: NDArray[np.float64], windows: Sequence[tuple[float, float]]) -> Score:
    """Judge the alarms of one series.

    Args:
        alarms: which rows raise one; seconds: the rows' times, ascending; windows: first and last second, in order.
    """
    rows = len(alarms)
    first = min(math.floor(PROBATION_SHARE * rows), int(PROBATION_SHARE * 5000))
    spans = [(int(np.searchsorted(seconds, a)), int(np.searchsorted(seconds, b))) for a, b in windows]
    raised = [row for row in np.flatnonzero(alarms).tolist() if row >= first]
    points, found, inside = 0.0, 0, set[int]()
    judged = [(left, right) for left, right in spans if right >= first]
    for left, right in judged:
        hits = [row for row in raised if left <= row <= right]
        inside.update(hits)
        found += bool(hits)
        points += _sigmoid(-(right - hits[0] + 1) / (right - left + 1)) / _BEST if hits else -1.0
    outside = [row for row in raised if row not in inside]
    points += OUTSIDE_WEIGHT * sum(_cost(row, spans) for row in outside)
    return Score(points, len(judged), found, len(outside), len(spans), (seconds[-1] - seconds[first]) / 86_400.0)


def total(scores: Sequence[Score]) -> float:
    """The score of several series together, 0 … 100 (negative where raising nothing would be better)."""
    raw = sum(score.points for score in scores)
    windows = sum(score.windows for score in scores)
    labelled = sum(score.labelled for score in scores)
    return 100.0 * (raw + windows) / (labelled + windows) if labelled else 0.0


def _cost(row: int, spans: Sequence[tuple[int, int]]) -> float:
    """−1 … 0: how bad an alarm outside is, milder shortly after a window."""
    before = [(left, right) for left, right in spans if right < row]
    if not before:
        return -1.0
    left, right = before[-1]
    return _sigmoid((row - right) / max(1, right - left))


def _sigmoid(position: float) -> float:
    return -1.0 if position > 3.0 else 2.0 / (1.0 + math.exp(5.0 * position)) - 1.0
