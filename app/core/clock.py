"""Time as the hub and the stations see it. Known by every room; knows nothing.

All moments are whole milliseconds since 1970-01-01 UTC (`Millis`); all lengths of waiting are seconds (`float`).
Code that waits or stamps takes a `Clock`, so that a test can move time by hand.
"""

import asyncio
import time
from typing import Protocol

Millis = int
"""A moment: whole milliseconds since the epoch, UTC."""

SECOND: Millis = 1_000
MINUTE: Millis = 60_000
HOUR: Millis = 3_600_000
DAY: Millis = 86_400_000


class Clock(Protocol):
    """What tells the time and lets it pass."""

    def now(self) -> Millis:
        """The wall clock, which people and networks may set back."""
        ...

    def monotonic(self) -> float:
        """Seconds that only grow; for lengths of time."""
        ...

    async def sleep(self, seconds: float) -> None:
        """Wait at least this long."""
        ...


class SystemClock:
    """The machine's own clock."""

    def now(self) -> Millis:
        return time.time_ns() // 1_000_000

    def monotonic(self) -> float:
        return time.monotonic()

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(max(0.0, seconds))


def minute_of(moment: Millis) -> int:
    """The number of the minute, counted from the epoch, that a moment lies in."""
    return moment // MINUTE
