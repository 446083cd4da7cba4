"""A plain filled area with hairlines, from which the desk's parts are made. Known by the agent's room; knows theme."""

from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from widgets.theme.desk import DeskLook


class Panel(QWidget):
    """A filled area; `line` names where hairlines run: any of top, middle, bottom, left, right.

    Left and right are the frame's start and end only in a left-to-right frame; Qt mirrors the layout, this mirrors
    the line.
    """

    def __init__(self, look: DeskLook, fill: QColor, parent: QWidget | None = None, *, line: str = "") -> None:
        super().__init__(parent)
        self.look = look
        self._fill, self._edges = fill, frozenset(line.split())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), self._fill)
        for edge in self._edges:
            painter.fillRect(self._edge(edge), self.look.tokens.line)

    def _edge(self, name: str) -> QRect:
        mirrored = self.isRightToLeft()
        width, height = self.width(), self.height()
        left, right = QRect(0, 0, 1, height), QRect(width - 1, 0, 1, height)
        return {
            "top": QRect(0, 0, width, 1),
            "middle": QRect(width // 4, height // 2, width // 2, 1),
            "bottom": QRect(0, height - 1, width, 1),
            "left": right if mirrored else left,
            "right": left if mirrored else right,
        }[name]
