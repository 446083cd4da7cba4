"""A strip: what happened, what it means, and the ways out as buttons. Known by the agent's room; knows theme, button
and sentence."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from widgets.kit.desk_button import ButtonKind, DeskButton
from widgets.kit.desk_margins import set_margins
from widgets.kit.desk_marks import glyph_in
from widgets.kit.desk_sentence import Sentence
from widgets.theme.desk import DeskLook


class StripBar(QWidget):
    """One strip.

    Signals:
        act_chosen: a button was pressed; carries its act.
    """

    act_chosen = Signal(str)

    def __init__(self, look: DeskLook, *, glyph: str, warns: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look, self._glyph, self._warns = look, glyph, warns
        self._sentence = Sentence(look)
        self._by_act: dict[str, DeskButton] = {}
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(look.px(6))
        column = QVBoxLayout(self)
        set_margins(column, look.px(42), look.px(9), look.px(12), look.px(9))
        column.setSpacing(look.px(8))
        column.addWidget(self._sentence)
        column.addLayout(self._buttons)

    def say(self, bold: str, rest: str) -> None:
        """Change the words."""
        self._sentence.say_two(bold, rest)
        self.setAccessibleName(f"{bold} {rest}")

    def offer(self, acts: Sequence[tuple[str, str]]) -> None:
        """Put these buttons under the words; the last of three is quiet."""
        for place, (act, words) in enumerate(acts):
            quiet = words.endswith("...") or act == "copy"
            button = DeskButton(self._look, words, kind=ButtonKind.QUIET if quiet else ButtonKind.PLAIN)
            button.clicked.connect(lambda _checked=False, chosen=act: self.act_chosen.emit(chosen))
            self._buttons.insertWidget(place, button)
            self._by_act[act] = button
        self._buttons.addStretch(1)

    def set_cap(self, act: str, cap: str) -> None:
        """Show the key that does the same as a button; empty for none that works now."""
        self._by_act[act].set_cap(cap)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, tokens = QPainter(self), self._look.tokens
        painter.fillRect(self.rect(), tokens.bg3)
        painter.fillRect(QRect(0, self.height() - 1, self.width(), 1), tokens.line)
        side = self._look.px(16)
        x = self._look.px(16)
        if self.layoutDirection() is Qt.LayoutDirection.RightToLeft:
            x = self.width() - x - side
        ink = tokens.warn if self._warns else tokens.t2
        glyph_in(painter, self._look, QRect(x, self._look.px(10), side, side), self._glyph, ink)
