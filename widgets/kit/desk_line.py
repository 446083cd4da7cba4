"""A line of a list that one goes through by the arrow keys and that is explained when it is chosen. Known by dialogs;
knows kit and theme."""

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QFocusEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QWidget

from widgets.kit.desk_chosen import paint_chosen
from widgets.theme.desk import DeskLook


class ChosenLine(QWidget):
    """Takes the keys, and is chosen by whoever goes to it.

    Signals:
        chosen: somebody went to it.
    """

    chosen = Signal()

    def __init__(self, look: DeskLook, *, height: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look, self._is_chosen = look, False
        self.setFixedHeight(look.px(height))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def show_chosen(self, *, chosen: bool) -> None:
        """Whether it is the one that is explained."""
        self._is_chosen = chosen
        self.update()

    def paint_ground(self, painter: QPainter) -> QRect:
        """Under the words: what lies under any list's chosen row; the room for the words."""
        if self._is_chosen:
            paint_chosen(painter, self._look, self)
        side = self._look.px(10)
        return self.rect().adjusted(side, 0, -side, 0)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.chosen.emit()
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def mousePressEvent(self, _event: QMouseEvent) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self.chosen.emit()
