"""Orders to walls: what a person told a screen to show, who it was and until when. Known by services, hub, wire and
widgets; knows core.

Of each kind the newest order that means a wall counts. An order ends by time, by release, or when one of the same kind
takes its place.
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from app.core.clock import SECOND, Millis

ALL = "all"
"""The target that means every wall. Others: `room:NAME`, a station's name, `STATION#2` for one of its screens."""

ROOM, SCREEN = "room:", "#"

NEXT_LASTS: Millis = 10 * SECOND
"""A wall that hears of “next” later than this does not turn any more."""


class Verb(StrEnum):
    """What can be told to a wall."""

    NEXT = "next"
    """Show the next scene now."""
    HOLD = "hold"
    """Stay on the scene that is shown."""
    RESUME = "resume"
    """Hold no longer."""
    PIN = "pin"
    """Show one scene until released."""
    MESSAGE = "message"
    """Show words of ours over everything."""
    RELEASE = "release"
    """Do again as the wall's own plan says."""


STANDING = frozenset({Verb.HOLD, Verb.PIN, Verb.MESSAGE})
"""Orders that last; the others happen once."""


class WallOrder(Struct, frozen=True, kw_only=True):
    """One order.

    Attributes:
        id: grows; tells a wall which “next” it has obeyed.
        target: whom it is for; `but` names the narrower targets that were released from it.
        by, since: who gave it, and when by the hub's clock; until: when it ends, 0 for not before it is released.
        scene: of a pin. text: of a message; never a stranger's words.
    """

    id: int
    target: str
    verb: Verb
    by: str
    since: Millis
    until: Millis = 0
    scene: str = ""
    text: str = ""
    but: tuple[str, ...] = ()

    def means(self, spot: "Spot") -> bool:
        """Whether what hangs there is to obey it."""
        targets = spot.targets()
        return self.target in targets and not any(target in targets for target in self.but)

    def concerns(self, station: str, room: str) -> bool:
        """Whether any screen of this wall is to obey it."""
        is_for_one = self.target.startswith(f"{station}{SCREEN}")
        return is_for_one or self.means(Spot(station=station, room=room))

    def is_for_screen(self, station: str, number: int) -> bool:
        """Whether one screen of a wall that it concerns is to obey it; what it says of rooms was looked at before."""
        own = screen_target(station, number)
        is_for_one = self.target.startswith(f"{station}{SCREEN}")
        return own not in self.but and (self.target == own or not is_for_one)

    def stands(self, now: Millis) -> bool:
        """Whether it has not ended by time."""
        return not self.until or now < self.until


class Spot(Struct, frozen=True, kw_only=True):
    """Where an order may arrive: a wall, in a room where it hangs in one; `screen` is one of its screens, 0 for all."""

    station: str
    room: str = ""
    screen: int = 0

    def targets(self) -> tuple[str, ...]:
        """Every target that means it, the widest first."""
        room = (room_target(self.room),) if self.room else ()
        screen = (screen_target(self.station, self.screen),) if self.screen else ()
        return (ALL, *room, self.station, *screen)


class Panic(Struct, frozen=True, kw_only=True):
    """Whether every wall is to show its neutral scene; an empty `by` means that none does."""

    by: str = ""
    since: Millis = 0
    reason: str = ""


class ShownPost(Struct, frozen=True, array_like=True):
    """A stranger's post as one panel of a wall shows it.

    Attributes:
        post: its id; screen: the wall's screen, from the left; scene, panel: their titles; since: from when on.
    """

    post: int
    screen: int
    scene: str
    panel: str
    since: Millis


Orders = tuple[WallOrder, ...]
Rooms = Mapping[str, str]
"""In which room each wall hangs, by its station's name; those in none are left out."""


def room_target(room: str) -> str:
    """The target that means every wall of a room."""
    return f"{ROOM}{room}"


def screen_target(station: str, number: int) -> str:
    """The target that means one screen of a wall, by its number from the left."""
    return f"{station}{SCREEN}{number}"


def newest(orders: Iterable[WallOrder], now: Millis) -> dict[Verb, WallOrder]:
    """Of each kind the newest that has not ended."""
    return {order.verb: order for order in sorted(orders, key=lambda one: one.id) if order.stands(now)}


def standing(orders: Iterable[WallOrder], spot: Spot, now: Millis) -> dict[Verb, WallOrder]:
    """What is to be obeyed there now: of each kind the newest."""
    return newest((order for order in orders if order.means(spot)), now)


def given(orders: Iterable[WallOrder], order: WallOrder, rooms: Rooms | None = None) -> Orders:
    """The orders with a new one: those it takes the place of are gone, as are those that ended by time."""
    kept = (one for one in _withdrawn(orders, order.target, {order.verb}, rooms or {}) if one.stands(order.since))
    return (*kept, order)


def released(
    orders: Iterable[WallOrder], target: str, verbs: Iterable[Verb], now: Millis, *, rooms: Rooms | None = None
) -> Orders:
    """The orders without those of these kinds for a target."""
    return tuple(one for one in _withdrawn(orders, target, set(verbs), rooms or {}) if one.stands(now))


def _withdrawn(orders: Iterable[WallOrder], target: str, verbs: set[Verb], rooms: Rooms) -> Orders:
    """Orders for the target or a part of it go; wider ones stay but no longer mean it."""
    kept = []
    for order in orders:
        if order.verb not in verbs:
            kept.append(order)
        elif target in _wider(order.target, rooms):
            continue
        elif order.target in _wider(target, rooms):
            kept.append(replace(order, but=tuple(sorted({*order.but, target}))))
        else:
            kept.append(order)
    return tuple(kept)


def _wider(target: str, rooms: Rooms) -> tuple[str, ...]:
    """A target and every one that it is a part of."""
    if target == ALL or target.startswith(ROOM):
        return (ALL, target)
    station = target.partition(SCREEN)[0]
    return (*Spot(station=station, room=rooms.get(station, "")).targets(), target)
