"""What the owner of a wall may choose. Known by the wall; knows nothing."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal


@dataclass(frozen=True)
class CityClock:
    """A city and its IANA time zone; an empty city has the name that the wall's language gives the zone's city."""

    city: str
    zone: str


@dataclass(frozen=True)
class WallOptions:
    """Choices of one wall.

    Attributes:
        size: open one ordinary window of this size (Qt's pixels) instead of a full screen on each monitor.
        scene: show this scene on every screen; empty for each screen's own.
        scenes: a folder with more scenes and a playlist, or one scene file; a scene of the same name replaces the
            shipped one.
        scale: device pixels per logical pixel; 0 to compute it from diagonal and distance.
        diagonal_inches, distance_m: of the screens; 0 for what the monitor says and what is usual for its size.
        clocks: cities whose time is shown.
        locale: whose separators and names of days are used.
        right_to_left: the whole wall is mirrored, as Arabic and Hebrew are read.
        paced: False lets every change show at once, for measuring.
        reduced_motion: no fades.
        identify: show on every monitor for some seconds which one it is.
        crisis_takes: which screens a declared crisis takes.
        memory: file that remembers which scene each monitor shows; None to forget.
    """

    size: tuple[int, int] | None = None
    scene: str = ""
    scenes: Path | None = None
    scale: float = 0.0
    diagonal_inches: float = 0.0
    distance_m: float = 0.0
    clocks: tuple[CityClock, ...] = (
        CityClock("São Paulo", "America/Sao_Paulo"),
        CityClock("Lisbon", "Europe/Lisbon"),
        CityClock("Singapore", "Asia/Singapore"),
    )
    locale: str = "en"
    right_to_left: bool = False
    paced: bool = True
    reduced_motion: bool = False
    identify: bool = False
    crisis_takes: Literal["all", "first", "none"] = "all"
    memory: Path | None = None
