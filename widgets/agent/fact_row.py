"""A line of the person panel: a glyph or mark, words, and a quiet figure at its end; some can be pressed. Known by the
person panel and the earlier conversation; knows kit."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from app.domain.conversation import Status
from widgets.kit.desk_margins import flip
from widgets.kit.desk_marks import draw_text, focus_ring, glyph_in, metrics, rounded, sentiment_mark, text_width
from widgets.theme.desk import DeskLook

STATUS_ICONS = {
    Status.OPEN: "inbox",
    Status.PENDING: "pause",
    Status.SNOOZED: "snooze",
    Status.RESOLVED: "check",
}
HEIGHT = 26
REACH = 8
"""So far the place of a row that can be pressed reaches out on both sides of what it says."""


class FactRow(QWidget):
    """One fact."""

    def __init__(
        self,
        look: DeskLook,
        words: str,
        *,
        end: str = "",
        glyph: str = "",
        score: float | None = None,
        inset: int = 0,
    ) -> None:
        super().__init__()
        self._inset = look.px(inset)
        self._look, self._words, self._end, self._glyph, self._score = look, words, end, glyph, score
        self.setFixedHeight(look.px(HEIGHT))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(f"{words}, {end}" if end else words)
        self.setToolTip(words)

    def sizeHint(self) -> QSize:
        return QSize(self._look.px(200), self._look.px(HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, look = QPainter(self), self._look
        if self._score is not None:
            sign = flip(QRect(0, 0, look.px(16), self.height()), self.rect(), self.isRightToLeft())
            sentiment_mark(painter, look, sign, self._score)
        left = look.px(24) if self._glyph or self._score is not None else 0
        inner = self.rect().adjusted(self._inset, 0, -self._inset, 0)
        mirrored = self.isRightToLeft()
        paint_fact(painter, look, inner, (self._words, self._end, self._glyph), left=left, mirrored=mirrored)


class PastRow(QAbstractButton):
    """A conversation of the person's history, to be looked at."""

    def __init__(self, look: DeskLook, words: str, *, end: str, glyph: str) -> None:
        super().__init__()
        self._look, self._end, self._glyph = look, end, glyph
        self.setText(words)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFixedHeight(look.px(HEIGHT))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(f"{words}, {end}")
        self.setToolTip(words)

    def sizeHint(self) -> QSize:
        return QSize(self._look.px(200), self._look.px(HEIGHT))

    def nextCheckState(self) -> None:
        """The desk says which one is looked at, not the click."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Down: True, Qt.Key.Key_Up: False}
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.click()
        elif event.key() in steps:
            self.focusNextPrevChild(steps[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, look, reach = QPainter(self), self._look, self._look.px(REACH)
        if self.isChecked() or self.underMouse():
            frame = look.tokens.t1 if look.high_contrast and self.isChecked() else None
            rounded(painter, self.rect(), look.px(6), fill=look.tokens.bg3, frame=frame)
        inner = self.rect().adjusted(reach, 0, -reach, 0)
        mirrored = self.isRightToLeft()
        paint_fact(painter, look, inner, (self.text(), self._end, self._glyph), left=look.px(24), mirrored=mirrored)
        if self.hasFocus():
            focus_ring(painter, look, self.rect(), look.px(6))


def paint_fact(
    painter: QPainter, look: DeskLook, rect: QRect, fact: tuple[str, str, str], *, left: int, mirrored: bool
) -> None:
    """Words, the end's words and a glyph: the glyph at the beginning, the words `left` pixels further, elided."""
    px, (words, end, glyph) = look.px, fact
    align = Qt.AlignmentFlag.AlignRight if mirrored else Qt.AlignmentFlag.AlignLeft

    def place(x: int, width: int) -> QRect:
        return flip(QRect(rect.x() + x, rect.y(), width, rect.height()), rect, mirrored)

    if glyph:
        glyph_in(painter, look, place(0, px(16)), glyph, look.tokens.t2)
    wide = text_width(look, "small", end) + 1 if end else 0
    room = rect.width() - left - wide - px(8)
    shown = metrics(look, "base").elidedText(words, Qt.TextElideMode.ElideRight, room)
    draw_text(painter, look, place(left, room), shown, style="base", ink=look.tokens.t1, align=align)
    draw_text(painter, look, place(rect.width() - wide, wide), end, style="small", ink=look.tokens.t3, align=align)
