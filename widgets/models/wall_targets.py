"""Whom an order can be given to: all walls, a room, one wall, one of its screens. Known by the dialog of walls; knows
domain and wire."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.core.i18n import _
from app.domain.walls import ALL, Spot, Verb, room_target, screen_target
from app.wire.feeds import StationRow
from widgets.models.wall_words import orders_words, wall_words
from widgets.models.words import isolate


@dataclass(frozen=True)
class WallTarget:
    """One line of the list.

    Attributes:
        target: as an order names it; station: the wall that it is or belongs to, empty for a room and for all.
        depth: how far it is indented: a wall in its room, a screen of its wall.
        name, says, told: what it is called, what it shows, what it was told.
        walls: those it means; is_held: whether each of them is held.
    """

    target: str
    name: str
    says: str = ""
    told: str = ""
    station: str = ""
    depth: int = 0
    walls: tuple[StationRow, ...] = ()
    is_held: bool = False


def wall_targets(walls: Sequence[StationRow]) -> list[WallTarget]:
    """Everything an order can be given to: all, then room by room, then the walls that hang in none."""
    none = _("No wall is connected. What you order is told to each that comes.")
    all_held = bool(walls) and all(_is_held(wall) for wall in walls)
    found = [WallTarget(ALL, _("All walls"), says="" if walls else none, walls=tuple(walls), is_held=all_held)]
    for room in sorted({wall.room for wall in walls if wall.room}):
        found += _room(room, [wall for wall in walls if wall.room == room])
    for wall in walls:
        if not wall.room:
            found += _wall(wall, depth=0)
    return found


def _room(room: str, walls: Sequence[StationRow]) -> list[WallTarget]:
    name = _("Room: {room}").format(room=isolate(room))
    held = all(_is_held(wall) for wall in walls)
    found = [WallTarget(room_target(room), name, walls=tuple(walls), is_held=held)]
    for wall in walls:
        found += _wall(wall, depth=1)
    return found


def _wall(wall: StationRow, *, depth: int) -> list[WallTarget]:
    """A wall, and its screens where it has more than one."""
    spot = Spot(station=wall.name, room=wall.room)
    found = [
        WallTarget(
            wall.name,
            isolate(wall.title or wall.name),
            says=wall_words(wall),
            told=_told(wall, spot),
            station=wall.name,
            depth=depth,
            walls=(wall,),
            is_held=_is_held(wall),
        )
    ]
    screens = sorted(zip(wall.screens, wall.shows, strict=False)) if len(wall.screens) > 1 and wall.here else []
    return [*found, *(_screen(wall, number, shows, depth=depth + 1) for number, shows in screens)]


def _screen(wall: StationRow, number: int, shows: str, *, depth: int) -> WallTarget:
    spot = Spot(station=wall.name, room=wall.room, screen=number)
    own = screen_target(wall.name, number)
    return WallTarget(
        own,
        _("Screen {number}").format(number=number),
        says=_("Shows {scenes}").format(scenes=shows),
        told=_told(wall, spot, only=own),
        station=wall.name,
        depth=depth,
        walls=(wall,),
        is_held=_is_held(wall, spot),
    )


def _told(wall: StationRow, spot: Spot, *, only: str = "") -> str:
    """What stands there; with `only`, no more than what this very target was told."""
    orders = [one for one in wall.orders if one.means(spot) and only in {"", one.target}]
    return orders_words(orders, dict(wall.scenes))


def _is_held(wall: StationRow, spot: Spot | None = None) -> bool:
    where = spot or Spot(station=wall.name, room=wall.room)
    return any(one.verb is Verb.HOLD and one.means(where) for one in wall.orders)
