"""Which series of a shelf are striking this minute, all of them at once. Known by alarms; knows scan, shelf,
surprise and windows."""

from typing import NamedTuple

import numpy as np

from app.analytics.baseline import Flags, Floats
from app.analytics.ring import NEGATIVE, POSTS
from app.analytics.scan import FOLD_MINUTES
from app.analytics.shelf import BUCKET_MINUTES, SeriesKey, Shelf
from app.analytics.surprise import QUICK, QUICK_POSTS, SLOW, SLOW_POSTS, Tier
from app.analytics.windows import RunningSums

RISEN_MINUTES = 60
RISEN_POSTS = 3
RISEN_RATIO = 1.8
RISEN_MOST = 50

TONE_MINUTES = 60
TONE_POSTS = 20
TONE_SIGMA = 6.0
TONE_RISE = 0.2
TONE_DAYS = 3.0
TONE_DELAY_MINUTES = 90
_USUAL_NEGATIVE, _USUAL_POSTS = 1.0, 5.0


class Look(NamedTuple):
    """One window of one series as judged last.

    `excess` is ln((seen + c) / (usual + c)); the series is striking where it reaches `bar`.
    """

    minutes: int
    seen: float
    usual: float
    excess: float
    bar: float


class Struck(NamedTuple):
    """The newest episode of a series, as the finished buckets tell it: minutes of its first and newest strike."""

    first: int
    newest: int


class Watch:
    """Keeps the tiers of a shelf: the quick windows from the newest minutes, the slow ones from finished buckets."""

    def __init__(self, shelf: Shelf) -> None:
        self.shelf = shelf
        self.quick = Tier(QUICK, step=1.0, posts=QUICK_POSTS)
        self.slow = Tier(SLOW, step=BUCKET_MINUTES, posts=SLOW_POSTS)
        self._seen, self._usual = RunningSums(self.slow.lengths), RunningSums(self.slow.lengths)
        self._slow_above = np.full(0, -np.inf)
        self._struck: dict[int, Struck] = {}
        shelf.listeners.append(self._take_bucket)

    def look(self, minute: int) -> Floats:
        """How far each series is above its bar after `minute`, the newest finished one: shape (rows,), 0 = at it."""
        self._reserve()
        above = np.maximum(self._look_quick(minute), self._slow_above)
        self._slow_above = np.full(self.shelf.rows, -np.inf)
        return np.asarray(above)

    def refill(self) -> None:
        """Take the slow windows from the ring, after a restart filled it."""
        self._reserve()
        ring, until = self.shelf.ring, self.shelf.learned_until
        oldest = max(until - BUCKET_MINUTES * self.slow.lengths[-1], ring.head - ring.minutes + 1)
        for start in range(until - (until - oldest) // BUCKET_MINUTES * BUCKET_MINUTES, until, BUCKET_MINUTES):
            last = start + BUCKET_MINUTES - 1
            heard = ring.heard(self.shelf.rows, start, last).all(axis=1)
            usual = self.shelf.baseline.rate(start + BUCKET_MINUTES / 2) * BUCKET_MINUTES
            self._seen.push(np.where(heard, ring.fresh(self.shelf.rows, start, last).sum(axis=1), 0.0))
            self._usual.push(np.where(heard, usual, 0.0))

    def settle(self) -> dict[SeriesKey, Struck]:
        """Let no strike of the buckets learned so far be told by the next `look`; answers with what struck in them."""
        self._reserve()
        self._slow_above[:] = -np.inf
        return {key: self._struck[row] for key, row in self.shelf.row_by_key.items() if row in self._struck}

    def risen(self, minute: int) -> list[SeriesKey]:
        """The series that had far more posts than usual in the hour ending with `minute`, most first, 50 at most."""
        rows = self.shelf.rows
        if not rows or minute < 0:
            return []
        posts = self.shelf.ring.fresh(rows, minute - RISEN_MINUTES + 1, minute).sum(axis=1)
        usual = np.maximum(0.0, self.shelf.baseline.rate(minute + 1 - RISEN_MINUTES / 2)) * RISEN_MINUTES
        ratio = (posts + 1.0) / (usual + 1.0)
        wanted = set(np.flatnonzero((posts >= RISEN_POSTS) & (ratio >= RISEN_RATIO)).tolist())
        keys = [key for key, row in self.shelf.row_by_key.items() if row in wanted]
        return sorted(keys, key=lambda key: -float(ratio[self.shelf.row_by_key[key]]))[:RISEN_MOST]

    def looks(self, row: int) -> list[Look]:
        """The numbers behind the newest verdict on one series, shortest window first."""
        if not 0 <= row < min(self.quick.excess.shape[1], self.slow.excess.shape[1]):
            return []
        return [
            Look(scale.minutes, *numbers)
            for tier in (self.quick, self.slow)
            for scale, numbers in zip(tier.scales, tier.numbers(row), strict=True)
        ]

    def _look_quick(self, minute: int) -> Floats:
        rows, longest = self.shelf.rows, self.quick.lengths[-1]
        baseline = self.shelf.baseline
        fresh = self.shelf.ring.fresh(rows, minute - longest + 1, minute)
        heard = self.shelf.ring.heard(rows, minute - longest + 1, minute)
        seen = np.stack([fresh[:, -length:].sum(axis=1) for length in self.quick.lengths])
        minutes = np.stack([heard[:, -length:].sum(axis=1) for length in self.quick.lengths])
        usual = minutes * np.stack([baseline.rate(minute + 1 - length / 2) for length in self.quick.lengths])
        above = self.quick.look(seen, usual, learned=baseline.learned())
        told = self.quick.beyond_chance(spread=baseline.spread(), nearness=baseline.nearness())
        return np.asarray(np.where(told, above, -np.inf).max(axis=0))

    def _take_bucket(self, start: int, posts: Floats, usual: Floats) -> None:
        self._reserve()
        sums = self._seen.push(posts), self._usual.push(usual)
        above = self.slow.look(*sums, learned=self.shelf.baseline.learned()).max(axis=0)
        self._slow_above = np.maximum(self._slow_above, above)
        minute = start + BUCKET_MINUTES - 1
        for row in np.flatnonzero(above >= 0.0).tolist():
            before = self._struck.get(row)
            same = before is not None and minute - before.newest <= FOLD_MINUTES
            self._struck[row] = Struck(before.first if before and same else minute, minute)

    def _reserve(self) -> None:
        rows = self.shelf.rows
        for part in (self.quick, self.slow, self._seen, self._usual):
            part.reserve(rows)
        more = rows - len(self._slow_above)
        self._slow_above = np.pad(self._slow_above, (0, more), constant_values=-np.inf)
        for row in self.shelf.forgotten:
            for part in (self.quick, self.slow, self._seen, self._usual):
                part.reset(row)
            self._struck.pop(row, None)
        self.shelf.forgotten.clear()


class Tone:
    """Whether the share of negative posts is far above what is usual for a series, whatever the volume.

    Striking where, of at least `TONE_POSTS` posts in the newest hour, so many are negative that it lies
    `TONE_SIGMA` binomial deviations (doubled variance: moods come in threads) and `TONE_RISE` above the share usual
    over the last days.
    """

    def __init__(self, shelf: Shelf) -> None:
        self.shelf = shelf
        self.past = np.zeros((0, 2))

    def look(self, minute: int) -> Flags:
        """Which series are striking after `minute`: shape (rows,)."""
        self._learn(minute - TONE_DELAY_MINUTES)
        recent = self.shelf.ring.bucket(self.shelf.rows, minute - TONE_MINUTES + 1, minute)
        posts, negative, usual = recent[:, POSTS], recent[:, NEGATIVE], self.usual()
        excess = negative - posts * usual
        deviation = np.sqrt(2.0 * np.maximum(posts, 1.0) * usual * (1.0 - usual))
        struck = (posts >= TONE_POSTS) & (excess >= TONE_SIGMA * deviation) & (excess >= TONE_RISE * posts)
        return np.asarray(struck & (self.past[:, 1] >= TONE_POSTS))

    def refill(self, minute: int) -> None:
        """Learn from the window as if it had been looked at until `minute`, where nothing was learned before."""
        self.usual()
        ring, last = self.shelf.ring, minute - TONE_DELAY_MINUTES
        if self.past.any() or ring.head < 0:
            return
        for end in range(last, ring.head - ring.minutes + TONE_MINUTES, -TONE_MINUTES):
            faded = 0.5 ** ((last - end + TONE_MINUTES / 2) / (TONE_DAYS * 1440.0))
            learned = ring.bucket(self.shelf.rows, end - TONE_MINUTES + 1, end)[:, [NEGATIVE, POSTS]]
            self.past += faded * learned

    def reset(self, row: int) -> None:
        """Forget one series."""
        if 0 <= row < len(self.past):
            self.past[row] = 0.0

    def usual(self) -> Floats:
        """The usual share of negative posts: shape (rows,)."""
        self.past = np.pad(self.past, ((0, self.shelf.rows - len(self.past)), (0, 0)))
        return np.asarray((self.past[:, 0] + _USUAL_NEGATIVE) / (self.past[:, 1] + _USUAL_POSTS))

    def _learn(self, minute: int) -> None:
        self.usual()
        learned = self.shelf.ring.bucket(self.shelf.rows, minute, minute)[:, [NEGATIVE, POSTS]]
        self.past *= 0.5 ** (1.0 / (TONE_DAYS * 1440.0))
        self.past += learned
