"""One series, read row by row, through the same rhythm and surprise that the hub's alarms use. Known by detect and
evaluate; knows baseline, surprise and windows.

The rows' step is learned from the first rows: nothing can be told of so short a history anyway, so that the answer
for a row depends on no later row.
"""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from app.analytics.baseline import Baseline, Floats
from app.analytics.surprise import LEAP, QUICK, QUICK_POSTS, SHIPPED, SLOW, SLOW_POSTS, Tier, Tuning
from app.analytics.windows import RunningSums

THRESHOLD = 0.5
"""The anomaly score at which an episode is raised: an excess as high as its bar."""

FOLD_MINUTES = 720.0
"""A strike so soon after the last belongs to the same episode, unless it leaps far beyond it after a calm."""

LEAP_CALM_MINUTES = 120.0

STEP_ROWS = 9
"""So many rows tell the step: the median of the distances between them."""

BUCKET_MINUTES = 5.0
_BELOW = 0.499


class Verdict(NamedTuple):
    """What is told of one row.

    Attributes:
        expected: usual value of the row by its rhythm, before the row was seen.
        score: 0…1; `THRESHOLD` and more exactly where `alarm` is set.
        alarm: an episode is raised with this row.
    """

    expected: float
    score: float
    alarm: bool


class Window(NamedTuple):
    """One window as judged last: it strikes where `excess` reaches `bar`; only windows that are `ready` are judged."""

    minutes: int
    seen: float
    usual: float
    excess: float
    bar: float
    ready: bool


class Explained(NamedTuple):
    """The newest verdict with every window behind it, and how many minutes of history there are."""

    verdict: Verdict
    windows: tuple[Window, ...]
    history_minutes: float


class Scan:
    """Reads (minute, value) rows in order and tells a verdict for each.

    A row that is not later than the one before is taken as one step later: a clock was set back. Rows that are
    missing between two are a hole: not a drop, not learned from.
    """

    def __init__(self, tuning: Tuning = SHIPPED) -> None:
        self._tuning = tuning
        self._early: list[tuple[float, float]] = []
        self._grid: _Grid | None = None
        self._newest = Verdict(0.0, 0.0, alarm=False)

    def read(self, minute: float, value: float) -> Verdict:
        """The verdict for the next row; `minute` from the epoch, a NaN `value` is missing."""
        if self._grid is not None:
            self._newest = self._grid.read(minute, value)
            return self._newest
        self._early.append((minute, value))
        if len(self._early) == STEP_ROWS:
            self._grid = _Grid(self._early, self._tuning)
        return Verdict(max(0.0, float(np.nan_to_num(value))), 0.0, alarm=False)

    def explain(self) -> Explained:
        """The numbers behind the newest verdict."""
        if self._grid is None:
            return Explained(self._newest, (), 0.0)
        return Explained(self._newest, self._grid.windows(), self._grid.history())


class _Grid:
    """A series on its grid of equal steps."""

    def __init__(self, early: list[tuple[float, float]], tuning: Tuning) -> None:
        moments = np.array([minute for minute, _ in early])
        distances = np.diff(moments)
        forward = distances[distances > 0.0]
        self._step = float(np.median(forward)) if len(forward) else 1.0
        self._bucket = max(1, round(BUCKET_MINUTES / self._step))
        self._baseline = Baseline(1)
        self._quick = Tier(QUICK, step=self._step, posts=QUICK_POSTS, rows=1, tuning=tuning)
        self._slow = Tier(SLOW, step=self._step * self._bucket, posts=SLOW_POSTS, rows=1, tuning=tuning)
        self._start, self._tick = early[0][0], -1
        self._quick_sums = _Pair(self._quick.lengths)
        self._slow_sums = _Pair(self._slow.lengths)
        self._posts, self._usual, self._heard = 0.0, 0.0, 0
        self._struck = -np.inf
        for minute, value in early:
            self.read(minute, value)

    def read(self, minute: float, value: float) -> Verdict:
        tick = max(self._tick + 1, round((minute - self._start) / self._step))
        for hole in self._holes(tick):
            self._advance(hole, np.nan, 0.0)
        self._tick = tick
        expected = self._expected(tick)
        ratio, above = self._advance(tick, value, expected)
        return self._judge(expected, ratio, above)

    def history(self) -> float:
        """Minutes that are learned from."""
        return float(self._baseline.learned()[0])

    def windows(self) -> tuple[Window, ...]:
        """Every window as judged last, shortest first."""
        history = self.history()
        return tuple(
            Window(scale.minutes, *numbers, ready)
            for tier in (self._quick, self._slow)
            for scale, numbers, ready in zip(tier.scales, tier.numbers(0), tier.ready(history), strict=True)
        )

    def _holes(self, tick: int) -> Iterator[int]:
        """Ticks without a row; of a very long hole only the newest, which fill every window."""
        most = self._bucket * (self._slow_length() + 2)
        return iter(range(max(self._tick + 1, tick - most), tick))

    def _slow_length(self) -> int:
        return round(SLOW[-1].minutes / (self._step * self._bucket)) + 1

    def _expected(self, tick: int) -> float:
        return float(self._baseline.rate(self._moment(tick) + self._step / 2)[0]) * self._step

    def _moment(self, tick: int) -> float:
        return self._start + tick * self._step

    def _advance(self, tick: int, value: float, expected: float) -> tuple[float, float]:
        """Take one tick with what is expected of it.

        Returns the highest excess in parts of its bar, and how far the highest is above it.
        """
        heard = not np.isnan(value)
        posts = max(0.0, value) if heard else 0.0
        usual = expected if heard else 0.0
        quick = self._look_quick(posts, usual)
        self._posts, self._usual, self._heard = self._posts + posts, self._usual + usual, self._heard + heard
        slow = self._look_slow(tick) if (tick + 1) % self._bucket == 0 else (0.0, -np.inf)
        return max(quick[0], slow[0]), max(quick[1], slow[1])

    def _look_quick(self, posts: float, usual: float) -> tuple[float, float]:
        above = self._quick.look(*self._quick_sums.push(posts, usual), learned=self._baseline.learned())
        told = self._quick.beyond_chance(spread=self._baseline.spread(), nearness=self._baseline.nearness())
        return _highest(self._quick, np.where(told, above, -np.inf))

    def _look_slow(self, tick: int) -> tuple[float, float]:
        """Close the bucket that ends with this tick; one that was not wholly heard is not learned from."""
        sums = self._slow_sums.push(self._posts, self._usual)
        above = self._slow.look(*sums, learned=self._baseline.learned())
        if self._heard == self._bucket:
            first = self._moment(tick - self._bucket + 1)
            self._baseline.observe(first, np.array([self._posts]), step=self._step * self._bucket)
        self._posts, self._usual, self._heard = 0.0, 0.0, 0
        return _highest(self._slow, above)

    def _judge(self, expected: float, ratio: float, above: float) -> Verdict:
        now = self._moment(self._tick)
        struck = above >= 0.0
        calm = now - self._struck
        alarm = struck and (calm > FOLD_MINUTES or (calm > LEAP_CALM_MINUTES and above >= LEAP))
        if struck:
            self._struck = now
        score = ratio / (1.0 + ratio)
        return Verdict(expected, max(THRESHOLD, score) if alarm else min(_BELOW, score), alarm=bool(alarm))


class _Pair:
    """Running sums of what is seen and of what is usual."""

    def __init__(self, lengths: tuple[int, ...]) -> None:
        self._seen, self._usual = RunningSums(lengths, 1), RunningSums(lengths, 1)

    def push(self, seen: float, usual: float) -> tuple[Floats, Floats]:
        return self._seen.push(np.array([seen])), self._usual.push(np.array([usual]))


def _highest(tier: Tier, above: Floats) -> tuple[float, float]:
    told = np.isfinite(above)
    if not told.any():
        return 0.0, -np.inf
    ratios = np.where(told, tier.excess / tier.bars, 0.0)
    return max(0.0, float(ratios.max())), float(above.max())
