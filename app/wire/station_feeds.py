"""Feeds about stations and what they are to show. Known by `feeds`, which gives them to everybody; knows domain."""

from typing import Any, ClassVar

from msgspec import Struct

from app.core.clock import Millis
from app.domain.principal import Right
from app.domain.walls import WallOrder
from app.wire.feed import Feed


class WallOrderFeed(Feed, frozen=True, kw_only=True, tag="wall_orders"):
    """The orders that one wall, by its station's name, or any of its screens is to obey now. Key: the order's id."""

    ROW: ClassVar[Any] = WallOrder
    NEEDS: ClassVar[Right] = Right.WATCH
    station: str = ""


class StationRow(Struct, frozen=True, kw_only=True):
    """A wall, or any connected station. Key: its name.

    Attributes:
        mode: wall, agent, tour, demo or tool; who: whose token it came with.
        here: whether it is connected, `since` when that is so; only walls are told of while they are away.
        shows: titles of the scenes on its screens; screens: their numbers from the left; scenes: (name, title) of
            those it can show; figures: (scene, panel's title, formula) of their panels with figures, where a formula
            is a figure's name or a heading of the help's page of formulas.
        title: what people call it; room: where it hangs; empty where nobody has said so.
        orders: what it is to obey now.
    """

    name: str
    mode: str
    who: str
    here: bool
    since: Millis
    shows: tuple[str, ...] = ()
    scenes: tuple[tuple[str, str], ...] = ()
    orders: tuple[WallOrder, ...] = ()
    screens: tuple[int, ...] = ()
    title: str = ""
    room: str = ""
    figures: tuple[tuple[str, str, str], ...] = ()


class StationFeed(Feed, frozen=True, kw_only=True, tag="stations"):
    """Every station the hub knows of."""

    ROW: ClassVar[Any] = StationRow
    NEEDS: ClassVar[Right] = Right.DIRECT_WALL


class WallPlace(Struct, frozen=True, kw_only=True):
    """Where a post is shown.

    Attributes:
        wall: what people call it; room: where it hangs; screen: which of its screens, counted from the left.
        scene, panel: their titles; since: from when on.
        here: whether the wall is connected; one that is not shows on what it showed last.
    """

    wall: str
    room: str
    screen: int
    scene: str
    panel: str
    since: Millis
    here: bool


class OnWallRow(Struct, frozen=True, kw_only=True):
    """A post that walls say they show. Key: its id.

    Attributes:
        author: as the walls name him; released_by: who let it there, empty for the wall's policy.
        is_released: False once it was taken off, while a wall still says that it shows it.
    """

    id: int
    network: str
    author: str
    text: str
    at: Millis
    is_released: bool
    released_by: str
    places: tuple[WallPlace, ...]


class OnWallFeed(Feed, frozen=True, kw_only=True, tag="on_walls"):
    """Strangers' posts that are on walls now, masked as they are there."""

    ROW: ClassVar[Any] = OnWallRow
    NEEDS: ClassVar[Right] = Right.MODERATE


class OnShiftRow(Struct, frozen=True, kw_only=True):
    """How many people sit at a desk: who take new work, who finish what they have, who are away. Key: `desks`."""

    here: int
    busy: int = 0
    away: int = 0


class OnShiftFeed(Feed, frozen=True, kw_only=True, tag="on_shift"):
    """How many people are on shift, without names: it hangs on public walls."""

    ROW: ClassVar[Any] = OnShiftRow
    NEEDS: ClassVar[Right] = Right.WATCH
