"""Clocks that a test moves. Known by every test; knows core.clock."""

import asyncio
import heapq
import itertools
import time

from app.core.clock import SECOND, Millis, SystemClock

NOON: Millis = 1_767_614_400_000
"""2026-01-05 12:00 UTC, a Monday."""


class ManualClock:
    """A clock that stands until it is moved; sleepers wake in the order of their time.

    Attributes:
        naps: every length of time somebody asked to sleep, in order.
    """

    def __init__(self, now: Millis = NOON) -> None:
        self.naps: list[float] = []
        self._now = now
        self._passed = 0.0
        self._order = itertools.count()
        self._sleepers: list[tuple[float, int, asyncio.Event]] = []

    def now(self) -> Millis:
        return self._now

    def monotonic(self) -> float:
        return self._passed

    async def sleep(self, seconds: float) -> None:
        self.naps.append(seconds)
        if seconds <= 0:
            await asyncio.sleep(0)
            return
        woken = asyncio.Event()
        heapq.heappush(self._sleepers, (self._passed + seconds, next(self._order), woken))
        await woken.wait()

    def set_back(self, millis: Millis) -> None:
        """Move only the wall clock, as a person or a time server does."""
        self._now -= millis

    async def advance(self, seconds: float) -> None:
        """Let time pass; whoever's sleep ends meanwhile runs at their own moment."""
        end = self._passed + seconds
        await settle()
        while self._sleepers and self._sleepers[0][0] <= end:
            at, _order, woken = heapq.heappop(self._sleepers)
            self._move_to(at)
            woken.set()
            await settle()
        self._move_to(end)
        await settle()

    def _move_to(self, passed: float) -> None:
        self._now += round((passed - self._passed) * SECOND)
        self._passed = passed


class SettableClock(SystemClock):
    """The machine's clock, which a test sets as a person does, and lets time pass on; sleepers sleep as they would."""

    def __init__(self) -> None:
        self._set: Millis = 0
        self._passed = 0.0

    def now(self) -> Millis:
        return super().now() + self._set + round(self._passed * SECOND)

    def monotonic(self) -> float:
        return super().monotonic() + self._passed

    def set_by(self, millis: Millis) -> None:
        """Set the wall clock forward, or back with a negative number."""
        self._set += millis

    def let_pass(self, seconds: float) -> None:
        """Time passes on both clocks."""
        self._passed += seconds


class HurriedClock(SystemClock):
    """The machine's clock for tests with real servers: it sleeps a fraction of what it is asked to."""

    def __init__(self, *, times: float = 50.0) -> None:
        self._times = times

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(max(0.0, seconds) / self._times)


class FastClock:
    """A clock on which time passes many times faster, told and slept alike, for tests that speak to a fake server.

    Attributes:
        times: how many seconds of it pass in a second.
    """

    def __init__(self, *, times: float = 100.0, now: Millis = NOON) -> None:
        self.times = times
        self._start = now
        self._began = time.monotonic()

    def now(self) -> Millis:
        return self._start + round(self.monotonic() * SECOND)

    def monotonic(self) -> float:
        return (time.monotonic() - self._began) * self.times

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(max(0.0, seconds) / self.times)


async def settle(rounds: int = 20) -> None:
    """Let everything that can run without time passing run."""
    for _round in range(rounds):
        await asyncio.sleep(0)
