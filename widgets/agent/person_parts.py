"""What the person panel is made of: the face, sections with a label, notes. Known by the panel; knows kit."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from widgets.agent.fact_row import REACH
from widgets.kit.desk_margins import flip, set_margins
from widgets.kit.desk_marks import draw_text, glyph_in, metrics, person_circle, rounded, sentiment_mark
from widgets.kit.desk_panel import Panel
from widgets.kit.desk_text import TextBlock, Words
from widgets.models.words import initials
from widgets.theme.desk import DeskLook


class Face(QWidget):
    """Circle, name, and what they write."""

    def __init__(self, look: DeskLook, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look, self._name, self._line = look, "", ""
        self.setFixedHeight(look.px(68))

    def show_person(self, name: str, line: str) -> None:
        """Say who."""
        self._name, self._line = name, line
        self.setAccessibleName(f"{name}. {line}")
        self.setToolTip(f"{name}\n{line}")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, look, px, mirrored = QPainter(self), self._look, self._look.px, self.isRightToLeft()
        circle = QRect(px(16), px(12), px(44), px(44))
        person_circle(painter, look, flip(circle, self.rect(), mirrored), initials(self._name))
        room = self.width() - px(72) - px(12)
        align = Qt.AlignmentFlag.AlignRight if mirrored else Qt.AlignmentFlag.AlignLeft
        rows = ((self._name, "head", px(14), look.tokens.t1), (self._line, "small", px(35), look.tokens.t3))
        for words, style, top, ink in rows:
            shown = metrics(look, style).elidedText(words, Qt.TextElideMode.ElideRight, room)
            rect = flip(QRect(px(72), top, room, px(20)), self.rect(), mirrored)
            draw_text(painter, look, rect, shown, style=style, ink=ink, align=align)


class NoteBox(QWidget):
    """A private note, as everywhere: note fill, dashed edge; above it who wrote it and when."""

    def __init__(self, look: DeskLook, words: str, told: str) -> None:
        super().__init__()
        self._look = look
        self.setAccessibleName(f"{told}: {words}")
        column = QVBoxLayout(self)
        set_margins(column, look.px(12), look.px(8), look.px(12), look.px(8))
        column.setSpacing(look.px(2))
        column.addWidget(TextBlock(look, told, style="chip", ink=look.tokens.notet))
        column.addWidget(TextBlock(look, words, style="base"))

    def paintEvent(self, event: QPaintEvent) -> None:
        look, tokens = self._look, self._look.tokens
        rounded(QPainter(self), self.rect(), look.px(8), fill=tokens.note, frame=tokens.noteline, dashed=True)


class Section(Panel):
    """A label, perhaps a word at its end, and rows under it."""

    def __init__(self, look: DeskLook, label: str, *, private: bool = False, pressed: bool = False) -> None:
        """With `pressed` its rows can be, and reach out on both sides."""
        super().__init__(look, look.tokens.bg1, line="top")
        self._private = private
        px = look.px
        ink = look.tokens.notet if private else look.tokens.t2
        self._end = Words(look, style="small", ink=look.tokens.t3)
        self._score: float | None = None
        head = QHBoxLayout()
        set_margins(head, px(18 + REACH if private else REACH), 0, px(REACH), 0)
        title = Words(look, label, style="section", ink=ink)
        title.setWordWrap(True)
        head.addWidget(title, 1)
        head.addSpacing(px(20))
        head.addWidget(self._end, 0, Qt.AlignmentFlag.AlignTop)
        self._column = QVBoxLayout(self)
        set_margins(self._column, px(16 - REACH), px(12), px(16 - REACH), px(12))
        self._column.setSpacing(0)
        self._column.addLayout(head)
        self._column.addSpacing(px(6))
        self._body = QVBoxLayout()
        set_margins(self._body, 0 if pressed else px(REACH), 0, 0 if pressed else px(REACH), 0)
        self._body.setSpacing(0)
        self._column.addLayout(self._body)
        self._rows: list[QWidget] = []

    def show_rows(self, rows: list[QWidget], *, end: str = "", score: float | None = None) -> None:
        """Replace what stands under the label; a score puts its mark before the end's words."""
        self._score = score
        for row in self._rows:
            self._body.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._rows = rows
        for row in rows:
            self._body.addWidget(row)
        self._end.setText(end)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._private:
            lock = QRect(self.look.px(16), self.look.px(12), self.look.px(14), self.look.px(16))
            place = flip(lock, self.rect(), self.isRightToLeft())
            glyph_in(QPainter(self), self.look, place, "lock", self.look.tokens.notet, size=13)
        if self._score is not None:
            words, side = self._end.geometry(), self.look.px(16)
            x = words.right() + 2 if self.isRightToLeft() else words.x() - side - 2
            sentiment_mark(QPainter(self), self.look, QRect(x, words.y(), side, words.height()), self._score)
