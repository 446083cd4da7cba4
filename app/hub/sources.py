"""The live feed's tables: one source per feed that somebody watches, refreshed when its data changed. Known by the
session; knows wire and core.

A source holds the feed's rows as encoded bytes. A refresh computes them anew and keeps the difference as one numbered
delta in a short ring. Sessions pull at their own pace: whoever is within the ring gets the missing deltas, whoever is
not (slow, new, or from before a restart) gets a snapshot. Nothing queues up for a slow station.
"""

import asyncio
import uuid
from collections import OrderedDict, deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Protocol

import structlog
from msgspec import Raw

from app.core.clock import Clock
from app.core.errors import FishbowlError
from app.core.tasks import TaskScope
from app.domain.changes import Changes
from app.wire.feeds import Feed

log = structlog.get_logger(__name__)

SHORTEST_SECONDS = 0.1
"""No feed is refreshed more often than ten times a second."""

LONGEST_SECONDS = 5.0
"""Nor less often than this when there is news: a machine that slept during a refresh has not worked so long at it."""

RING = 64
KEPT_IDLE = 256
MOST_IDLE_BYTES = 16_000_000
"""Feeds that nobody watches any more are kept up to this number, and as long as their rows and steps fit in here."""


class Tables(Protocol):
    """What computes the rows of every kind of feed."""

    async def rows(self, feed: Feed) -> Mapping[str, bytes]:
        """All rows of a feed, encoded, by key."""
        ...

    def touched(self, feed: Feed, changes: Changes) -> bool:
        """Whether a commit can have changed this feed's rows."""
        ...

    def every(self, feed: Feed) -> float:
        """Seconds after which the rows change by themselves; 0 for never."""
        ...


@dataclass(frozen=True)
class Step:
    """One delta: what changed from version − 1 to version."""

    version: int
    put: list[tuple[str, Raw]]
    drop: list[str]


class Source:
    """One feed's rows on the hub.

    Attributes:
        epoch: changes when the numbering starts anew.
        version: of the newest rows; 0 before the first refresh.
        dirty: something may have changed since the last refresh began.
        fresh: refreshed since the newest watcher came, so that its version means something.
        weight: bytes of rows and steps when its last watcher left.
    """

    def __init__(self, feed: Feed) -> None:
        self.feed = feed
        self.epoch = uuid.uuid4().hex[:12]
        self.version = 0
        self.rows: dict[str, Raw] = {}
        self.watchers: set[Callable[[], None]] = set()
        self.dirty = True
        self.fresh = False
        self.due = 0.0
        self.weight = 0
        self._ring: deque[Step] = deque(maxlen=RING)

    def take(self, fresh: Mapping[str, bytes]) -> bool:
        """Make these the rows; True when anything changed."""
        put = [(key, Raw(row)) for key, row in fresh.items() if key not in self.rows or bytes(self.rows[key]) != row]
        drop = [key for key in self.rows if key not in fresh]
        if not put and not drop and self.version:
            return False
        self.version += 1
        self.rows = {key: Raw(row) for key, row in fresh.items()}
        self._ring.append(Step(self.version, put, drop))
        return True

    def steps_after(self, epoch: str, version: int) -> list[Step] | None:
        """The deltas that lead from `version` to now; None when they do not reach back that far."""
        if epoch != self.epoch or version <= 0 or version > self.version:
            return None
        missing = self.version - version
        if missing > len(self._ring):
            return None
        return list(self._ring)[len(self._ring) - missing :]

    def weigh(self) -> None:
        """Note how much it holds; a row that its newest step holds too counts twice."""
        put = (row for step in self._ring for _key, row in step.put)
        self.weight = sum(len(memoryview(row)) for row in chain(self.rows.values(), put))


class LiveFeed:
    """All sources, and the one task that refreshes them."""

    def __init__(self, tables: Tables, *, clock: Clock, scope: TaskScope) -> None:
        self._tables = tables
        self._clock = clock
        self._sources: OrderedDict[Feed, Source] = OrderedDict()
        self._wake = asyncio.Event()
        self._scope = scope
        self._refreshing: set[int] = set()

    def start(self) -> None:
        self._scope.supervise("live-feed", self._run)

    def changed(self, changes: Changes) -> None:
        """A commit happened: mark what it can have touched."""
        for source in self._sources.values():
            if not source.dirty and self._tables.touched(source.feed, changes):
                source.dirty = True
        self._wake.set()

    def stir(self, kind: type[Feed]) -> None:
        """Something outside the store changed (health, figures): refresh this kind of feed."""
        for source in self._sources.values():
            if isinstance(source.feed, kind):
                source.dirty = True
        self._wake.set()

    def watch(self, feed: Feed, notify: Callable[[], None]) -> Source:
        """The source of a feed, kept fresh from now on; `notify` is called after each change."""
        source = self._sources.get(feed)
        if source is None:
            source = self._sources[feed] = Source(feed)
        self._sources.move_to_end(feed)
        if not source.watchers:
            source.dirty, source.fresh, source.due = True, False, 0.0
        source.watchers.add(notify)
        self._wake.set()
        return source

    def leave(self, source: Source, notify: Callable[[], None]) -> None:
        """Stop notifying; an unwatched source is kept a while so that its watcher can catch up by deltas."""
        source.watchers.discard(notify)
        if not source.watchers:
            source.weigh()
        idle = [kept for kept in self._sources.values() if not kept.watchers]
        bytes_kept = sum(kept.weight for kept in idle)
        for number, kept in zip(range(len(idle), 0, -1), idle, strict=True):
            if number <= KEPT_IDLE and bytes_kept <= MOST_IDLE_BYTES:
                break
            bytes_kept -= kept.weight
            del self._sources[kept.feed]

    async def _run(self) -> None:
        while True:
            now = self._clock.monotonic()
            wait = 60.0
            for source in tuple(self._sources.values()):
                if not source.watchers or id(source) in self._refreshing:
                    continue
                every = self._tables.every(source.feed)
                if every and now - source.due >= every:
                    source.dirty = True
                if source.dirty and now >= source.due:
                    self._refreshing.add(id(source))
                    self._scope.spawn("refresh", self._refresh(source))
                elif source.dirty:
                    wait = min(wait, source.due - now)
                elif every:
                    wait = min(wait, source.due + every - now)
            self._wake.clear()
            try:
                await asyncio.wait_for(self._wake.wait(), max(wait, 0.005))
            except TimeoutError:
                continue

    async def _refresh(self, source: Source) -> None:
        source.dirty = False
        began = self._clock.monotonic()
        try:
            fresh = await self._tables.rows(source.feed)
            news = source.take(fresh) or not source.fresh
            source.fresh = True
        except FishbowlError as error:
            log.warning("a feed could not be refreshed", feed=type(source.feed).__name__, error=str(error))
            source.dirty, news = True, False
        except Exception:
            log.exception("a feed could not be refreshed", feed=type(source.feed).__name__)
            source.dirty, news = True, False
        finally:
            self._refreshing.discard(id(source))
        cost = self._clock.monotonic() - began
        source.due = self._clock.monotonic() + min(max(SHORTEST_SECONDS, 4 * cost), LONGEST_SECONDS)
        if source.dirty:
            source.due += 1.0
        self._wake.set()
        if news:
            for notify in tuple(source.watchers):
                notify()
