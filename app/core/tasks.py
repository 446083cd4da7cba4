"""Owned background work: every task has an owner, a name and an end. Known by connectors, hub and link; knows core
only.

A scope's `close()` cancels what still runs, waits for it and reports stragglers. Nothing else in the house may call
`asyncio.create_task`; a lint rule sees to it.
"""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

import structlog

from app.core.clock import Clock, SystemClock
from app.core.errors import FishbowlError

log = structlog.get_logger(__name__)


class TaskScope:
    """The tasks of one owner.

    Attributes:
        owner: who they belong to, for the log.
    """

    def __init__(self, owner: str, *, clock: Clock | None = None) -> None:
        self.owner = owner
        self._clock = clock or SystemClock()
        self._tasks: set[asyncio.Task[Any]] = set()
        self._closing = False

    def __len__(self) -> int:
        return len(self._tasks)

    def spawn(self, name: str, work: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        """Start `work` once; an error is logged and ends only this task."""
        if self._closing:
            work.close()
            raise RuntimeError(f"{self.owner} is closing and starts no more tasks")
        task = asyncio.create_task(work, name=f"{self.owner}/{name}")
        self._tasks.add(task)
        task.add_done_callback(self._done)
        return task

    def supervise(
        self,
        name: str,
        make: Callable[[], Awaitable[None]],
        *,
        first_wait: float = 0.5,
        longest_wait: float = 30.0,
    ) -> asyncio.Task[Any]:
        """Keep `make()` running: when it fails, start it again after a growing wait; when it returns, stop."""
        return self.spawn(name, self._supervised(name, make, first_wait, longest_wait))

    async def close(self, *, within: float = 2.5) -> list[str]:
        """Cancel everything and wait `within` seconds; returns the names of tasks that would not end."""
        self._closing = True
        current = asyncio.current_task()
        tasks = [task for task in self._tasks if task is not current]
        for task in tasks:
            task.cancel()
        if not tasks:
            return []
        _, stragglers = await asyncio.wait(tasks, timeout=within)
        names = sorted(task.get_name() for task in stragglers)
        if names:
            log.warning("tasks did not end", owner=self.owner, tasks=names)
        return names

    async def _supervised(
        self, name: str, make: Callable[[], Awaitable[None]], first_wait: float, longest_wait: float
    ) -> None:
        wait = first_wait
        while True:
            began = self._clock.monotonic()
            try:
                await make()
                return
            except asyncio.CancelledError:
                raise
            except FishbowlError as error:
                log.warning("task failed, starting again", owner=self.owner, task=name, error=str(error))
            except Exception:
                log.exception("task crashed, starting again", owner=self.owner, task=name)
            if self._clock.monotonic() - began > longest_wait:
                wait = first_wait
            await self._clock.sleep(wait)
            wait = min(longest_wait, wait * 2)

    def _done(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if task.cancelled():
            return
        error = task.exception()
        if error is not None:
            log.error("task ended with an error", task=task.get_name(), exc_info=error)
