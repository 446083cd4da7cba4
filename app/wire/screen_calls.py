"""The calls about screens: letting one in by its code, where it hangs, sending it away. Known by `calls`; knows
domain."""

from typing import Any, ClassVar

from app.domain.principal import Right
from app.domain.screens import Screen
from app.wire.answers import Done
from app.wire.request import Request


class EnrolScreen(Request, frozen=True, kw_only=True, tag="screen.enrol"):
    """Let in the screen that shows this code, under a name and in a room; it may only watch.

    Fails with `not_found` for a wrong or old code, `rate_limited` after five of them, `conflict` when another screen or
    person has the name.
    """

    ANSWER: ClassVar[Any] = Screen
    NEEDS: ClassVar[Right] = Right.DIRECT_WALL
    code: str
    name: str
    room: str = ""


class PlaceScreen(Request, frozen=True, kw_only=True, tag="screen.place"):
    """Say in which room a wall hangs, by its station's name; empty for none."""

    ANSWER: ClassVar[Any] = Screen
    NEEDS: ClassVar[Right] = Right.DIRECT_WALL
    station: str
    room: str


class RemoveScreen(Request, frozen=True, kw_only=True, tag="screen.remove"):
    """Send an enrolled screen away, by its station's name: its token opens nothing from now on."""

    ANSWER: ClassVar[Any] = Done
    NEEDS: ClassVar[Right] = Right.DIRECT_WALL
    station: str


class ListScreens(Request, frozen=True, kw_only=True, tag="screen.list"):
    """Every screen that was enrolled or has a room, by its station's name."""

    ANSWER: ClassVar[Any] = tuple[Screen, ...]
    NEEDS: ClassVar[Right] = Right.DIRECT_WALL
