"""Orders to walls: what a person told a screen to show, who it was and until when. Known by services, hub, wire and
widgets; knows core.

Of each kind the newest order that means a wall counts. An order ends by time, by release, or when one of the same kind
takes its place.
"""

from collections.abc import Iterable
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from app.core.clock import SECOND, Millis

ALL = "all"
"""The target that means every wall."""

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
        target: a station's name, or `all`; `but` names the stations that were released from it.
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

    def means(self, station: str) -> bool:
        """Whether this wall is to obey it."""
        return self.target == station or (self.target == ALL and station not in self.but)

    def stands(self, now: Millis) -> bool:
        """Whether it has not ended by time."""
        return not self.until or now < self.until


class Panic(Struct, frozen=True, kw_only=True):
    """Whether every wall is to show its neutral scene; an empty `by` means that none does."""

    by: str = ""
    since: Millis = 0
    reason: str = ""


Orders = tuple[WallOrder, ...]


def standing(orders: Iterable[WallOrder], station: str, now: Millis) -> dict[Verb, WallOrder]:
    """What one wall is to obey now: of each kind the newest."""
    found: dict[Verb, WallOrder] = {}
    for order in sorted(orders, key=lambda one: one.id):
        if order.means(station) and order.stands(now):
            found[order.verb] = order
    return found


def given(orders: Iterable[WallOrder], order: WallOrder) -> Orders:
    """The orders with a new one: those it takes the place of are gone, as are those that ended by time."""
    kept = (one for one in _withdrawn(orders, order.target, {order.verb}) if one.stands(order.since))
    return (*kept, order)


def released(orders: Iterable[WallOrder], target: str, verbs: Iterable[Verb], now: Millis) -> Orders:
    """The orders without those of these kinds for one wall, or for all."""
    return tuple(one for one in _withdrawn(orders, target, set(verbs)) if one.stands(now))


def _withdrawn(orders: Iterable[WallOrder], target: str, verbs: set[Verb]) -> Orders:
    """One wall's own orders go, those for all stay but no longer mean it; released for all, every one goes."""
    kept = []
    for order in orders:
        if order.verb not in verbs:
            kept.append(order)
        elif order.target == ALL != target:
            kept.append(replace(order, but=tuple(sorted({*order.but, target}))))
        elif ALL != target != order.target:
            kept.append(order)
    return tuple(kept)
