"""What lies over a wall's scene while somebody directs it: a message over everything, or one line at the foot. Known by
wall.remote; knows kit and theme."""

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QWidget

from widgets.kit.canvas import Canvas
from widgets.kit.direction import isolated
from widgets.kit.wrap import wrap
from widgets.theme.fonts import MEDIUM, SEMI_BOLD
from widgets.theme.wall import WallTheme
from widgets.wall.window import WallWindow

SIZES = (112.0, 92.0, 76.0, 60.0, 48.0, 40.0)
LEADING = 1.3
EDGE, FOOT = 64.0, 44.0
LINE_HEIGHT, LINE_SIZE = 52.0, 28.0


@dataclass(frozen=True)
class Saying:
    """What a plate says: a message with its foot, or only a line."""

    message: str = ""
    foot: str = ""


class Plate(QWidget):
    """The plate of one window; hidden while there is nothing to say.

    Attributes:
        saying: what it says now.
    """

    def __init__(self, window: WallWindow, theme: WallTheme) -> None:
        super().__init__(window)
        self.saying = Saying()
        self._window, self._theme = window, theme
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.hide()

    def say(self, saying: Saying) -> None:
        """Say this, or nothing."""
        if saying != self.saying:
            self.saying = saying
            self.setAccessibleName(" ".join(part for part in (saying.message, saying.foot) if part))
            self.update()
        self._window.set_foot(LINE_HEIGHT if saying.foot and not saying.message else 0.0)
        self.setVisible(saying != Saying())
        self.lie()

    def lie(self) -> None:
        """Cover the window, or its foot."""
        height = self._window.height()
        part = height if self.saying.message else round(LINE_HEIGHT * self._unit())
        if (self.width(), self.height(), self.y()) != (self._window.width(), part, height - part):
            self.setGeometry(0, height - part, self._window.width(), part)
        if self.isVisible():
            self.raise_()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The message as large as it fits, or the line."""
        unit = self._unit()
        width, height = self.width() / unit, self.height() / unit
        with Canvas(self, scale=unit) as canvas:
            if self.saying.message:
                canvas.fill(0, 0, width, height, self._theme.bg)
                self._paint_message(canvas, width, height)
            else:
                canvas.fill(0, 0, width, height, self._theme.bg)
                line = canvas.fit(self.saying.foot, width - EDGE, LINE_SIZE, weight=MEDIUM)
                ink = self._theme.text1
                canvas.text(width / 2, 30, line, size=LINE_SIZE, color=ink, weight=MEDIUM, align="center")

    def _paint_message(self, canvas: Canvas, width: float, height: float) -> None:
        size, lines = fitting(self.saying.message, width - 2 * EDGE, height - 4 * FOOT, scale=canvas.scale)
        pitch = size * LEADING
        top = (height - len(lines) * pitch) / 2 + size * 0.95 - FOOT / 2
        for number, line in enumerate(lines):
            y = top + number * pitch
            canvas.text(width / 2, y, line, size=size, color=self._theme.text1, weight=SEMI_BOLD, align="center")
        foot = canvas.fit(self.saying.foot, width - 2 * EDGE, 32)
        canvas.text(width / 2, height - FOOT, foot, size=32, color=self._theme.text2, align="center")

    def _unit(self) -> float:
        """Widget pixels per logical pixel of the wall."""
        return self._window.width() / max(1.0, self._window.logical_size()[0])


def fitting(text: str, width: float, height: float, *, scale: float) -> tuple[float, tuple[str, ...]]:
    """The largest size at which a text fits, with its lines; the smallest one where none does."""
    for size in SIZES:
        lines = wrap(isolated(text), width, size, scale=scale, weight=SEMI_BOLD)
        if len(lines) * size * LEADING <= height:
            break
    return size, lines
