"""Numbers for walls: minute counts kept in memory and turned into feed rows. Known by the hub's tables; knows
analytics and recount.

Figures are updated from counts only; posts are read again for alarms alone, off the loop. Everything else here runs on
the hub's loop.
"""

from collections.abc import Mapping, Sequence
from itertools import groupby

import numpy as np

from app.analytics.alarms import Alarm, AlarmBook, AlarmChange
from app.analytics.counts import MinuteCounts
from app.analytics.heat import MISSING, region_heat, topic_heat
from app.analytics.memory import dump
from app.analytics.ring import NEGATIVE, NEUTRAL, POSITIVE, POSTS, REACH, Table
from app.analytics.shelf import SeriesKey
from app.core.clock import MINUTE, Clock, minute_of
from app.core.i18n import _
from app.domain.changes import Changes
from app.domain.topic import ALL_TOPICS, Topic, TopicKind
from app.hub.recount import LEARNED, WINDOW_MINUTES, Lost, empty_book, fill, mark, relearn, remembered
from app.hub.witness import StoreWitness
from app.store import holes, kv
from app.store.engine import Store
from app.store.holes import Hole
from app.wire.feeds import AlarmRow, HeatFeed, HeatRow, RegionFeed, RegionRow, VolumeFeed, VolumeRow

LONGEST_MINUTES = WINDOW_MINUTES
HEAT_STEP = 5
SETTLE_SECONDS = 3.0
"""A backfill counts as done when nothing of it has come for so long."""
MOST_UNCOUNTED = 64
"""So many commits are counted together at most: adding up a small one takes as long as adding up many."""


class Figures:
    """Counts of the last two days, by topic, region and network.

    Commits are counted when somebody looks, many at once.

    Attributes:
        topics: as in the store, for names and order.
    """

    def __init__(self, clock: Clock) -> None:
        self._witness = StoreWitness()
        self._book = empty_book(self._witness)
        self._uncounted: list[Changes] = []
        self.topics: Sequence[Topic] = ()
        self._clock = clock
        self._loaded = False
        self._meanwhile: list[Changes] | None = None
        self._backfilled_at: float | None = None
        self._lost: list[Lost] = []
        self._unkept: dict[tuple[int, str], Lost] = {}
        self._asked = -1

    @property
    def book(self) -> AlarmBook:
        """The numbers themselves, what is usual, and the alarms over them; every commit so far is counted."""
        self._count()
        return self._book

    @property
    def counts(self) -> MinuteCounts:
        """The counts the alarms look at."""
        return self.book.counts

    def follow(self, topics: Sequence[Topic]) -> list[AlarmChange]:
        """Listen to these topics from now on; alarms of those that are not followed any more are closed."""
        self.topics = topics
        self.counts.follow([ALL_TOPICS, *(topic.id for topic in topics)])
        known = self._followed()
        gone = [topic for topic in self.counts.known_topics() if topic not in known]
        return [change for topic in gone for change in self.book.forget(topic)]

    async def load(self, store: Store) -> None:
        """Count anew from the store's rollups, and learn from them; what is committed meanwhile is added once.

        At start what was learned before is taken back; where nothing was, and after history came in, the rhythm is
        learned anew. No alarm is raised for what happened hours ago (`AlarmBook.settle`).
        """
        self._meanwhile, self._backfilled_at = [], None
        now, before, again = minute_of(self._clock.now()), self.book, self._loaded
        topics = self._followed()
        try:
            await self._remember_holes(store, now)
            book = empty_book(self._witness) if again else await remembered(store, self._witness)
            if book.counts.topics.learned_until < 0:
                await relearn(book, store, now=now, topics=topics)
            if again:
                book.remember_strikes(before.strikes())
            sequence, hole = await fill(book, store, now=now, topics=topics, lost=self._lost, listening=again)
            for changes in self._meanwhile:
                if changes.sequence > sequence:
                    book.counts.add(changes.counts, backfill=changes.backfill)
            if hole:
                self._lost.append(hole)
                self._unkept[hole.first, hole.network] = hole
            if again:
                book.counts.filled = before.counts.filled
                book.next_id = before.next_id
                book.reopen(before.open_alarms())
            self._book, self._uncounted, self._loaded = book, [], True
            self.follow(self.topics)
        finally:
            self._meanwhile = None

    async def keep(self, store: Store) -> None:
        """Write down what was learned, for the next start."""
        if self._loaded:
            learned = dump(self.book)
            await store.write(lambda tx: kv.put(tx, LEARNED, learned))

    async def keep_holes(self, store: Store) -> None:
        """Write down which minutes nobody listened to, as far as that is news."""
        if self._unkept:
            unkept, self._unkept = self._unkept, {}
            found = [Hole(one.network, one.first, one.last) for one in unkept.values()]
            try:
                await store.write(lambda tx: holes.keep(tx, found))
            except BaseException:
                self._unkept = {**unkept, **self._unkept}
                raise

    async def _remember_holes(self, store: Store, now: int) -> None:
        """The outages of earlier runs are known again; one that goes on is known better here."""
        kept = await store.read(lambda tx: holes.between(tx, now - WINDOW_MINUTES, now))
        known = {(one.first, one.network) for one in self._lost}
        self._lost += [Lost(one.first, one.last, one.network) for one in kept if (one.first, one.network) not in known]

    def take(self, changes: Changes) -> None:
        """Count what a commit brought."""
        if not changes.counts:
            return
        history = changes.backfill and self._is_history(changes)
        if changes.backfill:
            self.counts.add(changes.counts, backfill=True)
        else:
            self._uncounted.append(changes)
        if self._meanwhile is not None:
            self._meanwhile.append(changes)
        if history or (changes.backfill and self._backfilled_at is not None):
            self._backfilled_at = self._clock.monotonic()
        if len(self._uncounted) >= MOST_UNCOUNTED:
            self._count()

    def _count(self) -> None:
        uncounted, self._uncounted = self._uncounted, []
        for _minute, together in groupby(uncounted, _newest_minute):
            self._book.counts.add([count for changes in together for count in changes.counts])

    def _followed(self) -> frozenset[int]:
        return frozenset({ALL_TOPICS, *(topic.id for topic in self.topics)})

    def _is_history(self, changes: Changes) -> bool:
        """Whether most of what was filled in lies where nobody knew of a hole: a past that must be learned."""
        posts = {count.key: count.posts for count in changes.counts if count.key.topic == ALL_TOPICS}
        missed = sum(number for key, number in posts.items() if self._was_lost(key.minute, key.network))
        return 2 * missed <= sum(posts.values())

    def _was_lost(self, minute: int, network: str) -> bool:
        return any(one.first <= minute <= one.last and one.network in ("", network) for one in self._lost)

    @property
    def stale(self) -> bool:
        """Whether the past was filled in and nothing has been learned from it yet; asked once it has settled."""
        return self._backfilled_at is not None and self._clock.monotonic() - self._backfilled_at > SETTLE_SECONDS

    async def ask_posts(self, store: Store) -> None:
        """Before a new minute is judged: ask the posts of whatever may become, or is, an alarm."""
        now = minute_of(self._clock.now())
        if now != self._asked and self._loaded:
            self._asked = now
            await self._witness.gather(store, self.book.watched(now), now=now)

    def tick(self, unheard: Sequence[Lost] = ()) -> list[AlarmChange]:
        """Let time pass; what became of alarms when a new minute has begun.

        Args:
            unheard: networks that are not listened to just now, and since when.
        """
        now = minute_of(self._clock.now())
        self.counts.advance(now)
        for one in unheard:
            if one not in self._lost:
                self._lose(one, now)
        return self.book.step(now)

    def _lose(self, lost: Lost, now: int) -> None:
        """An outage has begun or lasts a minute longer."""
        others = [one for one in self._lost if (one.first, one.network) != (lost.first, lost.network)]
        self._lost = [one for one in others if one.last > now - WINDOW_MINUTES] + [lost]
        self._unkept[lost.first, lost.network] = lost
        mark(self.counts, [lost])

    def drivers(self) -> dict[int, tuple[int, ...]]:
        """By open alarm the ids of the posts that drive it, most telling first, whether a wall may show them or not."""
        return {alarm.id: alarm.signals.post_ids for alarm in self.book.open_alarms()}

    def alarms(self) -> dict[str, AlarmRow]:
        """Rows of the alarm feed, without posts."""
        names = {topic.id: topic.name for topic in self.topics}
        return {str(alarm.id): self._alarm_row(alarm, names) for alarm in self.book.open_alarms()}

    def volume(self, feed: VolumeFeed) -> dict[str, VolumeRow]:
        """Rows of a volume feed, by first minute of the bucket; one that is not wholly known is left out, not 0."""
        minutes, step = _bounded(feed.minutes, feed.step)
        now = minute_of(self._clock.now())
        rows = self.counts.volume(feed.topic, minutes=minutes, step=step, now=now)
        starts = np.array([row.minute for row in rows], dtype=np.int64)
        missing = self.counts.missing(SeriesKey(feed.topic), starts, step=step, now=now)
        return {
            str(row.minute): VolumeRow(*row) for row, unknown in zip(rows, missing.tolist(), strict=True) if not unknown
        }

    def regions(self, feed: RegionFeed) -> dict[str, RegionRow]:
        """Rows of a region feed, by region; the one without a name holds what has no known region."""
        minutes = max(1, min(feed.minutes, self.counts.slices.ring.minutes))
        now = minute_of(self._clock.now())
        known = self.counts.known_regions(feed.topic)
        sums = {region: self._sum(SeriesKey(feed.topic, region=region), minutes, now) for region in known}
        whole = self._sum(SeriesKey(feed.topic), minutes, now)
        sums[""] = np.maximum(0.0, whole - sum(sums.values(), np.zeros_like(whole)))
        return {region: _region_row(region, table) for region, table in sums.items() if table[POSTS] > 0}

    def _sum(self, key: SeriesKey, minutes: int, now: int) -> Table:
        return np.asarray(self.counts.window(key, minutes=minutes, now=now).sum(axis=0))

    def heat(self, feed: HeatFeed) -> dict[str, HeatRow]:
        """Rows of a heat feed: by topic, or by topic and region."""
        minutes, step = _bounded(feed.minutes, feed.step)
        now = minute_of(self._clock.now())
        shown = [topic for topic in self.topics if topic.on_wall and topic.kind is not TopicKind.COMPETITOR]
        rows: dict[str, HeatRow] = {}
        for topic in shown:
            if feed.by != "region":
                start, cells = topic_heat(self.counts, topic.id, minutes=minutes, step=step, now=now)
                rows[str(topic.id)] = self._heat_row(topic, "", start, [int(cell) for cell in cells], step, now)
                continue
            for region in self.counts.known_regions(topic.id):
                start, cells = region_heat(self.counts, topic.id, region, minutes=minutes, step=step, now=now)
                key = f"{topic.id}/{region}"
                rows[key] = self._heat_row(topic, region, start, [int(cell) for cell in cells], step, now)
        return rows

    def mentions_per_minute(self, *, over: int = 5) -> tuple[float, int]:
        """Mean posts a minute of the last complete minutes, and how many posts that were."""
        now = minute_of(self._clock.now())
        rows = self.counts.volume(ALL_TOPICS, minutes=over, step=1, now=now - 1)
        posts = sum(row.posts for row in rows)
        return posts / over, posts

    def sentiment_counts(self, *, minutes: int, topic: int = ALL_TOPICS) -> tuple[int, int, int]:
        """Negative, neutral and positive posts of the last minutes."""
        table = self._sum(SeriesKey(topic), minutes, minute_of(self._clock.now()))
        negative, neutral, positive = (round(float(table[field])) for field in (NEGATIVE, NEUTRAL, POSITIVE))
        return negative, neutral, positive

    def posts_of(self, kind: TopicKind, *, minutes: int) -> int:
        """Posts of all topics of a kind in the last minutes; one that lies in two such topics counts twice."""
        now = minute_of(self._clock.now())
        topics = [topic.id for topic in self.topics if topic.kind is kind]
        return sum(
            row.posts for topic in topics for row in self.counts.volume(topic, minutes=minutes, step=60, now=now)
        )

    def _alarm_row(self, alarm: Alarm, names: Mapping[int, str]) -> AlarmRow:
        now = minute_of(self._clock.now())
        _start, cells = topic_heat(self.counts, alarm.topic, minutes=HEAT_STEP, step=HEAT_STEP, now=now)
        return AlarmRow(
            id=alarm.id,
            topic=alarm.topic,
            name=names.get(alarm.topic, _("All posts")),
            level=alarm.level,
            began_at=alarm.began * MINUTE,
            reasons=alarm.reasons,
            heat=max(0, int(cells[-1])),
        )

    def _heat_row(self, topic: Topic, region: str, start: int, cells: list[int], step: int, now: int) -> HeatRow:
        key = SeriesKey(topic.id, region=region)
        _starts, sums = self.counts.buckets(key, minutes=step, step=step, now=now)
        return HeatRow(
            topic=topic.id,
            name=topic.name,
            region=region,
            start=start,
            step=step,
            cells=tuple(cells),
            now=cells[-1] if cells else MISSING,
            posts=round(float(sums[-1, POSTS])),
        )


def _region_row(region: str, table: Table) -> RegionRow:
    counted = (round(float(table[field])) for field in (POSTS, NEGATIVE, NEUTRAL, POSITIVE, REACH))
    return RegionRow(region, *counted)


def _newest_minute(changes: Changes) -> int:
    """What is counted together must have this in common: a time too far ahead is counted in the newest minute known."""
    return max(count.key.minute for count in changes.counts)


def _bounded(minutes: int, step: int) -> tuple[int, int]:
    """A window the counts can answer: a station's wish, held to sense."""
    step = max(1, min(step, 1440))
    return max(step, min(minutes, LONGEST_MINUTES)), step
