"""Several streams of one connector as one, each failing and resuming by itself. Known by connectors; knows the
contract and core.

Each lane waits until its last batch is committed, so none runs ahead of its cursor. When one lane fails, the others
go on and the lane is tried again; when all the main ones fail, or the sign-in is gone, the whole stream fails.
"""

import asyncio
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import aclosing

from app.connectors.backoff import Backoff
from app.connectors.base import ConnectorError, RateLimited, SignInFailed
from app.core.clock import SECOND, Clock
from app.core.tasks import TaskScope
from app.domain.post import Batch

StartLane = Callable[[str], AsyncGenerator[Batch, None]]
"""Starts a lane behind a cursor; the cursor is empty the first time."""


class Lanes:
    """The lanes of one stream.

    Attributes:
        main: names of the lanes that must not all be down; the rest are extras.
    """

    def __init__(self, lanes: Mapping[str, StartLane], *, main: frozenset[str], clock: Clock) -> None:
        self.main = main & frozenset(lanes)
        self._lanes = lanes
        self._clock = clock
        self._failing: set[str] = set()
        self._running = 0
        self._news: asyncio.Queue[tuple[Batch | Exception | None, asyncio.Event]] = asyncio.Queue()

    async def stream(self, cursors: Mapping[str, str]) -> AsyncGenerator[Batch, None]:
        """Batches of all lanes as they come; ends when every lane has ended.

        Raises:
            ConnectorError: the sign-in is gone, or every main lane fails.
        """
        scope = TaskScope("lanes", clock=self._clock)
        self._running = len(self._lanes)
        try:
            for name in self._lanes:
                scope.spawn(name, self._run(name, cursors.get(name, "")))
            while self._running:
                item, done = await self._news.get()
                if isinstance(item, Exception):
                    raise item
                if item is not None:
                    yield item
                done.set()
        finally:
            await scope.close()

    async def _run(self, name: str, cursor: str) -> None:
        backoff = Backoff(clock=self._clock)
        while True:
            try:
                async with aclosing(self._lanes[name](cursor)) as batches:
                    async for batch in batches:
                        await self._hand_over(batch)
                        cursor = cursor if batch.cursor is None else batch.cursor
                        self._failing.discard(name)
                        backoff.went_well()
                break
            except SignInFailed as error:
                return self._give_up(error)
            except ConnectorError as error:
                await self._failed(name, error)
                await self._clock.sleep(self._wait(error, backoff))
            except Exception as error:
                return self._give_up(error)
        self._running -= 1
        self._news.put_nowait((None, asyncio.Event()))
        return None

    async def _hand_over(self, batch: Batch) -> None:
        done = asyncio.Event()
        self._news.put_nowait((batch, done))
        await done.wait()

    async def _failed(self, name: str, error: ConnectorError) -> None:
        self._failing.add(name)
        if self.main and self.main <= self._failing:
            self._give_up(error)
        await self._hand_over(Batch(lane=name, trouble=str(error)))

    def _wait(self, error: ConnectorError, backoff: Backoff) -> float:
        wait = backoff.next()
        if isinstance(error, RateLimited):
            return max(0.0, (error.until - self._clock.now()) / SECOND) + min(wait, 1.0)
        return wait

    def _give_up(self, error: Exception) -> None:
        self._news.put_nowait((error, asyncio.Event()))
