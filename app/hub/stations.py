"""Which walls and desks there are, what each wall is to obey, and how many people take work. Known by the hub's tables
and main; knows services, store and wire."""

from collections.abc import Callable
from functools import partial

from app.core.clock import Millis
from app.domain.screens import Screen
from app.domain.shift import State
from app.domain.walls import Orders, WallOrder
from app.services import walls
from app.services.house import House
from app.services.presence import Presence
from app.services.together import at_desks
from app.store import screens
from app.wire.feeds import ColleagueFeed, Feed, OnShiftRow, OnWallFeed, PresenceFeed, StationFeed, StationRow


def follow(house: House, stir: Callable[[type[Feed]], None]) -> None:
    """Stir the feeds that tell of stations whenever one comes, leaves, shows or looks at something else."""
    here: tuple[type[Feed], ...] = (StationFeed, ColleagueFeed, OnWallFeed)
    looking: tuple[type[Feed], ...] = (PresenceFeed, ColleagueFeed)
    for kind in here:
        house.attendance.listen(partial(stir, kind))
    for kind in looking:
        house.company.listen(partial(stir, kind))
    house.on_walls.listen(partial(stir, OnWallFeed))


async def wall_orders(house: House, station: str) -> dict[str, WallOrder]:
    """The orders that one wall, whole or in part, is to obey now, by id."""
    orders, screen = await house.store.read(lambda tx: (walls.orders(tx), screens.get(tx, station)))
    return {str(one.id): one for one in _for(screen, orders, house.clock.now())}


async def stations(house: House) -> dict[str, StationRow]:
    """Every station that is here, every wall that was, and every screen that was enrolled or hung, by name."""
    orders, kept = await house.store.read(lambda tx: (walls.orders(tx), screens.all(tx)))
    known = {screen.station: screen for screen in kept}
    here, now = house.attendance.stations, house.clock.now()
    return {
        name: _row(name, here.get(name), screen, _for(screen, orders, now))
        for name in here.keys() | known.keys()
        for screen in [known.get(name) or Screen(station=name)]
    }


def on_shift(house: House) -> OnShiftRow:
    """Everybody who sits at a desk now, by whether he takes work."""
    states = [house.company.state_of(name) for name in at_desks(house)]
    return OnShiftRow(
        here=states.count(State.HERE),
        busy=states.count(State.BUSY),
        away=states.count(State.AWAY),
    )


def _for(screen: Screen, orders: Orders, now: Millis) -> Orders:
    return tuple(one for one in orders if one.stands(now) and one.concerns(screen.station, screen.room))


def _row(name: str, found: Presence | None, screen: Screen, orders: Orders) -> StationRow:
    """A station that is here or was; an enrolled screen that has not come since the hub began is away as well."""
    station = found or Presence(name=name, mode="wall", who=screen.name, since=screen.enrolled_at, connections=0)
    return StationRow(
        name=name,
        mode=station.mode,
        who=station.who,
        here=station.connections > 0,
        since=station.since,
        shows=station.shows,
        scenes=station.scenes,
        orders=orders,
        screens=station.screens,
        figures=station.figures,
        title=screen.name,
        room=screen.room,
    )
