"""How old a panel's data is, and how that is written. Known by wall.panel; knows kit and theme.

The age changes far more often than the data: it has a small rectangle of its own.
"""

from PySide6.QtCore import QRect

from app.core.clock import SECOND
from widgets.kit.canvas import Canvas, device_rect
from widgets.kit.marks import diamond
from widgets.theme.fonts import REGULAR, SEMI_BOLD
from widgets.theme.wall import WallTheme
from widgets.wall.measures import AGE_WIDTH, PAD
from widgets.wall.words import Words

SIZE = 24
ABOVE, HEIGHT = 26, 34
"""Its rectangle begins so far above its baseline, and is so high."""


class Age:
    """What one panel says of the age of its data.

    Attributes:
        text: in words; empty where none is said.
        is_stale: it is greater than it should be, and marked.
    """

    def __init__(self) -> None:
        self.text = ""
        self.is_stale = False

    def become(self, text: str, *, is_stale: bool) -> None:
        """Say this from now on."""
        self.text, self.is_stale = text, is_stale

    def room(self, canvas: Canvas, words: Words) -> float:
        """What must stay free for it at the right of the context; an age of seconds keeps its room as it grows."""
        if not self.text:
            return 0.0
        if self.is_stale:
            return canvas.width_of(self.text, SIZE, weight=SEMI_BOLD) + 44
        return max(canvas.width_of(self.text, SIZE), canvas.width_of(words.age(59 * SECOND), SIZE)) + 8

    def paint(self, canvas: Canvas, theme: WallTheme, *, right: float, baseline: float) -> None:
        """Write it so that it ends at `right`."""
        if not self.text:
            return
        color, weight = (theme.warn, SEMI_BOLD) if self.is_stale else (theme.text3, REGULAR)
        width = canvas.text(right, baseline, self.text, size=SIZE, color=color, weight=weight, align="right")
        if self.is_stale:
            diamond(canvas, right - width - 18, baseline - 9, color)


def age_region(width: float, baseline: float, *, scale: float, mirrored: bool) -> QRect:
    """The device pixels that an age may cover on a panel so wide."""
    left = PAD - 2 if mirrored else width - PAD - AGE_WIDTH
    return device_rect(left, baseline - ABOVE, AGE_WIDTH + 2, HEIGHT, scale=scale)
