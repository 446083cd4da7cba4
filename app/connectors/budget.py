"""The patience of one network, learned from its own answers. Known by the hub, which makes one per account, and by the
runner; knows core, the contract's errors and `limits`.

Until a server tells its limits nothing is held back. Then a share is kept for replies, and catching up with the past
stops earlier than live listening, so that neither can starve a reply. A reply that would wait for long goes back to the
outbox, where it is seen and holds nobody up.
"""

from collections.abc import Mapping

from app.connectors.base import RateLimited
from app.connectors.limits import Window, read_window
from app.core.clock import SECOND, Clock, Millis
from app.core.i18n import _

REPLY_SHARE = 0.1
"""Of each limit, what only replies may use."""
LIVE_SHARE = 0.3
"""Of each limit, what backfill leaves to live listening and replies."""
REPLY_WAITS = 10.0
"""Seconds a reply waits in line at most."""
_BEYOND_RESET = 0.05
"""Seconds waited past a reset, for clocks that differ a little."""


class RateBudget:
    """How many requests may still go out, and when the next one may.

    Attributes:
        heard_at: when the network last answered anything; 0 for never.
    """

    def __init__(self, clock: Clock) -> None:
        self._heard_at: Millis = 0
        self._clock = clock
        self._windows: dict[str, Window] = {}
        self._live_waiting = 0
        self._parts: dict[str, RateBudget] = {}

    @property
    def heard_at(self) -> Millis:
        return max([self._heard_at, *(part.heard_at for part in self._parts.values())])

    @property
    def left(self) -> float:
        """The smallest share left of any limit, 0 … 1; −1 while the network tells none."""
        shares = [window.remaining / window.limit for window in self._current()]
        shares += [part.left for part in self._parts.values() if part.left >= 0]
        return min(shares, default=-1.0)

    def of(self, endpoint: str) -> "RateBudget":
        """The patience for one kind of request, on a network that keeps limits for each; "" is the network's own."""
        return self._parts.setdefault(endpoint, RateBudget(self._clock)) if endpoint else self

    async def spend(self, *, reply: bool = False, backfill: bool = False) -> None:
        """Wait until a request may go out, and count it. Raises RateLimited where a reply would wait too long."""
        share = 0.0 if reply else LIVE_SHARE if backfill else REPLY_SHARE
        self._live_waiting += not backfill
        try:
            while (wait := self._wait(share, yields=backfill)) > 0:
                if reply and wait > REPLY_WAITS:
                    until = self._clock.now() + round(wait * SECOND)
                    raise RateLimited(_("The network asks us to wait."), until=until)
                await self._clock.sleep(wait)
        finally:
            self._live_waiting -= not backfill
        self._count()

    def learn(self, headers: Mapping[str, str]) -> None:
        """Take over what an answer says about limits; any answer counts as a sign of life."""
        self._heard_at = self._clock.now()
        window = read_window(headers, now=self._heard_at)
        if window is not None:
            self._windows[window.name] = window

    def _wait(self, share: float, *, yields: bool) -> float:
        now = self._clock.now()
        spent = [window.reset_at for window in self._current() if window.remaining <= int(window.limit * share)]
        if spent:
            return max(0.0, (max(spent) - now) / SECOND) + _BEYOND_RESET
        return _BEYOND_RESET if yields and self._live_waiting else 0.0

    def _count(self) -> None:
        for window in self._current():
            self._windows[window.name] = Window(
                window.name, window.limit, max(0, window.remaining - 1), window.reset_at
            )

    def _current(self) -> list[Window]:
        now = self._clock.now()
        for name in [name for name, window in self._windows.items() if window.reset_at <= now]:
            del self._windows[name]
        return list(self._windows.values())
