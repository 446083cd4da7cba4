"""Owned tasks end with their owner."""

import asyncio

import pytest

from app.core.errors import Unavailable
from app.core.tasks import TaskScope
from tests.fakes.clock import ManualClock, settle


async def test_closing_a_scope_cancels_what_still_runs() -> None:
    scope = TaskScope("owner")
    task = scope.spawn("waits", asyncio.Event().wait())

    assert await scope.close() == []

    assert task.cancelled()
    assert len(scope) == 0


async def test_a_task_that_will_not_end_is_named() -> None:
    scope = TaskScope("owner")
    release = asyncio.Event()

    async def stubborn() -> None:
        while not release.is_set():
            try:
                await release.wait()
            except asyncio.CancelledError:
                continue

    task = scope.spawn("stubborn", stubborn())
    await settle()

    assert await scope.close(within=0.01) == ["owner/stubborn"]

    release.set()
    await task


async def test_a_closed_scope_starts_nothing() -> None:
    scope = TaskScope("owner")
    await scope.close()

    with pytest.raises(RuntimeError, match="closing"):
        scope.spawn("late", asyncio.Event().wait())


async def test_supervised_work_starts_again_after_a_growing_wait() -> None:
    clock = ManualClock()
    scope = TaskScope("owner", clock=clock)
    began: list[float] = []

    async def fails() -> None:
        began.append(clock.monotonic())
        raise Unavailable("away")

    scope.supervise("fails", fails, first_wait=1.0, longest_wait=4.0)
    await settle()
    for _second in range(16):
        await clock.advance(1.0)

    assert began == [0.0, 1.0, 3.0, 7.0, 11.0, 15.0]
    await scope.close()


async def test_supervised_work_that_returns_is_done() -> None:
    scope = TaskScope("owner")
    task = scope.supervise("once", lambda: asyncio.sleep(0))

    await task

    assert len(scope) == 0
