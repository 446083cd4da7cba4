"""One act of the audit: a sentence, and when and where it was done. Known by the audit's dialog; knows kit."""

from html import escape

from PySide6.QtCore import Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.core.clock import Millis
from app.core.i18n import _
from app.domain.audit import AuditRow
from widgets.kit.desk_chosen import paint_chosen
from widgets.kit.desk_margins import set_margins
from widgets.kit.desk_text import TextBlock
from widgets.models.audit_lines import change_lines, sentence, when_line
from widgets.theme.desk import DeskLook


class AuditLine(QWidget):
    """A row that can be chosen.

    Signals:
        pressed: somebody pressed it. opened: somebody pressed it twice.
    """

    pressed = Signal()
    opened = Signal()

    def __init__(self, look: DeskLook, row: AuditRow, *, now: Millis) -> None:
        super().__init__()
        self.row = row
        self._look, self._chosen = look, False
        words, when = sentence(row), when_line(row, now=now)
        column = QVBoxLayout(self)
        set_margins(column, look.px(12), look.px(6), look.px(12), look.px(6))
        column.setSpacing(look.px(1))
        said = TextBlock(look, words, widest=760)
        if "…" in words:
            said.setToolTip(f"<p>{escape(change_lines(row))}</p>")  # as a paragraph it is wrapped
        column.addWidget(said)
        column.addWidget(TextBlock(look, when, style="small", ink=look.tokens.t2, widest=760))
        opens = _("Enter opens its conversation") if row.conversation_id else ""
        self.setAccessibleName(". ".join(part for part in (words, when, opens) if part))

    def choose(self, chosen: bool) -> None:
        """Whether it is the one that is explained."""
        if chosen != self._chosen:
            self._chosen = chosen
            self.update()

    def mousePressEvent(self, _event: QMouseEvent) -> None:
        self.pressed.emit()

    def mouseDoubleClickEvent(self, _event: QMouseEvent) -> None:
        self.opened.emit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._chosen:
            paint_chosen(QPainter(self), self._look, self)
