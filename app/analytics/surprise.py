"""How unusual the newest minutes are: the largest excess over the usual for weeks, on several lengths of window.
Known by watch and scan; knows
numpy.

For every window length w the excess is

    e(w) = ln((posts in the newest w minutes + c) / (usual posts in them + c))

and is compared with the bar of that length: the floor of the length, or the largest excess of the past, which fades
by `FADE_A_DAY`, whichever is higher. A series is *striking* while an excess reaches its bar: while nothing like it
happened for weeks. That makes one rule fit the quiet and the loud: a topic that bursts every day has a high bar, and
a steady one a low bar. The constant c keeps small numbers from being surprising.

Windows of 5 and 15 minutes are looked at every tick and must also be far outside chance (`CHANCE_SIGMA`), longer ones
every bucket. A window is judged once a series has `HISTORY` times its length of history, `FIRST_MINUTES` at least.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


class Scale(NamedTuple):
    """A window length in minutes, the least excess that counts, and by how much a past excess must be outdone."""

    minutes: int
    floor: float
    margin: float = 0.0


QUICK = (Scale(5, 1.6, 0.5), Scale(15, 1.6, 0.5))
SLOW = (Scale(60, 1.6), Scale(180, 1.3), Scale(360, 1.0), Scale(720, 0.8), Scale(1440, 0.8))
QUICK_POSTS = 1.0
SLOW_POSTS = 10.0
FADE_A_DAY = 0.03
HISTORY = 3.0
FIRST_MINUTES = 60.0
DELAY_MINUTES = 60.0
"""Where a past excess must be outdone by a margin, it is past only so long after: a burst that grows minute by minute
must not raise its own bar."""

CHANCE_SIGMA = 4.5
LEAP = 1.0
"""So far above its bar an excess is news even within an episode that has calmed down."""

MINUTES_A_DAY = 1440.0


class Tuning(NamedTuple):
    """What may be varied to see how much the figures hang on it.

    Attributes:
        fade: by how much the largest excess of the past fades a day.
        floors: factor on every scale's floor.
    """

    fade: float = FADE_A_DAY
    floors: float = 1.0


SHIPPED = Tuning()


class Tier:
    """Windows that are looked at in the same rhythm, for many series at once.

    Attributes:
        scales: the window lengths.
        lengths: the same as numbers of steps, at least 1; of windows equally long the longest counts.
        seen, usual: posts in the windows at the newest look, shape (scales, rows).
        excess: newest excess, shape (scales, rows).
        past: largest excess of the past as far as it has not faded, shape (scales, rows).
        bars: what the excess is compared with, shape (scales, rows).
    """

    def __init__(
        self, scales: Sequence[Scale], *, step: float, posts: float, rows: int = 0, tuning: Tuning = SHIPPED
    ) -> None:
        by_length = {max(1, round(scale.minutes / step)): scale for scale in scales}
        self.scales = tuple(by_length.values())
        self.lengths = tuple(by_length)
        self.step = step
        self._posts = posts
        self._fade = tuning.fade * step / MINUTES_A_DAY
        self._floors = np.array([[scale.floor * tuning.floors] for scale in self.scales])
        self._margins = np.array([[scale.margin] for scale in self.scales])
        self._history = np.array([[max(FIRST_MINUTES, HISTORY * n * step)] for n in by_length])
        self.seen = np.zeros((len(self.scales), rows))
        self.usual = np.zeros((len(self.scales), rows))
        self.past = np.full((len(self.scales), rows), -np.inf)
        self._delay = round(DELAY_MINUTES / step) if self._margins.any() else 0
        self._recent = np.full((2, len(self.scales), rows), -np.inf)
        self._looks = 0
        self.excess = np.zeros((len(self.scales), rows))
        self.bars = np.tile(self._floors, (1, rows))

    def reserve(self, rows: int) -> None:
        """Make room for so many series."""
        more = rows - self.excess.shape[1]
        if more > 0:
            self.seen = np.pad(self.seen, ((0, 0), (0, more)))
            self.usual = np.pad(self.usual, ((0, 0), (0, more)))
            self.past = np.pad(self.past, ((0, 0), (0, more)), constant_values=-np.inf)
            self._recent = np.pad(self._recent, ((0, 0), (0, 0), (0, more)), constant_values=-np.inf)
            self.excess = np.pad(self.excess, ((0, 0), (0, more)))
            self.bars = np.concatenate([self.bars, np.tile(self._floors, (1, more))], axis=1)

    def reset(self, row: int) -> None:
        """Forget one series."""
        self.seen[:, row] = self.usual[:, row] = 0.0
        self.past[:, row] = -np.inf
        self._recent[:, :, row] = -np.inf
        self.excess[:, row] = 0.0

    def look(self, seen: Floats, usual: Floats, *, learned: Floats) -> Floats:
        """Take the sums after one more step and return how far each excess is above its bar.

        Args:
            seen, usual: posts in each window as seen and as usual, shape (scales, rows); both leave out what nobody
                listened to.
            learned: minutes of history, shape (rows,).

        Returns shape (scales, rows): 0 at the bar, −∞ while a window cannot be judged yet.
        """
        self.seen, self.usual = seen, usual
        self.excess = np.log((seen + self._posts) / (usual + self._posts))
        self.past -= self._fade
        self.bars = np.maximum(self._floors, self.past + self._margins)
        ready = learned >= self._history
        above = np.where(ready, self.excess - self.bars, -np.inf)
        self._remember(np.where(ready, self.excess, np.minimum(self.excess, self._floors)))
        return np.asarray(above)

    def _remember(self, excess: Floats) -> None:
        """Let an excess be past: at once, or after a delay, in two halves that take turns."""
        if not self._delay:
            self.past = np.maximum(self.past, excess)
            return
        self._recent[0] = np.maximum(self._recent[0], excess)
        self._looks += 1
        if self._looks % self._delay == 0:
            self.past = np.maximum(self.past, self._recent[1])
            self._recent = np.stack([np.full_like(excess, -np.inf), self._recent[0]])

    def numbers(self, row: int) -> list[tuple[float, float, float, float]]:
        """Seen, usual, excess and bar of one series, window by window."""
        tables = np.stack([self.seen, self.usual, self.excess, self.bars])[:, :, row]
        return [(float(seen), float(usual), float(excess), float(bar)) for seen, usual, excess, bar in tables.T]

    def ready(self, learned: float) -> tuple[bool, ...]:
        """Which windows can be judged with so many minutes of history."""
        return tuple(learned >= float(least) for least in self._history[:, 0])

    def beyond_chance(self, *, spread: Floats, nearness: Floats) -> Flags:
        """Which windows hold far more than chance explains, given the last hours' level: shape (scales, rows)."""
        usual = self.usual * np.maximum(1.0, nearness)
        deviation = np.sqrt(usual + spread * usual**2)
        return np.asarray(self.seen - usual >= CHANCE_SIGMA * np.maximum(deviation, 0.3))
