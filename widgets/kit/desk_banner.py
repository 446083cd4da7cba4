"""A banner under the top bar that cannot be closed: what holds, since when, what it means. Known by the agent's room;
knows theme and button."""

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from widgets.kit.desk_button import DeskButton
from widgets.kit.desk_margins import set_margins
from widgets.kit.desk_marks import glyph_in
from widgets.kit.desk_sentence import Sentence
from widgets.theme.desk import DeskLook


class Banner(QWidget):
    """The banner of a hold.

    Signals:
        show_requested: the agent wants to see what is held.
        lift_requested: somebody who may wants sending to go on.
    """

    show_requested = Signal()
    lift_requested = Signal()

    def __init__(self, look: DeskLook, *, show: str, lift: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._sentence = Sentence(look)
        self.show_button = DeskButton(look, show)
        self.lift_button = DeskButton(look, lift)
        row = QHBoxLayout(self)
        set_margins(row, look.px(46), look.px(10), look.px(16), look.px(10))
        row.setSpacing(look.px(8))
        row.addWidget(self._sentence, 1)
        row.addWidget(self.show_button)
        row.addWidget(self.lift_button)
        self.show_button.clicked.connect(self.show_requested)
        self.lift_button.clicked.connect(self.lift_requested)
        self.setMinimumHeight(look.px(48))
        self.hide()

    def say(self, bold: str, rest: str, *, may_lift: bool, held: bool) -> None:
        """Show these words; buttons only for what can be done."""
        self._sentence.say_two(bold, rest)
        self.setAccessibleName(f"{bold} {rest}")
        self.lift_button.setVisible(may_lift)
        self.show_button.setVisible(held)
        self.show()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, look = QPainter(self), self._look
        painter.fillRect(self.rect(), look.tokens.bg3)
        painter.fillRect(QRect(0, self.height() - 1, self.width(), 1), look.tokens.line2)
        side = look.px(18)
        x = look.px(16)
        if self.layoutDirection() is Qt.LayoutDirection.RightToLeft:
            x = self.width() - x - side
        glyph_in(painter, look, QRect(x, (self.height() - side) // 2, side, side), "pause", look.tokens.t1, size=18)
