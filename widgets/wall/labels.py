"""Finds room for the names of dots, so that none lies on another. Known by the world panel; knows nothing."""

from collections.abc import Sequence
from dataclasses import dataclass

GAP = 6.0


@dataclass(frozen=True)
class Disc:
    """A dot in logical pixels."""

    x: float
    y: float
    radius: float


@dataclass(frozen=True)
class Spot:
    """Where a name lies: its left edge, its right edge, its middle's height."""

    left: float
    right: float
    middle: float
    height: float

    def meets(self, other: "Spot") -> bool:
        """Whether two names would touch."""
        beside = self.right + GAP <= other.left or other.right + GAP <= self.left
        return not beside and abs(self.middle - other.middle) < (self.height + other.height) / 2

    def covers(self, disc: Disc) -> bool:
        """Whether a name would lie on a dot."""
        reach = disc.radius + 2
        beside = self.right <= disc.x - reach or disc.x + reach <= self.left
        return not beside and abs(self.middle - disc.y) < self.height / 2 + reach - 4


def find_spot(
    disc: Disc, *, width: float, height: float, taken: Sequence[Spot], discs: Sequence[Disc], edges: tuple[float, float]
) -> Spot | None:
    """Room for a name right of its dot, left of it, below or above; None where there is none."""
    beyond = disc.radius + GAP
    places = (
        (disc.x + beyond, disc.y),
        (disc.x - beyond - width, disc.y),
        (disc.x - width / 2, disc.y + beyond + height / 2),
        (disc.x - width / 2, disc.y - beyond - height / 2),
    )
    for left, middle in places:
        spot = Spot(left, left + width, middle, height)
        inside = left >= edges[0] and left + width <= edges[1]
        others = [other for other in discs if other is not disc]
        if inside and not any(map(spot.meets, taken)) and not any(map(spot.covers, others)):
            return spot
    return None
