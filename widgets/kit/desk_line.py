"""A line of a list that one goes through by the arrow keys and that is explained when it is chosen. Known by dialogs;
knows kit and theme."""

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QFocusEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QWidget

from widgets.kit.desk_marks import rounded
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
        """Under the words: a plate if it is chosen, framed while it has the keys; the room for the words."""
        px, tokens = self._look.px, self._look.tokens
        if self._is_chosen:
            rounded(painter, self.rect(), px(6), fill=tokens.bg3, frame=tokens.acc if self.hasFocus() else tokens.bg3)
        return self.rect().adjusted(px(10), 0, -px(10), 0)

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
