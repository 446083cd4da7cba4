"""Which posts of strangers each wall says it shows. Known by house, the walls' calls and the hub's feed of them; knows
domain.

Nothing here is kept: a hub that starts anew is told by the walls that come back.
"""

from collections.abc import Callable

from app.core.clock import DAY, Millis
from app.domain.walls import ShownPost
from app.services.presence import Attendance

MOST = 500
"""Of one wall; its screens have room for fewer."""
REMEMBERED: Millis = DAY
"""So long a wall that cannot be reached is believed to show what it showed last."""


class OnWalls:
    """What is behind glass now, as the walls tell it."""

    def __init__(self) -> None:
        self._told: dict[str, tuple[ShownPost, ...]] = {}
        self._listeners: list[Callable[[], None]] = []

    def listen(self, listener: Callable[[], None]) -> None:
        """Call whenever a wall shows other posts."""
        self._listeners.append(listener)

    def tell(self, station: str, posts: tuple[ShownPost, ...]) -> None:
        """A wall says what it shows now."""
        if posts == self._told.get(station, ()):
            return
        if posts:
            self._told[station] = posts
        else:
            del self._told[station]
        for listener in self._listeners:
            listener()

    def shown(self, attendance: Attendance, now: Millis) -> dict[str, tuple[ShownPost, ...]]:
        """By station what is shown; of a wall that left, what it showed last."""
        stations = attendance.stations
        return {
            name: posts
            for name, posts in self._told.items()
            if name in stations and (stations[name].connections or now - stations[name].since < REMEMBERED)
        }
