"""Puts one panel of a scene forward: all others are dimmed, and it is framed. Known by the audience's window; knows
wall.window and theme.

It stands still, and lies over the scene without touching it.
"""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from widgets.theme.wall import wall_theme
from widgets.wall.window import WallWindow

VEIL = 0.66
"""How much of the other panels is covered: they stay in place, and their words are no longer read."""
FRAME, RADIUS = 4.0, 10.0


class Spotlight(QWidget):
    """The veil over one window.

    Attributes:
        kind: of the panel that is put forward; empty for none.
    """

    def __init__(self, window: WallWindow) -> None:
        super().__init__(window)
        self.kind = ""
        self._window = window
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def put_forward(self, kind: str) -> bool:
        """Dim everything but the first panel of this kind; False where this screen shows none."""
        self.kind = kind
        found = self.place() is not None
        self.setVisible(found)
        if found:
            self.setGeometry(self._window.rect())
            self.raise_()
            self.update()
        return found

    def place(self) -> QRect | None:
        """Where the panel lies in the window; None where there is none, or the neutral scene is shown."""
        panel = next((one for one in self._window.panels if one.INFO.kind == self.kind), None)
        if panel is None or self._window.is_neutral:
            return None
        return panel.geometry().translated(self._window.stage.pos())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The veil with a hole in it, and the frame around the hole."""
        lit = self.place()
        if lit is None:
            return
        unit = self._window.width() / max(1.0, self._window.logical_size()[0])
        theme = wall_theme()
        veil = QColor(theme.bg)
        veil.setAlphaF(VEIL)
        hole, path = QPainterPath(), QPainterPath()
        hole.addRoundedRect(lit, RADIUS * unit, RADIUS * unit)
        path.addRect(self.rect())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillPath(path.subtracted(hole), veil)
        painter.setPen(QPen(theme.accent, FRAME * unit))
        painter.drawPath(hole)
        painter.end()
