"""A thread's row for a run that is folded: events, or replies of other people; a press shows and hides them. Known by
the thread view; knows its other rows, kit and models."""

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from app.core.i18n import _
from app.domain.account import Account
from widgets.agent.row_words import fold_words
from widgets.agent.thread_row import TEXT_LEFT, RowWidget
from widgets.kit.desk_marks import draw_text, focus_ring, glyph_in, text_width
from widgets.models.thread import ThreadRow
from widgets.theme.desk import DeskLook


class FoldRow(RowWidget):
    """One line: what a press does, and with how many. It stays above what it has shown, and takes it away again."""

    def __init__(self, look: DeskLook, row: ThreadRow, account: Account | None, parent: QWidget | None = None) -> None:
        super().__init__(look, row, account, parent)
        self.setAccessibleDescription(_("Enter hides them.") if row.unfolded else _("Enter shows them."))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, look, px = QPainter(self), self.look, self.look.px
        left, ink = self._inset() + px(TEXT_LEFT), look.tokens.t3
        glyph = "chevron-up" if self.row.unfolded else "chevron-down"
        glyph_in(painter, look, self._place(left, 0, px(14), self.height()), glyph, ink, size=14)
        words = fold_words(self.row)
        rect = self._place(left + px(22), 0, text_width(look, "small", words) + 2, self.height())
        draw_text(painter, look, rect, words, style="small", ink=ink)
        if self.hasFocus():
            focus_ring(painter, look, self.rect().adjusted(2, 1, -2, -1), px(8))
