"""All keys on one sheet, made from the command table. Known by the faces; knows kit and shell.commands."""

from typing import Any

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.core.i18n import _
from widgets.kit.desk_dialog import DeskDialog
from widgets.kit.desk_margins import flip
from widgets.kit.desk_marks import keycap, keycap_width
from widgets.kit.desk_text import TextBlock, Words
from widgets.kit.key_words import key_words
from widgets.shell.commands import Command, CommandTable
from widgets.theme.desk import DeskLook

COLUMNS = 3
HEADING = 2
"""A group's heading is as high as so many rows."""


class KeyCaps(QWidget):
    """A command's keys, painted as caps."""

    def __init__(self, look: DeskLook, caps: list[str]) -> None:
        super().__init__()
        self._look, self._caps = look, caps
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        gaps = self._look.px(3) * (len(self._caps) - 1)
        return QSize(sum(keycap_width(self._look, cap) for cap in self._caps) + gaps, self._look.px(18))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, look, x = QPainter(self), self._look, 0
        for cap in self._caps:
            width = keycap_width(look, cap)
            place = flip(QRect(x, 0, width, look.px(18)), self.rect(), self.isRightToLeft())
            keycap(painter, look, place, cap)
            x += width + look.px(3)


class KeyRow(QWidget):
    """A key and what it does; long words take a second line."""

    def __init__(self, look: DeskLook, command: Command[Any]) -> None:
        super().__init__()
        caps = key_words(command.any_key).split(" ")
        self.caps = KeyCaps(look, caps)
        self.words = TextBlock(look, command.words, ink=look.tokens.t2)
        self.setAccessibleName(f"{command.words}: {' '.join(caps)}")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, look.px(3), 0, look.px(3))
        row.setSpacing(look.px(10))
        row.addWidget(self.caps, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.words, 1)


class KeysSheet(DeskDialog):
    """The sheet; accepted when the keys are to be changed."""

    help_at = ("desk", "Keys")

    def __init__(self, look: DeskLook, table: CommandTable[Any], parent: QWidget | None = None) -> None:
        words = _("Single keys work while no text field has focus. Esc leaves a text field; the draft stays.")
        super().__init__(look, _("Keys"), words, width=960, parent=parent)
        groups = {
            name: [one for one in commands if one.any_key and one.listed] for name, commands in table.groups().items()
        }
        row = QHBoxLayout()
        row.setSpacing(look.px(24))
        for names in shared_out({name: len(commands) for name, commands in groups.items() if commands}):
            column = QVBoxLayout()
            column.setSpacing(0)
            self._fill(column, {name: groups[name] for name in names})
            column.addStretch(1)
            row.addLayout(column, 1)
        self.body.addLayout(row)
        self.answer_with(_("Close"), _("Change keys..."))

    def _fill(self, column: QVBoxLayout, groups: dict[str, list[Command[Any]]]) -> None:
        """The words of a column begin below each other, behind its widest keys."""
        look, rows = self.look, list[KeyRow]()
        for name, commands in groups.items():
            label = Words(look, name, style="section", ink=look.tokens.t3)
            label.setContentsMargins(0, look.px(8), 0, look.px(2))
            column.addWidget(label)
            for command in commands:
                rows.append(KeyRow(look, command))
                column.addWidget(rows[-1])
        widest = max((row.caps.sizeHint().width() for row in rows), default=0)
        for row in rows:
            row.caps.setFixedWidth(widest)


def shared_out(sizes: dict[str, int]) -> list[list[str]]:
    """Groups by column, so that the columns are about as high; in a column they keep their order."""
    order = list(sizes)
    columns, heights = [list[str]() for _column in range(COLUMNS)], [0] * COLUMNS
    for name in sorted(sizes, key=lambda one: -sizes[one]):
        shortest = heights.index(min(heights))
        columns[shortest].append(name)
        heights[shortest] += sizes[name] + HEADING
    return [sorted(column, key=order.index) for column in columns]
