"""Series of one kind side by side: their newest minutes, what is usual for each, and which row is whose. Known by
counts, heat and alarms; knows ring and baseline."""

import heapq
import sys
from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.analytics.baseline import Baseline, Flags, Floats
from app.analytics.ring import Ring, Table

BUCKET_MINUTES = 5
"""Length of the buckets that rhythm is learned from."""

LATENESS_MINUTES = 3
"""A bucket is learned from this long after its end: until then late posts still come in."""


class SeriesKey(NamedTuple):
    """What a series counts: a topic, whole or in one region or on one network."""

    topic: int
    region: str = ""
    network: str = ""


class Shelf:
    """Rows of a ring and of a baseline, given to keys as they appear.

    Args:
        most: so many series are kept; for a new one the others that were heard least are forgotten.

    Attributes:
        ring: the newest minutes.
        baseline: what is usual.
        row_by_key: which row is whose; read only.
        listeners: are called with every bucket before it is learned from: its first minute, posts and usual posts per
            row, both 0 where nobody listened.
        forgotten: rows given up since whoever keeps more about them last emptied this list.
        learned_until: first minute that rhythm was not learned from yet; −1 before the first post.
    """

    def __init__(self, minutes: int, *, most: int = sys.maxsize) -> None:
        self.ring = Ring(minutes)
        self.baseline = Baseline()
        self.row_by_key: dict[SeriesKey, int] = {}
        self.learned_until = -1
        self.listeners: list[Callable[[int, Floats, Floats], None]] = []
        self.forgotten: list[int] = []
        self._most = most
        self._free: list[int] = []

    @property
    def rows(self) -> int:
        """How many rows are or were in use."""
        return self.baseline.rows

    def row(self, key: SeriesKey) -> int:
        """The row of this series; a new series gets one."""
        row = self.row_by_key.get(key)
        if row is None:
            row = self._free.pop() if self._free else len(self.row_by_key)
            self.row_by_key[key] = row
            self.ring.reserve(row + 1)
            self.baseline.reserve(row + 1)
        return row

    def take_in(self, keys: Sequence[SeriesKey]) -> NDArray[np.int64]:
        """The rows of these series: new ones get one, as long as there is room; −1 where there is none."""
        self._make_room(set(keys))
        known, most = self.row_by_key, self._most
        return np.array([self.row(key) if key in known or len(known) < most else -1 for key in keys], dtype=np.int64)

    def _make_room(self, keys: set[SeriesKey]) -> None:
        """Where there is not enough for these, forget others, the least heard, until a tenth of all room is free."""
        free = self._most - len(self.row_by_key)
        wanted = max(1, self._most // 10)
        if len(keys - self.row_by_key.keys()) > free and wanted > free:
            for key in self._least_heard(wanted - free, but=keys):
                self.forget(key)

    def _least_heard(self, number: int, *, but: set[SeriesKey]) -> list[SeriesKey]:
        """By their posts in the window, then by what is usual for them."""
        posts, usual = self.ring.posts(self.rows), self.baseline.learned_rates()
        others = [(posts[row], usual[row], key) for key, row in self.row_by_key.items() if key not in but]
        return [key for _posts, _usual, key in heapq.nsmallest(number, others)]

    def adopt(self, row_by_key: dict[SeriesKey, int]) -> None:
        """Take the rows of an earlier run; before anything is counted."""
        rows = max(row_by_key.values(), default=-1) + 1
        self.row_by_key = dict(row_by_key)
        self._free = sorted(set(range(rows)) - set(row_by_key.values()))
        self.ring.reserve(rows)
        self.baseline.reserve(rows)

    def forget(self, key: SeriesKey) -> None:
        """Drop a series; its row is used again."""
        row = self.row_by_key.pop(key, -1)
        if row >= 0:
            self.ring.clear_row(row)
            self.baseline.reset(row)
            self.forgotten.append(row)
            self._free.append(row)

    def window(self, key: SeriesKey, *, minutes: int, now: int) -> Table:
        """The `minutes` minutes that end with `now`: float64, shape (minutes, fields); 0 for a series never counted."""
        row = self.row_by_key.get(key)
        if row is None:
            return np.zeros((minutes, self.ring.values.shape[2]))
        return self.ring.window(row, now - minutes + 1, now)

    def expected(self, key: SeriesKey, starts: NDArray[np.int64], *, step: int) -> tuple[Table, Table, Table]:
        """Expected posts and their usual range per bucket; −1 where nothing is learned."""
        return self.baseline.expected(self.row_by_key.get(key, -1), starts, step=step)

    def advance(self, now: int, *, listening: bool = True) -> None:
        """Let time pass to minute `now` and learn from the buckets that are finished."""
        head = self.ring.head
        self._learn(head + 1)
        self.ring.advance(now)
        if not listening:
            self.ring.mark_lost(head + 1, now)
        self._learn(now)

    def begin(self, minute: int) -> None:
        """Say that listening began at `minute`, if it has not begun earlier."""
        start = minute // BUCKET_MINUTES * BUCKET_MINUTES
        self.learned_until = start if self.learned_until < 0 else self.learned_until

    def learn(self, start: int, posts: Floats, heard: Flags) -> None:
        """Learn from one finished bucket, and tell the listeners first.

        Args:
            start: first minute of the bucket; posts, heard: per row.
        """
        usual = self.baseline.rate(start + BUCKET_MINUTES / 2) * BUCKET_MINUTES
        for listener in self.listeners:
            listener(start, np.where(heard, posts, 0.0), np.where(heard, usual, 0.0))
        self.baseline.observe(start, posts, step=BUCKET_MINUTES, heard=heard)
        self.learned_until = start + BUCKET_MINUTES

    def _learn(self, now: int) -> None:
        """Learn from every finished bucket that the ring still holds whole."""
        if self.learned_until < 0:
            return
        oldest = self.ring.head - self.ring.minutes + BUCKET_MINUTES
        self.learned_until = max(self.learned_until, oldest // BUCKET_MINUTES * BUCKET_MINUTES)
        while self.learned_until + BUCKET_MINUTES + LATENESS_MINUTES <= min(now, self.ring.head + 1):
            first, last = self.learned_until, self.learned_until + BUCKET_MINUTES - 1
            posts = self.ring.fresh(self.rows, first, last).sum(axis=1)
            self.learn(first, posts, np.asarray(self.ring.heard(self.rows, first, last).all(axis=1)))
