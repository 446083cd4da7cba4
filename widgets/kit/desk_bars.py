"""Twelve weeks of sentiment as bars from a zero line. Known by the person panel; knows theme and desk_marks.

Direction says the sign, colour repeats it; the header beside it says the newest value in words.
"""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from widgets.kit.desk_marks import draw_text, rounded, sentiment_ink
from widgets.theme.desk import DeskLook


class SentimentBars(QWidget):
    """Bars 14 wide at a pitch of 22.5, half height 24; its time axis is never mirrored."""

    def __init__(self, look: DeskLook, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._values: tuple[float, ...] = ()
        self._labels: tuple[tuple[int, str], ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_values(self, values: Sequence[float], labels: Sequence[tuple[int, str]], *, words: str) -> None:
        """Means −1 … 1, oldest first (0: an empty week), month names at bar numbers; `words` for a screen reader."""
        self._values, self._labels = tuple(values), tuple(labels)
        self.setAccessibleName(words)
        self.setToolTip(words)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._look.px(268), self._look.px(68))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, look = QPainter(self), self._look
        zero, pitch = look.px(26), self.width() / max(12, len(self._values))
        for number, value in enumerate(self._values):
            if value == 0:
                continue
            self._paint_bar(painter, round(number * pitch) + look.px(3), zero, value)
        painter.fillRect(QRect(0, zero, self.width(), 1), look.tokens.ctl)
        for number, label in self._labels:
            cell = QRect(round(number * pitch), look.px(52), look.px(60), look.px(16))
            draw_text(painter, look, cell, label, style="key", ink=look.tokens.t3, align=Qt.AlignmentFlag.AlignLeft)

    def _paint_bar(self, painter: QPainter, x: int, zero: int, value: float) -> None:
        look = self._look
        height = max(look.px(2), round(min(1.0, abs(value)) * look.px(24)))
        top = zero - height if value >= 0 else zero + 1
        box = QRect(x, top, look.px(14), height)
        rounded(painter, box, look.px(2), fill=sentiment_ink(look, value))
