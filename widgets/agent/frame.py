"""How wide everything is at a window's width. Known by the window; knows nothing of what is shown.

DESK.md section 12: the width divided by the text scale decides.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Frame:
    """Widths in logical pixels at 100 %; `drawer` is True where the person lies over the thread."""

    rail: int
    queue: int
    person: int
    drawer: bool
    alone: bool = False

    @property
    def narrow_rail(self) -> bool:
        return self.rail < 100


def frame_for(width: float) -> Frame:
    """The frame for a window of this width (logical pixels at 100 %)."""
    if width < 1024:
        return Frame(rail=56, queue=320, person=300, drawer=True, alone=width < 56 + 320 + 480)
    if width < 1440:
        return Frame(rail=56, queue=372, person=300, drawer=True)
    if width < 1920:
        return Frame(rail=200, queue=400, person=300, drawer=False)
    if width < 2560:
        return Frame(rail=220, queue=440, person=340, drawer=False)
    return Frame(rail=240, queue=480, person=380, drawer=False)
