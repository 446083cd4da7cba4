"""A thread's row for a mail no person wrote: one quiet line, the whole of it behind a press. Known by the thread view;
knows its other rows, kit and models."""

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from app.core.i18n import _
from app.domain.account import Account
from app.domain.automatic import AUTO_REPLY, BOUNCE, DELAYED
from widgets.agent.thread_row import TEXT_LEFT, RowWidget
from widgets.kit.desk_marks import focus_ring, glyph_in
from widgets.models.thread import ThreadRow
from widgets.theme.desk import DeskLook

GLYPHS = {BOUNCE: "warning", DELAYED: "clock", AUTO_REPLY: "reply"}


class ReportRow(RowWidget):
    """One line: what it is. The sign is amber where a mail was given up; the reply it is about says so itself."""

    def __init__(self, look: DeskLook, row: ThreadRow, account: Account | None, parent: QWidget | None = None) -> None:
        super().__init__(look, row, account, parent)
        self.setAccessibleDescription(_("Enter hides the mail.") if row.unfolded else _("Enter shows the mail."))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, look, px, entry = QPainter(self), self.look, self.look.px, self.row.entry
        if entry is None:
            return
        tokens, left = look.tokens, self._inset() + px(TEXT_LEFT)
        ink, words = (tokens.warn, tokens.t2) if entry.automatic == BOUNCE else (tokens.t3, tokens.t3)
        self._paint_fold_sign(painter, self._place(self._inset() + px(9), 0, px(14), self.height()))
        sign = self._place(left, 0, px(14), self.height())
        glyph_in(painter, look, sign, GLYPHS.get(entry.automatic, "check"), ink, size=14)
        self._paint_line(painter, self.row.words, entry, indent=22, ink=words)
        if self.hasFocus():
            focus_ring(painter, look, self.rect().adjusted(2, 1, -2, -1), px(8))

    def _paint_fold_sign(self, painter: QPainter, rect: QRect) -> None:
        """Points to the words while they are folded, in the direction one reads."""
        ink = self.look.tokens.t3
        if self.row.unfolded:
            glyph_in(painter, self.look, rect, "chevron-down", ink, size=14)
            return
        painter.save()
        if self.isRightToLeft():
            painter.translate(2 * rect.center().x() + 1, 0)
            painter.scale(-1, 1)
        glyph_in(painter, self.look, rect, "chevron-right", ink, size=14)
        painter.restore()
