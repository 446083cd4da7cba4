"""The bar below a scene: which stop this is, what it shows, and whether it is live or a replay. Known by the audience's
window; knows kit and theme.

Painted in the wall's logical pixels, so that it is read from as far as the wall is.
"""

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QWidget

from widgets.kit.canvas import Canvas
from widgets.kit.marks import diamond
from widgets.kit.wrap import wrap
from widgets.theme.fonts import SEMI_BOLD
from widgets.theme.wall import wall_theme

HEIGHT = 200
EDGE, TITLE, FIRST, LINE = 32, 60, 116, 48
TITLE_SIZES, CAPTION_SIZES = (44, 36, 32), (40, 36, 32, 28)
LINES, USUAL = 2, 36
NARROW = 1272
"""Smaller pictures have no room beside the title; the mark goes below the caption's place."""


@dataclass(frozen=True)
class Said:
    """What the bar says.

    Attributes:
        place: which stop of how many, in words; mark: live or replay; trouble: what is wrong now, empty when all is
            well, and said instead of the mark.
        passed, planned: stops behind, and all of them.
    """

    title: str
    caption: str
    place: str
    mark: str
    trouble: str = ""
    passed: int = 0
    planned: int = 1


class Caption(QWidget):
    """The bar.

    Attributes:
        scale: device pixels per logical pixel.
    """

    def __init__(self, *, right_to_left: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.scale = 1.0
        self._mirrored = right_to_left
        self._said = Said("", "", "", "")
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    def say(self, said: Said) -> None:
        """From now on."""
        if said == self._said:
            return
        self._said = said
        self.setAccessibleName(said.title)
        self.setAccessibleDescription(" ".join((said.caption, said.place, said.trouble or said.mark)))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Place and mark at the end of the title's line; title, then the caption, in full width."""
        theme, said = wall_theme(), self._said
        ratio = self.devicePixelRatioF() / self.scale
        width, height = self.width() * ratio, self.height() * ratio
        with Canvas(self, scale=self.scale / self.devicePixelRatioF(), mirrored=self._mirrored) as canvas:
            canvas.fill(0, 0, width, height, theme.raised)
            canvas.fill(0, 0, width, 4, theme.axis)
            canvas.fill(0, 0, width * said.passed / max(1, said.planned), 4, theme.accent)
            room = width - 2 * EDGE - self._paint_end(canvas, width)
            size, title = canvas.largest(said.title, room, TITLE_SIZES, weight=SEMI_BOLD)
            canvas.text(EDGE, TITLE, title, size=size, color=theme.text1, weight=SEMI_BOLD)
            size, lines = self._lines(width - 2 * EDGE, canvas.scale)
            for number, line in enumerate(lines):
                canvas.text(EDGE, FIRST + LINE * number, line, size=size, color=theme.text1)

    def _lines(self, width: float, scale: float) -> tuple[int, tuple[str, ...]]:
        """The caption in the largest size in which it takes two lines, and no line for one word more."""
        wrapped = {size: wrap(self._said.caption, width, size, scale=scale) for size in CAPTION_SIZES}
        fewest = min(LINES, len(wrapped[USUAL]))
        for size, lines in wrapped.items():
            if len(lines) <= max(1, fewest) or (len(lines) <= LINES < len(wrapped[USUAL])):
                return size, lines
        return CAPTION_SIZES[-1], wrapped[CAPTION_SIZES[-1]][: LINES + 1]

    def _paint_end(self, canvas: Canvas, width: float) -> float:
        """Place and mark; returns what they take of the line."""
        theme, said = wall_theme(), self._said
        text, ink = (said.trouble, theme.warn) if said.trouble else (said.mark, theme.accent)
        place = 0.0 if width < NARROW else canvas.width_of(said.place, 28) + 40
        used = canvas.text(width - EDGE, TITLE, text, size=28, color=theme.text1, weight=SEMI_BOLD, align="right")
        x = width - EDGE - used - 24
        diamond(canvas, x, TITLE - 10, ink, size=20) if said.trouble else canvas.dot(x, TITLE - 10, 9, ink)
        if place:
            canvas.text(x - 40, TITLE, said.place, size=28, color=theme.text2, align="right")
        return used + 64 + place
