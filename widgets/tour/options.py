"""What whoever gives a tour may choose. Known by the tour's station; knows wall.options."""

from dataclasses import dataclass
from pathlib import Path

from widgets.wall.options import WallOptions


@dataclass(frozen=True)
class TourOptions:
    """Choices of one tour.

    Attributes:
        wall: how its scenes are shown.
        script: the file; None for the shipped tour.
        stop: which stop to begin with, from 1.
        theme, text_size: of the speaker's window.
        notes: open the speaker's window even where there is one monitor.
    """

    wall: WallOptions
    script: Path | None = None
    stop: int = 1
    theme: str = "dark"
    text_size: int = 150
    notes: bool = False
