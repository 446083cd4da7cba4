"""How much a hub takes from each source that nobody has signed in: so much at once, so much a second. Known by hooks;
knows core."""

from collections import OrderedDict

from app.core.clock import Clock

PATIENCE = 3000.0
"""Points a source may spend at once."""
RECOVERY = 50.0
"""Points it gets back a second."""
SOURCES = 4096
"""How many are remembered; the one that was quiet longest is forgotten first."""


class Patience:
    """Points left for each source. What is refused costs many, so that guessing soon ends and a busy network does
    not."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait(self, source: str) -> float:
        """Seconds until this source may come again; 0 for now."""
        left = self._points(source)
        return 0.0 if left >= 1.0 else (1.0 - left) / RECOVERY

    def spend(self, source: str, cost: float) -> None:
        """Note what came of it."""
        left = self._points(source) - cost
        self._left[source] = (left, self._clock.monotonic())
        self._left.move_to_end(source)
        while len(self._left) > SOURCES:
            self._left.popitem(last=False)

    def _points(self, source: str) -> float:
        left, since = self._left.get(source, (PATIENCE, 0.0))
        return min(PATIENCE, left + (self._clock.monotonic() - since) * RECOVERY)
