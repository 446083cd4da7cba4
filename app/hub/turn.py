"""Whose turn it is: of several hubs on one database one works, the others stand by. Known by the hub's main; knows the
store's leases.

Listening, sending and judging alarms twice would be worse than not at all, so a hub takes one lease before it serves
anybody. PostgreSQL takes the lease back when the hub's connection ends, however it died; the next hub then begins. A
SQLite file has one hub.
"""

import contextlib
from collections.abc import Callable

import structlog

from app.core.clock import Clock
from app.core.errors import Unavailable
from app.store import leases
from app.store.engine import Store

log = structlog.get_logger(__name__)

TURN = "hub"
LOOK_SECONDS = 2.0
KEEP_SECONDS = 5.0
HANDOVER_SECONDS = 15.0
"""A hub that only lost its connection learns so within `KEEP_SECONDS` and breaks off what it is sending: so long its
successor waits before it asks the networks about it."""


class Turn:
    """The one lease a hub works under."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    async def take(self, *, on_wait: Callable[[], None]) -> None:
        """Wait until no other hub works on this database; `on_wait` is called when there is one.

        A database that is away meanwhile, as when its server is started anew, is waited for as well.
        """
        if await self._taken():
            return
        on_wait()
        log.info("another hub works on this database: standing by")
        while not await self._taken_if_there():
            await self._clock.sleep(LOOK_SECONDS)
        log.info("the other hub is gone: taking over", in_seconds=HANDOVER_SECONDS)
        await self._clock.sleep(HANDOVER_SECONDS)

    async def keep(self) -> None:
        """Until another hub has taken over. A database that is away is asked again and again, so that this hub comes
        before those that stand by; the store's other errors pass through."""
        while True:
            await self._clock.sleep(KEEP_SECONDS)
            with contextlib.suppress(Unavailable):
                if not await self._taken():
                    return

    async def _taken_if_there(self) -> bool:
        try:
            return await self._taken()
        except Unavailable as error:
            log.warning("the database is away: standing by until it is back", error=str(error))
        while not await self._is_there():
            await self._clock.sleep(LOOK_SECONDS)
        log.info("the database is back: the hub that worked may go on", in_seconds=HANDOVER_SECONDS)
        await self._clock.sleep(HANDOVER_SECONDS)
        return False

    async def _is_there(self) -> bool:
        try:
            await self._store.read(lambda _tx: None)
        except Unavailable:
            return False
        return True

    async def _taken(self) -> bool:
        return await self._store.write(lambda tx: leases.lease(tx, TURN))
