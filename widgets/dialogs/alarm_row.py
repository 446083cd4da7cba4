"""One line of the alarm dialog: an alarm on record, or a topic as it stands now. Known by the alarm dialog; knows
kit."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.core.i18n import _
from widgets.kit.desk_chosen import paint_chosen
from widgets.kit.desk_margins import set_margins
from widgets.kit.desk_text import TextBlock, Words
from widgets.theme.desk import DeskLook


class AlarmRow(QWidget):
    """A row that can be chosen.

    Signals:
        pressed: somebody pressed it.
    """

    pressed = Signal()

    def __init__(self, look: DeskLook, head: str, words: str, *, level: int = 0, judged: str = "") -> None:
        super().__init__()
        self._look, self._chosen = look, False
        tokens, px = look.tokens, look.px
        row = QHBoxLayout(self)
        set_margins(row, px(10), px(6), px(10), px(6))
        row.setSpacing(px(10))
        if level:
            mark = Words(look, str(level), style="head", ink=tokens.neg if level >= 3 else tokens.warn)
            mark.setFixedWidth(px(14))
            row.addWidget(mark)
        column = QVBoxLayout()
        column.setSpacing(px(1))
        column.addWidget(Words(look, head, style="name"))
        column.addWidget(TextBlock(look, words, style="small", ink=tokens.t2))
        if judged:
            column.addWidget(TextBlock(look, judged, style="small", ink=tokens.t3))
        row.addLayout(column, 1)
        said = _("Level {level}. {head}").format(level=level, head=head) if level else head
        self.setAccessibleName(". ".join(part for part in (said, words, judged) if part))

    def choose(self, chosen: bool) -> None:
        """Whether it is the one that is shown."""
        self._chosen = chosen
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.pressed.emit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._chosen:
            paint_chosen(QPainter(self), self._look, self)
