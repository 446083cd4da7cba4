"""Which keys may follow the one that was pressed, over the window's lower corner. Known by the agent's rail; knows
marks and theme.

It lies over what is there: nothing moves while somebody looks for a key.
"""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from widgets.kit.desk_margins import flip
from widgets.kit.desk_marks import draw_text, keycap, keycap_width, rounded, text_width
from widgets.theme.desk import DeskLook

ROW, PAD, GAP = 26, 12, 8


class ChordHint(QWidget):
    """Keys with their words, in as many columns as they need."""

    def __init__(self, look: DeskLook, parent: QWidget) -> None:
        super().__init__(parent)
        self._look, self._over = look, parent
        self._keys: tuple[tuple[str, str], ...] = ()
        self._rows = 1
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def show_keys(self, keys: Sequence[tuple[str, str]]) -> None:
        """Show each key with what it does, in the lower corner at the reading side; none hides it."""
        self._keys = tuple(keys)
        self.setVisible(bool(keys))
        if not keys:
            return
        over, margin = self._over, self._look.px(PAD)
        most = max(1, (over.height() - 4 * margin) // self._look.px(ROW))
        self._rows = min(most, -(-len(keys) // 2) if len(keys) > 6 else len(keys))
        self.setAccessibleName(", ".join(f"{key} {words}" for key, words in keys))
        size = self.sizeHint()
        x = over.width() - margin - size.width() if self.isRightToLeft() else margin
        self.setGeometry(x, over.height() - margin - size.height(), size.width(), size.height())
        self.raise_()

    def sizeHint(self) -> QSize:
        px, columns = self._look.px, self._columns()
        width = sum(self._column_width(column) for column in columns) + px(20) * max(0, len(columns) - 1)
        return QSize(width + 2 * px(PAD), self._rows * px(ROW) + 2 * px(PAD))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, look, px = QPainter(self), self._look, self._look.px
        rounded(painter, self.rect(), px(8), fill=look.tokens.bg3, frame=look.tokens.line2)
        x = px(PAD)
        for column in self._columns():
            widest = self._cap_width(column)
            for place, (key, words) in enumerate(column):
                y = px(PAD) + place * px(ROW)
                keycap(painter, look, self._place(x, y + px(4), keycap_width(look, key), px(18)), key)
                room = self._place(x + widest + px(GAP), y, text_width(look, "base", words) + 1, px(ROW))
                draw_text(painter, look, room, words, style="base", ink=look.tokens.t1)
            x += self._column_width(column) + px(20)

    # inside

    def _columns(self) -> list[tuple[tuple[str, str], ...]]:
        return [self._keys[start : start + self._rows] for start in range(0, len(self._keys), self._rows)]

    def _cap_width(self, column: Sequence[tuple[str, str]]) -> int:
        return max(keycap_width(self._look, key) for key, _words in column)

    def _column_width(self, column: Sequence[tuple[str, str]]) -> int:
        words = max(text_width(self._look, "base", words) for _key, words in column)
        return self._cap_width(column) + self._look.px(GAP) + words + 1

    def _place(self, x: int, y: int, width: int, height: int) -> QRect:
        return flip(QRect(x, y, width, height), self.rect(), self.isRightToLeft())
