"""Which stations are connected, and what walls say they show. Known by house, the hub's server and tables; knows
domain.

Nothing here is kept: a hub that starts anew learns it from the stations that come back. A wall that left is
remembered, so that it can still be given orders for when it returns.
"""

from collections.abc import Callable

from msgspec import Struct
from msgspec.structs import replace

from app.core.clock import Millis

MOST_AWAY = 256


class Presence(Struct, frozen=True, kw_only=True):
    """One station by its name.

    Attributes:
        mode: wall, agent, tour, demo or tool.
        who: whose token it came with.
        since: when it came, or left; connections: how many it has, 0 for one that left.
        shows: titles of the scenes on its screens; screens: their numbers; scenes: (name, title) of those it can
            show; figures: (scene, panel's title, formula) of their panels with figures. Empty for no wall.
    """

    name: str
    mode: str
    who: str
    since: Millis
    connections: int = 1
    shows: tuple[str, ...] = ()
    scenes: tuple[tuple[str, str], ...] = ()
    screens: tuple[int, ...] = ()
    figures: tuple[tuple[str, str, str], ...] = ()


class Attendance:
    """Who is here.

    Attributes:
        stations: by name.
    """

    def __init__(self) -> None:
        self.stations: dict[str, Presence] = {}
        self._listeners: list[Callable[[], None]] = []

    def has_wall(self) -> bool:
        """Whether any wall is here and shows something."""
        return any(station.connections and station.shows for station in self.stations.values())

    def listen(self, listener: Callable[[], None]) -> None:
        """Call whenever anybody comes, leaves, or shows something else."""
        self._listeners.append(listener)

    def come(self, name: str, *, mode: str, who: str, now: Millis) -> None:
        """A connection of this station began."""
        known = self.stations.get(name)
        if known is not None and known.connections:
            self._put(replace(known, connections=known.connections + 1))
        else:
            self._put(Presence(name=name, mode=mode, who=who, since=now))

    def leave(self, name: str, now: Millis) -> None:
        """One of its connections ended; only walls are remembered when the last one did."""
        known = self.stations.get(name)
        if known is None:
            return
        if known.connections > 1:
            self._put(replace(known, connections=known.connections - 1))
        elif known.scenes:
            self._put(replace(known, connections=0, since=now))
            self._forget_oldest()
        else:
            del self.stations[name]
            self._tell()

    def show(
        self,
        name: str,
        shows: tuple[str, ...],
        scenes: tuple[tuple[str, str], ...],
        *,
        screens: tuple[int, ...] = (),
        figures: tuple[tuple[str, str, str], ...] = (),
    ) -> None:
        """A wall says what it shows and could show; one that is not here says nothing."""
        known = self.stations.get(name)
        if known is None:
            return
        told = replace(known, shows=shows, scenes=scenes, screens=screens, figures=figures)
        if told != known:
            self._put(told)

    def _put(self, station: Presence) -> None:
        self.stations[station.name] = station
        self._tell()

    def _forget_oldest(self) -> None:
        away = sorted((one for one in self.stations.values() if not one.connections), key=lambda one: one.since)
        for one in away[: max(0, len(away) - MOST_AWAY)]:
            del self.stations[one.name]

    def _tell(self) -> None:
        for listener in self._listeners:
            listener()
