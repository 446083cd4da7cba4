"""How often somebody tried something of late. Known by services and hub; knows core."""

from collections import deque

from app.core.clock import MINUTE, Millis
from app.core.errors import Code, FishbowlError
from app.core.i18n import _

MOST_KEYS = 1024


class Attempts:
    """Counts by key over the last minute, in this hub's memory only."""

    def __init__(self, *, most: int) -> None:
        self._most = most
        self._moments: dict[str, deque[Millis]] = {}

    def count(self, key: str, now: Millis) -> None:
        """One more; raises FishbowlError (`rate_limited`) when it is one too many."""
        self._forget(now)
        moments = self._moments.setdefault(key, deque())
        if len(moments) >= self._most or len(self._moments) > MOST_KEYS:
            raise FishbowlError(_("That was tried too often."), hint=_("Wait a minute."), code=Code.RATE_LIMITED)
        moments.append(now)

    def forgive(self, key: str) -> None:
        """It went well: begin to count anew."""
        self._moments.pop(key, None)

    def _forget(self, now: Millis) -> None:
        for key, moments in tuple(self._moments.items()):
            while moments and moments[0] <= now - MINUTE:
                moments.popleft()
            if not moments:
                del self._moments[key]
