"""One short word of success at a fixed place, gone after six seconds unless looked at. Known by the agent's room; knows
theme and button. Errors are never toasts."""

from PySide6.QtCore import QEvent, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QEnterEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from widgets.kit.desk_button import DeskButton
from widgets.kit.desk_margins import set_margins
from widgets.kit.desk_marks import glyph_in, rounded
from widgets.kit.desk_text import Words
from widgets.theme.desk import DeskLook

LASTS_MS = 6_000


class Toast(QWidget):
    """One toast at a time.

    Signals:
        undo_requested: its button was pressed.
        gone: it has left.
    """

    undo_requested = Signal()
    gone = Signal()

    def __init__(self, look: DeskLook, *, cap: str = "Z", undo: str = "Undo", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._words = Words(look)
        self._words.setWordWrap(True)
        self._glyph = "check"
        self.undo_button = DeskButton(look, undo, cap=cap)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(LASTS_MS)
        self._timer.timeout.connect(self.leave)
        row = QHBoxLayout(self)
        set_margins(row, look.px(40), look.px(8), look.px(10), look.px(8))
        row.addWidget(self._words, 1)
        row.addWidget(self.undo_button)
        self.undo_button.clicked.connect(self._undo)
        self.setMinimumHeight(look.px(44))
        self.hide()

    def say(self, words: str, *, undo: bool, glyph: str = "check") -> None:
        """Show these words for a while; `undo` adds the button."""
        self._glyph = glyph
        self.update()
        self._words.setText(words)
        self._words.setToolTip(words)
        self.setAccessibleName(words)
        self.undo_button.setVisible(undo)
        self.show()
        self._timer.start()

    def leave(self) -> None:
        """Go, unless the pointer or the focus is on it; then ask again later."""
        if self.underMouse() or self.undo_button.hasFocus():
            self._timer.start()
            return
        self.hide()
        self.gone.emit()

    def enterEvent(self, event: QEnterEvent) -> None:
        self._timer.stop()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        if self.isVisible():
            self._timer.start()
        super().leaveEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, look = QPainter(self), self._look
        rounded(painter, self.rect(), look.px(8), fill=look.tokens.bg3, frame=look.tokens.line2)
        side = look.px(16)
        x = look.px(14)
        if self.layoutDirection() is Qt.LayoutDirection.RightToLeft:
            x = self.width() - x - side
        glyph_in(painter, look, QRect(x, (self.height() - side) // 2, side, side), self._glyph, look.tokens.t1)

    def _undo(self) -> None:
        self._timer.stop()
        self.hide()
        self.undo_requested.emit()
        self.gone.emit()
