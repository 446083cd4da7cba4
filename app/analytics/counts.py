"""Minute counts in memory: what the wall's figures, heat and alarms are made of. Known by hub; knows domain and
shelf."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.analytics.ring import AUTHORS, FIELDS, LATE, POSTS, REACH, SCORE, UNSAFE, Table
from app.analytics.shelf import BUCKET_MINUTES, SeriesKey, Shelf
from app.domain.counts import Count
from app.domain.understanding import Sentiment

SLACK_MINUTES = 2
"""A post dated later than this after the newest minute is counted in the newest minute: its clock is wrong."""

LEANING_SHARE = 0.5
"""From this share of its usual posts on, a topic cannot be judged without a network."""

MOST_SLICES = 8192
"""Beyond so many the least heard are forgotten: networks let people write anything for a region. Room is doubled, so
that this is a power of two."""

_BATCH = 20_000
_SENTIMENT_FIELD = {Sentiment.NEGATIVE: 1, Sentiment.NEUTRAL: 2, Sentiment.POSITIVE: 3}


class Volume(NamedTuple):
    """One bucket of one series, field by field as the wall's volume feed sends it.

    `expected`, `low` and `high` are posts in the whole bucket as the past would have it, also while it is
    unfinished; −1 while nothing is learned.
    """

    minute: int
    posts: int
    negative: int
    neutral: int
    positive: int
    score_milli: int
    reach: int
    expected: float
    low: float
    high: float


class MinuteCounts:
    """The newest minutes of every topic, and of every topic × region and topic × network.

    Single-threaded: whoever owns it calls it from one thread at a time.

    Attributes:
        topics: whole topics, `minutes` long; 500 topics over two days take 52 MB.
        slices: topic × region and topic × network, `slice_minutes` long; `MOST_SLICES` over six hours take 140 MB.
        first: number of the first minute that anything is known of; −1 before it.
        filled: stretches (first and last minute) that were filled in later: drawn, but never judged nor learned from.
    """

    def __init__(self, minutes: int = 2 * 1440, *, slice_minutes: int = 360) -> None:
        self.first = -1
        self.filled: list[tuple[int, int]] = []
        self.topics = Shelf(minutes)
        self.slices = Shelf(slice_minutes, most=MOST_SLICES)

    @property
    def head(self) -> int:
        """Number of the newest minute; −1 before the first."""
        return self.topics.ring.head

    def known_topics(self) -> list[int]:
        """Every topic counted so far."""
        return [key.topic for key in self.topics.row_by_key]

    def known_regions(self, topic: int) -> list[str]:
        """Every region that a topic was counted in."""
        return [key.region for key in self.slices.row_by_key if key.topic == topic and key.region]

    def follow(self, topics: Iterable[int]) -> None:
        """Say which topics are listened to, so that a topic nobody mentions has a history of silence."""
        for topic in topics:
            self.topics.row(SeriesKey(topic))

    def add(self, counts: Sequence[Count], *, backfill: bool = False) -> None:
        """Add what one transaction counted.

        A backfill is counted in its own minutes like everything else and marked as late, so that it never raises an
        alarm. Counts older than the window are left out.
        """
        if not counts:
            return
        minutes = self._admit(np.array([count.key.minute for count in counts], dtype=np.int64))
        self._begin(int(minutes.min()))
        values = _table(counts)
        if backfill:
            values[:, LATE] = values[:, POSTS]
            self._fill_in(int(minutes.min()), int(minutes.max()))
        topics = [SeriesKey(count.key.topic) for count in counts]
        self._scatter(self.topics, topics, minutes, values)
        regions = [SeriesKey(count.key.topic, region=count.key.region) for count in counts]
        networks = [SeriesKey(count.key.topic, network=count.key.network) for count in counts]
        for keys in (regions, networks):
            self._scatter(self.slices, keys, minutes, values)

    def load(self, rows: Iterable[Count]) -> None:
        """Fill from the store's rollups at start, and learn the rhythm of what is loaded."""
        known = list(rows)
        if not known:
            return
        minutes = [count.key.minute for count in known]
        self.expect(min(minutes), max(minutes))
        for first in range(0, len(known), _BATCH):
            self.add(known[first : first + _BATCH])

    def expect(self, oldest: int, newest: int) -> None:
        """Before what lies between these minutes is added part by part: nothing is learned until all of it is there."""
        for shelf in (self.topics, self.slices):
            shelf.ring.advance(max(newest, shelf.ring.head))
            shelf.begin(oldest)

    def relearn(self, rows: Iterable[tuple[int, int, int]]) -> None:
        """Learn every topic's rhythm anew from rollups that reach back further than the window.

        Args:
            rows: (minute, topic, posts) in order of minutes, of the topics as wholes; before anything is loaded.
        """
        bucket, posts = -1, dict[int, int]()
        for minute, topic, number in rows:
            start = minute // BUCKET_MINUTES * BUCKET_MINUTES
            if start != bucket:
                self._relearn_bucket(bucket, posts, until=start)
                bucket, posts = start, {}
            row = self.topics.row(SeriesKey(topic))
            posts[row] = posts.get(row, 0) + number
        self._relearn_bucket(bucket, posts, until=bucket + BUCKET_MINUTES)

    def advance(self, now_minute: int, *, listening: bool = True) -> None:
        """Let time pass to `now_minute`; a clock set back changes nothing.

        Args:
            listening: False where nobody listened since the newest minute, as after a hub was down.
        """
        if self.first < 0:
            self._begin(now_minute)
        for shelf in (self.topics, self.slices):
            shelf.begin(now_minute)
            shelf.advance(now_minute, listening=listening)

    def mark_lost(self, first: int, last: int, *, network: str = "") -> None:
        """Say that nothing was heard in minutes `first` to `last`, of one network or at all: nobody listened.

        Such minutes are drawn as missing and never learned from: a hole is not a drop. A topic is lost with a network
        that it has most of its posts from.
        """
        if not network:
            self.topics.ring.mark_lost(first, last)
            self.slices.ring.mark_lost(first, last)
            return
        lost = [key for key in self.slices.row_by_key if key.network == network]
        self.slices.ring.mark_lost(first, last, rows=[self.slices.row_by_key[key] for key in lost])
        leaning = [self.topics.row(SeriesKey(key.topic)) for key in lost if self._leans_on(key)]
        self.topics.ring.mark_lost(first, last, rows=leaning)

    def forget(self, topic: int) -> None:
        """Drop a topic with all its slices."""
        self.topics.forget(SeriesKey(topic))
        for key in [key for key in self.slices.row_by_key if key.topic == topic]:
            self.slices.forget(key)

    def shelf(self, key: SeriesKey) -> Shelf:
        """Where a series lies."""
        return self.slices if key.region or key.network else self.topics

    def window(self, key: SeriesKey, *, minutes: int, now: int) -> Table:
        """The `minutes` minutes that end with `now`: float64, shape (minutes, fields of `ring.FIELDS`)."""
        return self.shelf(key).window(key, minutes=minutes, now=now)

    def volume(self, topic: int, *, minutes: int, step: int, now: int) -> list[Volume]:
        """The buckets of `step` minutes that cover the `minutes` minutes ending with `now`, oldest first.

        Buckets begin at multiples of `step`; the last one is unfinished unless `now` is its last minute.
        """
        key = SeriesKey(topic)
        starts, sums = self.buckets(key, minutes=minutes, step=step, now=now)
        bands = np.stack(self.expectation(key, starts, step=step), axis=1).round(2).tolist()
        whole = np.rint(sums[:, : REACH + 1]).astype(np.int64).tolist()
        rows = zip(starts.tolist(), whole, bands, strict=True)
        return [Volume(start, *numbers, *band) for start, numbers, band in rows]

    def expectation(self, key: SeriesKey, starts: NDArray[np.int64], *, step: int) -> tuple[Table, Table, Table]:
        """Expected posts, low and high end of the usual range per bucket; −1 where nothing is learned."""
        return self.shelf(key).expected(key, starts, step=step)

    def buckets(self, key: SeriesKey, *, minutes: int, step: int, now: int) -> tuple[NDArray[np.int64], Table]:
        """First minutes (n) and sums (n × fields) of the buckets that cover the `minutes` minutes ending with `now`."""
        first = (now - minutes + 1) // step * step
        number = now // step - first // step + 1
        table = self.window(key, minutes=number * step, now=first + number * step - 1)
        starts = first + step * np.arange(number, dtype=np.int64)
        return starts, table.reshape(number, step, len(FIELDS)).sum(axis=1)

    def missing(self, key: SeriesKey, starts: NDArray[np.int64], *, step: int, now: int) -> NDArray[np.bool_]:
        """Which of these buckets hold a minute before the first, one not listened to, or one the window has lost."""
        first, last = int(starts[0]), int(starts[-1]) + step - 1
        minutes = np.arange(first, last + 1)
        shelf = self.shelf(key)
        row = shelf.row_by_key.get(key, -1)
        heard = shelf.ring.known(row, first, last) if row >= 0 else shelf.ring.holds(minutes)
        for begin, end in self.filled:
            heard = heard | ((minutes >= begin) & (minutes <= end) & shelf.ring.holds(minutes))
        known = (heard & (minutes >= self.first)) | ((minutes > min(now, self.head)) & (self.first >= 0))
        return np.asarray(~known.reshape(len(starts), step).all(axis=1))

    def _fill_in(self, first: int, last: int) -> None:
        """Remember a stretch, joined with those it touches; what the window has lost is forgotten."""
        apart = [one for one in self.filled if one[1] < first - 1 or one[0] > last + 1]
        joined = [one for one in self.filled if one not in apart]
        stretch = (min([first, *(one[0] for one in joined)]), max([last, *(one[1] for one in joined)]))
        oldest = self.head - self.topics.ring.minutes
        self.filled = [one for one in [*apart, stretch] if one[1] > oldest]

    def _begin(self, minute: int) -> None:
        """Something is known of this minute."""
        self.first = minute if self.first < 0 else min(self.first, minute)

    def _leans_on(self, key: SeriesKey) -> bool:
        """Whether a topic has most of its usual posts from this network."""
        own = self.slices.baseline.learned_rate(self.slices.row_by_key[key])
        return own >= LEANING_SHARE * self.topics.baseline.learned_rate(self.topics.row(SeriesKey(key.topic)))

    def _admit(self, minutes: NDArray[np.int64]) -> NDArray[np.int64]:
        newest = int(minutes.max())
        if self.head < 0 or self.head < newest <= self.head + SLACK_MINUTES:
            self.advance(newest)
        return np.minimum(minutes, self.head)

    def _scatter(
        self, shelf: Shelf, keys: list[SeriesKey], minutes: NDArray[np.int64], values: NDArray[np.float32]
    ) -> None:
        """Add one row of `values` per key; a slice without a region or network is nobody's."""
        told = np.array([shelf is self.topics or bool(key.region or key.network) for key in keys])
        rows = shelf.take_in([key for key, one in zip(keys, told, strict=True) if one])
        placed = rows >= 0
        shelf.ring.add(rows[placed], minutes[told][placed], values[told][placed])

    def _relearn_bucket(self, bucket: int, posts: dict[int, int], *, until: int) -> None:
        """Learn one bucket; a bucket in which no topic had a post was not listened to."""
        if bucket < 0:
            return
        numbers = np.zeros(self.topics.rows)
        numbers[list(posts)] = list(posts.values())
        self.topics.learn(bucket, numbers, np.ones(self.topics.rows, dtype=bool))
        self.topics.learned_until = until


def _table(counts: Sequence[Count]) -> NDArray[np.float32]:
    """The counts as numbers, one row per count, columns as in `ring.FIELDS`."""
    table = np.zeros((len(counts), len(FIELDS)), dtype=np.float32)
    numbers = [(count.posts, count.score_milli, count.reach, count.unsafe, count.authors) for count in counts]
    table[:, [POSTS, SCORE, REACH, UNSAFE, AUTHORS]] = np.array(numbers, dtype=np.float32)
    columns = [_SENTIMENT_FIELD[count.key.sentiment] for count in counts]
    table[np.arange(len(counts)), columns] = table[:, POSTS]
    return table
