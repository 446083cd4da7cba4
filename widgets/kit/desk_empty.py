"""Empty and loading places: what is so, what is next, one button; or still blocks in the shape of cards. Known by the
agent's room; knows theme."""

from PySide6.QtCore import QRect, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from widgets.kit.desk_button import DeskButton
from widgets.kit.desk_margins import flip, set_margins
from widgets.kit.desk_marks import glyph_in, rounded
from widgets.kit.desk_text import Words
from widgets.theme.desk import DeskLook

BLOCKS_AFTER_MS = 300


class EmptyState(QWidget):
    """Nothing here, and where to go.

    Signals:
        go_requested: the button was pressed.
    """

    go_requested = Signal()

    def __init__(self, look: DeskLook, *, glyph: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look, self._glyph = look, glyph
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # as the blocks below: the keys stay in the pane
        self._head = Words(look, style="head")
        self._next = Words(look, ink=look.tokens.t3)
        self.button = DeskButton(look)
        column = QVBoxLayout(self)
        set_margins(column, look.px(16), 0, look.px(16), 0)
        column.addStretch(1)
        column.addSpacing(look.px(44))
        for words in (self._head, self._next):
            words.setWordWrap(True)
            words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            column.addWidget(words)
            column.addSpacing(look.px(4))
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
        self.button.clicked.connect(self.go_requested)

    def say(self, head: str, following: str, *, button: str = "", cap: str = "", glyph: str = "") -> None:
        """What is so, what is next, and the button's words (empty for no button)."""
        self._glyph = glyph or self._glyph
        self._head.setText(head)
        self._next.setText(following)
        self.button.set_words(button)
        self.button.set_cap(cap)
        if not button and self.button.hasFocus():
            self.setFocus()  # else the keys would go on to some button elsewhere, such as an Undo
        self.button.setVisible(bool(button))
        self.setAccessibleName(f"{head}. {following}")

    def paintEvent(self, event: QPaintEvent) -> None:
        look = self._look
        side = look.px(28)
        place = QRect((self.width() - side) // 2, self._head.y() - side - look.px(14), side, side)
        glyph_in(QPainter(self), look, place, self._glyph, look.tokens.t2, size=28)


class CardBlocks(QWidget):
    """Still blocks in card shape, after a moment in which nothing is shown."""

    def __init__(self, look: DeskLook, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._shown = False
        # Keeps the focus for the list it stands for; else it would go to some button elsewhere and stay there.
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(BLOCKS_AFTER_MS)
        self._timer.timeout.connect(self._show_blocks)

    def begin(self) -> None:
        """Start waiting."""
        self._shown = False
        self._timer.start()
        self.update()

    def end(self) -> None:
        """What was waited for is here."""
        self._timer.stop()

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._shown:
            return
        painter, look = QPainter(self), self._look
        for top in range(0, self.height(), look.px(92)):
            self._paint_card(painter, top)

    def _show_blocks(self) -> None:
        self._shown = True
        self.update()

    def _paint_card(self, painter: QPainter, top: int) -> None:
        look, px = self._look, self._look.px
        right = self.width() - px(12)
        shapes = (
            (px(16), 10, px(16), 14),
            (px(16), 34, px(20), 20),
            (px(46), 11, px(120), 12),
            (right - px(44), 11, px(44), 12),
            (px(46), 31, right - px(60), 10),
            (px(46), 48, right - px(110), 10),
            (px(46), 68, px(90), 14),
        )
        for x, y, width, height in shapes:
            block = flip(QRect(x, top + px(y), width, px(height)), self.rect(), self.isRightToLeft())
            rounded(painter, block, px(3), fill=look.tokens.bg3)
        painter.fillRect(QRect(0, top + px(91), self.width(), 1), look.tokens.line)
