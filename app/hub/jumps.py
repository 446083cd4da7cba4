"""Notices when the wall clock is set. Known by the hub's main and outbox; knows core.clock.

The wall clock is held against the one that only grows. A machine that slept counts as one whose clock was set forward.
"""

from typing import NamedTuple

from app.core.clock import SECOND, Clock, Millis

LEAST: Millis = 2 * SECOND
"""What a time server corrects bit by bit is no jump."""


class Reading(NamedTuple):
    """One look at the clock.

    Attributes:
        now: the moment; whoever works by it is not surprised by a clock that is set after the look.
        by: by how much it was set since the last look, negative for back; 0 when it just went on.
        since: what is dated from here up to now is dated by the clock as it stands now.
    """

    now: Millis
    by: Millis
    since: Millis


class Jumps:
    """One listener's eye on the clock."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._now, self._passed = clock.now(), self._grown()

    def read(self) -> Reading:
        """The moment, and what became of the clock since the last look."""
        now, grown = self._clock.now(), self._grown()
        passed = grown - self._passed
        by = now - self._now - passed
        self._now, self._passed = now, grown
        if abs(by) < LEAST:
            return Reading(now, 0, now)
        # Set forward: nothing old has so late a date. Set back: what was done since the last look has a new one.
        return Reading(now, by, now - by + 1 if by > 0 else now - passed)

    def taken(self) -> Millis:
        """By how much the clock was set since this was last asked, negative for back; 0 when it just went on."""
        return self.read().by

    def _grown(self) -> Millis:
        return round(SECOND * self._clock.monotonic())
