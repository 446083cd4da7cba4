"""A line of keys and what they do here, as at the foot of a list. Known by dialogs; knows marks and theme."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from widgets.kit.desk_margins import flip
from widgets.kit.desk_marks import draw_text, keycap, keycap_width, text_width
from widgets.theme.desk import DeskLook

HEIGHT, CAP = 34, 18


class KeysLine(QWidget):
    """Keycaps, each group of them before its words; what does not fit whole is left out, from the end."""

    def __init__(
        self, look: DeskLook, keys: Sequence[tuple[Sequence[str], str]], parent: QWidget | None = None
    ) -> None:
        """`keys`: the caps, and what they do."""
        super().__init__(parent)
        self._look, self._keys = look, tuple((tuple(caps), words) for caps, words in keys)
        self.setFixedHeight(look.px(HEIGHT))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(", ".join(f"{' '.join(caps)} {words}" for caps, words in self._keys))

    def sizeHint(self) -> QSize:
        return QSize(self._look.px(200), self._look.px(HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, look, px = QPainter(self), self._look, self._look.px
        painter.fillRect(QRect(0, 0, self.width(), 1), look.tokens.line)
        x = px(16)
        for caps, words in self._keys:
            wide = sum(keycap_width(look, cap) + px(3) for cap in caps) + px(3) + text_width(look, "small", words) + 1
            if x + wide > self.width() - px(16):
                return
            x = self._paint_keys(painter, x, caps, words) + px(16)

    def _paint_keys(self, painter: QPainter, x: int, caps: Sequence[str], words: str) -> int:
        """Returns where the words end."""
        look, px = self._look, self._look.px
        for cap in caps:
            width = keycap_width(look, cap)
            keycap(painter, look, self._place(x, width, px(CAP)), cap)
            x += width + px(3)
        width = text_width(look, "small", words) + 1
        place = self._place(x + px(3), width, self.height())
        draw_text(painter, look, place, words, style="small", ink=look.tokens.t3)
        return x + px(3) + width

    def _place(self, x: int, width: int, height: int) -> QRect:
        return flip(QRect(x, (self.height() - height) // 2, width, height), self.rect(), self.isRightToLeft())
