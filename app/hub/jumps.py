"""Notices when the wall clock is set. Known by the hub's main and outbox; knows core.clock.

The wall clock is held against the one that only grows. A machine that slept counts as one whose clock was set forward.
"""

from app.core.clock import SECOND, Clock, Millis

LEAST: Millis = 2 * SECOND
"""What a time server corrects bit by bit is no jump."""


class Jumps:
    """One listener's eye on the clock."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._offset = self._look()

    def taken(self) -> Millis:
        """By how much the clock was set since this was last asked, negative for back; 0 when it just went on."""
        by = self._look() - self._offset
        self._offset += by
        return by if abs(by) >= LEAST else 0

    def _look(self) -> Millis:
        return self._clock.now() - round(SECOND * self._clock.monotonic())
