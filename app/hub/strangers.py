"""Connections that ask nothing: each may stay only so long, and all together only so many, so that whoever opens them
by the hundred keeps no station out. Known by the server; knows core.

aiohttp waits for ever for the end of a request's first lines.
"""

import logging
import time
from collections.abc import Awaitable, Callable, Iterable
from typing import Protocol

import structlog
from aiohttp import web

from app.core.clock import Clock

log = structlog.get_logger(__name__)

ASK_SECONDS = 15.0
"""So long a new connection has to ask something whole."""
MOST_IDLE = 256
"""More that ask nothing at once are too many: the oldest of them go."""
GRACE_SECONDS = 1.0
"""So long each may stay even then: stations that all come back at once are let in."""
LOOK_SECONDS = 1.0
REFUSED_SECONDS = 60.0

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Connection(Protocol):
    """A network connection; aiohttp's `RequestHandler` is one."""

    def force_close(self) -> None:
        """End it at once."""
        ...


class SeldomRefused(logging.Filter):
    """One line a minute of what asyncio says a thousand times a second when nobody more can be let in."""

    def __init__(self) -> None:
        super().__init__()
        self._said_at = -REFUSED_SECONDS

    def filter(self, record: logging.LogRecord) -> bool:
        if "out of system resource" not in record.getMessage():
            return True
        now = time.monotonic()
        if now - self._said_at < REFUSED_SECONDS:
            return False
        self._said_at = now
        return True


class Strangers:
    """Who is connected and asks nothing."""

    def __init__(self, clock: Clock, *, allowed: int) -> None:
        """`allowed` is how many files and connections this process may have open; strangers get a quarter at most."""
        self._clock = clock
        self._most = min(MOST_IDLE, allowed // 4)
        self._busy: set[Connection] = set()
        self._asked: set[Connection] = set()
        self._since: dict[Connection, float] = {}

    @web.middleware
    async def serve(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Serve a request; meanwhile its connection is nobody's business here."""
        connection = request.protocol
        self._asked.add(connection)
        self._busy.add(connection)
        try:
            return await handler(request)
        finally:
            self._busy.discard(connection)

    async def keep(self, connections: Callable[[], Iterable[Connection]]) -> None:
        """Look at them every second, for ever."""
        while True:
            self.look(connections())
            await self._clock.sleep(LOOK_SECONDS)

    def look(self, connections: Iterable[Connection]) -> None:
        """Note who waits, and close what has waited too long."""
        now = self._clock.monotonic()
        present = tuple(connections)
        self._asked.intersection_update(present)
        self._since = {one: self._since.get(one, now) for one in present if one not in self._busy}
        overdue = self._overdue(now)
        for one in overdue:
            one.force_close()
        if overdue:
            log.info("connections that asked nothing were closed", closed=len(overdue), waiting=len(self._since))

    def _overdue(self, now: float) -> list[Connection]:
        oldest_first = sorted(self._since, key=lambda one: self._since[one])
        too_many = oldest_first[: max(0, len(oldest_first) - self._most)]
        crowded = [one for one in too_many if now - self._since[one] >= GRACE_SECONDS]
        silent = [one for one in oldest_first if one not in self._asked and now - self._since[one] >= ASK_SECONDS]
        return list(dict.fromkeys([*silent, *crowded]))
