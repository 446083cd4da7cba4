"""What the store needs done all day: the search index, sleepers, what has grown too old. Known by the hub's main; knows
store and jumps."""

import structlog

from app.core.clock import DAY, HOUR, Clock, Millis
from app.core.settings import Settings
from app.core.tasks import TaskScope
from app.hub.jumps import Jumps
from app.store import conversations, retention, search
from app.store.engine import Store
from app.store.transaction import Write

SEARCH_SLICE = 2000
SEARCH_SECONDS = 1.0
SWEEP_SLICE = 500
SWEEP_SECONDS = 600.0
DISTRUST_SECONDS = 86_400.0
WAKE_SECONDS = 5.0
LONGEST_ABSENCE: Millis = 7 * DAY
"""A house that was left alone for longer was perhaps not: its machine may have lost the time."""

log = structlog.get_logger(__name__)


class Chores:
    """Three supervised tasks, each in small transactions that others can slip between."""

    def __init__(self, store: Store, settings: Settings, clock: Clock, *, left_at: Millis) -> None:
        """`left_at` is when a hub last wrote a row: a clock that says much later may be wrong from the start."""
        self._absent = clock.now() - left_at
        self._store = store
        self._settings = settings
        self._clock = clock

    def supervise(self, scope: TaskScope) -> None:
        """Begin; the scope starts anew what fails."""
        scope.supervise("search index", self._keep_index)
        scope.supervise("snoozed", self._wake_snoozed)
        scope.supervise("retention", self._sweep)

    async def _keep_index(self) -> None:
        while True:
            done = await self._store.write(lambda tx: search.catch_up(tx, SEARCH_SLICE))
            if done < SEARCH_SLICE:
                await self._clock.sleep(SEARCH_SECONDS)

    async def _wake_snoozed(self) -> None:
        while True:
            await self._store.write(lambda tx: conversations.wake_snoozed(tx, tx.now))
            await self._clock.sleep(WAKE_SECONDS)

    async def _sweep(self) -> None:
        jumps = Jumps(self._clock)
        while True:
            if max(jumps.taken(), self._absent - LONGEST_ABSENCE) > HOUR:
                self._absent = 0
                log.warning("the clock is far ahead: nothing is swept until it has been so for a day")
                await self._clock.sleep(DISTRUST_SECONDS)
                continue
            while await self._store.write(self._sweep_some):
                await self._clock.sleep(0.05)
            await self._clock.sleep(SWEEP_SECONDS)

    def _sweep_some(self, tx: Write) -> int:
        before = tx.now - self._settings.retention.posts_days * DAY
        return retention.sweep(tx, posts_before=before, limit=SWEEP_SLICE)
