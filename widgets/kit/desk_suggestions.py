"""A short list beside a text that is being written: what fits, one of it chosen. Known by whatever completes what is
typed; knows theme, desk_marks and desk_text.

It never takes the focus: whoever shows it hands it the keys of the text. What is chosen is said to screen readers.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QColor, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QStyle, QWidget

from widgets.kit.desk_marks import draw_text, glyph_in, metrics, person_circle, rounded, text_width
from widgets.theme.desk import DeskLook

MOST_ROWS = 6
ROW = 32


@dataclass(frozen=True)
class Suggestion:
    """One row.

    Attributes:
        id: handed back when it is taken.
        end: what is said of it at the far end of the row.
        initials: shown in a circle before a person's name; `icon` is a glyph's name before anything else.
    """

    id: str
    words: str
    end: str = ""
    initials: str = ""
    icon: str = ""


class SuggestionList(QWidget):
    """The list. At most six rows are shown: whoever wants another one types on.

    Attributes:
        at: the chosen row; −1 for none.

    Signals:
        taken: a row was pressed; carries its id.
    """

    taken = Signal(str)

    def __init__(self, look: DeskLook, parent: QWidget | None = None, *, framed: bool = True) -> None:
        super().__init__(parent)
        self._look, self._framed = look, framed
        self._rows: tuple[Suggestion, ...] = ()
        self.at = -1
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.hide()

    # public

    @property
    def rows(self) -> tuple[Suggestion, ...]:
        """What is offered now."""
        return self._rows

    @property
    def chosen(self) -> Suggestion | None:
        """The row that Enter takes."""
        return self._rows[self.at] if 0 <= self.at < len(self._rows) else None

    def offer(self, rows: Sequence[Suggestion], *, about: str, at: int = 0) -> None:
        """Show rows, one of them chosen or none (−1); `about` says to screen readers what they are. No rows hide it."""
        before = self.chosen
        self._rows = tuple(rows[:MOST_ROWS])
        self.at = at if self._rows else -1
        self.setAccessibleName(about)
        self.updateGeometry()
        self.setVisible(bool(self._rows))
        self.update()
        if self.chosen != before:
            self._say()

    def step(self, by: int) -> None:
        """Choose the next or previous row, round and round."""
        if self._rows:
            self.at = (self.at + by) % len(self._rows) if self.at >= 0 else min(by - 1, 0) % len(self._rows)
            self.update()
            self._say()

    def spoken(self) -> str:
        """The chosen row and its place, as screen readers say it."""
        chosen = self.chosen
        if chosen is None:
            return ""
        parts = [chosen.words, chosen.end, f"{self.at + 1}/{len(self._rows)}"]
        return ", ".join(part for part in parts if part)

    # Qt

    def sizeHint(self) -> QSize:
        px = self._look.px
        widest = max((self._natural(row) for row in self._rows), default=0)
        height = px(ROW) * len(self._rows) + 2 * self._inset()
        return QSize(max(px(240), min(px(460), widest + 2 * self._inset())), height)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, look, tokens = QPainter(self), self._look, self._look.tokens
        if self._framed:
            rounded(painter, self.rect(), look.px(8), fill=tokens.bg2, frame=tokens.ctl)
        for place, row in enumerate(self._rows):
            self._paint_row(painter, self._row_rect(place), row, chosen=place == self.at)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        place = self._row_at(event.position().toPoint().y())
        if place not in {-1, self.at}:
            self.at = place
            self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Taken on the press, so that the text keeps its focus and caret."""
        place = self._row_at(event.position().toPoint().y())
        if place >= 0:
            self.taken.emit(self._rows[place].id)

    # inside

    def _say(self) -> None:
        words = self.spoken()
        self.setAccessibleDescription(words)
        if words and self.isVisible():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))

    def _inset(self) -> int:
        return self._look.px(4) if self._framed else 0

    def _natural(self, row: Suggestion) -> int:
        look, px = self._look, self._look.px
        lead = px(36) if row.initials or row.icon else px(10)
        return lead + text_width(look, "base", row.words) + px(24) + text_width(look, "small", row.end) + px(12)

    def _row_rect(self, place: int) -> QRect:
        inset, height = self._inset(), self._look.px(ROW)
        return QRect(inset, inset + place * height, self.width() - 2 * inset, height)

    def _row_at(self, y: int) -> int:
        place = (y - self._inset()) // self._look.px(ROW)
        return place if 0 <= place < len(self._rows) else -1

    def _flip(self, rect: QRect) -> QRect:
        return QStyle.visualRect(self.layoutDirection(), self.rect(), rect)

    def _paint_row(self, painter: QPainter, rect: QRect, row: Suggestion, *, chosen: bool) -> None:
        look, px, tokens = self._look, self._look.px, self._look.tokens
        if chosen:
            rounded(painter, rect, px(6), fill=tokens.sel, frame=tokens.acc if look.high_contrast else None)
        left = rect.left() + px(10)
        lead = self._flip(QRect(rect.left() + px(8), rect.top() + (rect.height() - px(18)) // 2, px(18), px(18)))
        if row.initials:
            person_circle(painter, look, lead, row.initials)
        elif row.icon:
            glyph_in(painter, look, lead, row.icon, tokens.t2)
        if row.initials or row.icon:
            left = rect.left() + px(36)
        end = self._paint_end(painter, rect, row, ink=tokens.t2 if chosen else tokens.t3)
        room = max(0, end - px(12) - left)
        shown = metrics(look, "base").elidedText(row.words, Qt.TextElideMode.ElideRight, room)
        words = self._flip(QRect(left, rect.top(), room, rect.height()))
        draw_text(painter, look, words, shown, style="base", ink=tokens.t1, align=self._lead_align())

    def _paint_end(self, painter: QPainter, rect: QRect, row: Suggestion, *, ink: QColor) -> int:
        look, px = self._look, self._look.px
        shown = metrics(look, "small").elidedText(row.end, Qt.TextElideMode.ElideRight, rect.width() // 2)
        width = text_width(look, "small", shown) + 1
        left = rect.right() - px(10) - width
        box = self._flip(QRect(left, rect.top(), width, rect.height()))
        draw_text(painter, look, box, shown, style="small", ink=ink, align=self._lead_align())
        return left

    def _lead_align(self) -> Qt.AlignmentFlag:
        return Qt.AlignmentFlag.AlignRight if self.isRightToLeft() else Qt.AlignmentFlag.AlignLeft
