"""Numbers per series and minute over the newest stretch of time, in one array. Known by counts; knows numpy."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

FIELDS = ("posts", "negative", "neutral", "positive", "score_milli", "reach", "unsafe", "authors", "late")
"""What is kept per minute. `late` are posts that came as backfill; they are part of `posts`."""

POSTS, NEGATIVE, NEUTRAL, POSITIVE, SCORE, REACH, UNSAFE, AUTHORS, LATE = range(len(FIELDS))

Table = NDArray[np.float64]


class Ring:
    """A window of `minutes` minutes that ends with `head`, for a growing number of series.

    Attributes:
        minutes: how many minutes are kept.
        head: number of the newest minute; −1 before the first.
        values: float32, shape (capacity, minutes, fields); minute m lies in slot m mod `minutes`. A float32 counts
            to 16 million exactly, and a reach beyond that is an estimate anyway.
        lost: which minutes of which series were not listened to, shape (capacity, minutes).
    """

    def __init__(self, minutes: int, *, capacity: int = 8) -> None:
        self.minutes = minutes
        self.head = -1
        self.values = np.zeros((capacity, minutes, len(FIELDS)), dtype=np.float32)
        self.lost = np.zeros((capacity, minutes), dtype=bool)

    def reserve(self, rows: int) -> None:
        """Make room for so many series; capacity doubles, so that growing is cheap on average."""
        capacity = self.values.shape[0]
        if rows <= capacity:
            return
        grown = np.zeros((max(rows, 2 * capacity), *self.values.shape[1:]), dtype=np.float32)
        grown[:capacity] = self.values
        self.values = grown
        self.lost = np.pad(self.lost, ((0, len(grown) - capacity), (0, 0)))

    def clear_row(self, row: int) -> None:
        """Forget everything about one series."""
        self.values[row] = 0.0
        self.lost[row] = False

    def advance(self, minute: int) -> None:
        """Let `minute` be the newest one; what falls out of the window is forgotten. Never goes back."""
        if minute <= self.head:
            return
        if self.head < 0 or minute - self.head >= self.minutes:
            self.values[:] = 0.0
            self.lost[:] = False
        else:
            slots = np.arange(self.head + 1, minute + 1) % self.minutes
            self.values[:, slots] = 0.0
            self.lost[:, slots] = False
        self.head = minute

    def holds(self, minutes: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Which of these minutes lie in the window."""
        return (minutes <= self.head) & (minutes > self.head - self.minutes)

    def add(self, rows: NDArray[np.int64], minutes: NDArray[np.int64], values: NDArray[np.float32]) -> None:
        """Add `values` (n × fields) to series `rows` at `minutes`; minutes out of the window are left out."""
        kept = self.holds(minutes)
        if not kept.any():
            return
        cells = (rows[kept] * self.minutes + minutes[kept] % self.minutes) * len(FIELDS)
        flat = (cells[:, None] + np.arange(len(FIELDS))).ravel()
        np.add.at(self.values.reshape(-1), flat, values[kept].ravel())

    def mark_lost(self, first: int, last: int, *, rows: Sequence[int] | None = None) -> None:
        """Say that minutes `first` to `last` (inclusive) were not listened to; of all series unless told which."""
        slots = np.arange(max(first, self.head - self.minutes + 1), min(last, self.head) + 1) % self.minutes
        if rows is None:
            self.lost[:, slots] = True
        else:
            self.lost[np.asarray(rows, dtype=np.int64)[:, None], slots] = True

    def window(self, row: int, first: int, last: int) -> Table:
        """Minutes `first` to `last` (inclusive) of one series: float64, shape (minutes, fields), 0 outside."""
        minutes = np.arange(first, last + 1)
        table = self.values[row, minutes % self.minutes].astype(np.float64)
        table[~self.holds(minutes)] = 0.0
        return np.asarray(table)

    def known(self, row: int, first: int, last: int) -> NDArray[np.bool_]:
        """Which of the minutes `first` to `last` (inclusive) of a series are in the window and were listened to."""
        minutes = np.arange(first, last + 1)
        return np.asarray(self.holds(minutes) & ~self.lost[row, minutes % self.minutes])

    def posts(self, rows: int) -> NDArray[np.float64]:
        """Posts in the whole window: shape (rows,)."""
        return np.asarray(self.values[:rows, :, POSTS].sum(axis=1, dtype=np.float64))

    def bucket(self, rows: int, first: int, last: int) -> Table:
        """Sums over minutes `first` to `last` (inclusive) of the first `rows` series: shape (rows, fields).

        All of the minutes must lie in the window.
        """
        slots = np.arange(first, last + 1) % self.minutes
        return np.asarray(self.values[:rows, slots].sum(axis=1, dtype=np.float64))

    def fresh(self, rows: int, first: int, last: int) -> NDArray[np.float64]:
        """Posts a minute that came in time and while somebody listened: shape (rows, minutes)."""
        slots = np.arange(first, last + 1) % self.minutes
        values = self.values[:rows, slots]
        return np.where(self.lost[:rows, slots], 0.0, values[:, :, POSTS] - values[:, :, LATE]).astype(np.float64)

    def heard(self, rows: int, first: int, last: int) -> NDArray[np.bool_]:
        """Which minutes `first` to `last` (inclusive) were listened to: shape (rows, minutes)."""
        return np.asarray(~self.lost[:rows, np.arange(first, last + 1) % self.minutes])
