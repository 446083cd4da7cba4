"""Growing waits between tries, spread by chance so that many do not knock at once. Known by the runner and lanes; knows
core.clock.

Source: "Exponential Backoff And Jitter", AWS Architecture Blog (2015); here half of each wait is fixed.
"""

import random
from collections.abc import Callable

from app.core.clock import Clock


class Backoff:
    """How long to wait before the next try.

    Attributes:
        first, longest: bounds of a wait, seconds.
    """

    def __init__(
        self,
        *,
        clock: Clock,
        first: float = 1.0,
        longest: float = 60.0,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self.first = first
        self.longest = longest
        self._clock = clock
        self._chance = chance
        self._wait = 0.0
        self._well_since: float | None = None

    def went_well(self) -> None:
        """Something worked. Waits start small again once that lasted longer than the last wait."""
        if self._well_since is None:
            self._well_since = self._clock.monotonic()

    def next(self) -> float:
        """Seconds to wait now."""
        if self._well_since is not None and self._clock.monotonic() - self._well_since >= self._wait:
            self._wait = 0.0
        self._well_since = None
        self._wait = min(self.longest, max(self.first, self._wait * 2))
        return self._wait * (0.5 + self._chance() / 2)
