"""All keys on one sheet, made from the command table. Known by the faces; knows kit and shell.commands."""

from typing import Any

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.core.i18n import _
from widgets.kit.desk_dialog import DeskDialog
from widgets.kit.desk_margins import flip
from widgets.kit.desk_marks import draw_text, keycap, keycap_width, metrics
from widgets.kit.desk_text import Words
from widgets.kit.key_words import key_words
from widgets.shell.commands import Command, CommandTable
from widgets.theme.desk import DeskLook

COLUMNS = 3


class KeyRow(QWidget):
    """A key and what it does."""

    def __init__(self, look: DeskLook, command: Command[Any]) -> None:
        super().__init__()
        self._look, self._words = look, command.words
        self._caps = key_words(command.any_key).split(" ")
        self.setAccessibleName(f"{command.words}: {' '.join(self._caps)}")
        self.setToolTip(command.words)
        self.setFixedHeight(look.px(24))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(self._look.px(220), self._look.px(24))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, look, px = QPainter(self), self._look, self._look.px
        x = 0
        for cap in self._caps:
            width = keycap_width(look, cap)
            keycap(painter, look, self._place(x, px(3), width, px(18)), cap)
            x += width + px(3)
        left = max(px(84), x + px(6))
        room = self.width() - left
        words = metrics(look, "base").elidedText(self._words, Qt.TextElideMode.ElideRight, room)
        align = Qt.AlignmentFlag.AlignRight if self.isRightToLeft() else Qt.AlignmentFlag.AlignLeft
        place = self._place(left, 0, room, self.height())
        draw_text(painter, look, place, words, style="base", ink=look.tokens.t2, align=align)

    def _place(self, x: int, y: int, width: int, height: int) -> QRect:
        return flip(QRect(x, y, width, height), self.rect(), self.isRightToLeft())


class KeysSheet(DeskDialog):
    """The sheet."""

    def __init__(self, look: DeskLook, table: CommandTable[Any], parent: QWidget | None = None) -> None:
        words = _("Single keys work while no text field has focus. Esc leaves a text field; the draft stays.")
        super().__init__(look, _("Keys"), words, width=900, parent=parent)
        groups = {
            name: [one for one in commands if one.any_key and one.listed] for name, commands in table.groups().items()
        }
        columns = [QVBoxLayout() for _column in range(COLUMNS)]
        heights = [0] * COLUMNS
        row = QHBoxLayout()
        row.setSpacing(look.px(20))
        for name, commands in groups.items():
            if commands:
                shortest = heights.index(min(heights))
                self._add_group(columns[shortest], name, commands)
                heights[shortest] += len(commands) + 2
        for column in columns:
            column.setSpacing(0)
            column.addStretch(1)
            row.addLayout(column, 1)
        self.body.addLayout(row)
        self.answer_with(_("Close"), "")

    def _add_group(self, column: QVBoxLayout, name: str, commands: list[Command[Any]]) -> None:
        look = self.look
        label = Words(look, name, style="section", ink=look.tokens.t3)
        label.setContentsMargins(0, look.px(8), 0, look.px(2))
        column.addWidget(label)
        for command in commands:
            column.addWidget(KeyRow(look, command))
