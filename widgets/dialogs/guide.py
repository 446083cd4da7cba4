"""The first steps on a desk, on one sheet: what to do in which order, with the keys that do it. Known by the agent's
window; knows kit."""

from collections.abc import Callable

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.core.i18n import N_, _
from widgets.kit.desk_dialog import DeskDialog
from widgets.kit.desk_marks import keycap, keycap_width
from widgets.kit.desk_text import TextBlock
from widgets.theme.desk import DeskLook

STEPS = (
    ("next", N_("Go from card to card. The timer says how long an answer may take; the soonest stands first.")),
    ("open", N_("Read the thread. The framed post is the one to answer; private notes are yellow.")),
    ("reply", N_("Reply. The coloured edge and the Send button name the account that speaks. Nothing leaves at once.")),
    ("undo", N_("Take back what you did last: a reply that still waits, a snooze, a merge.")),
    ("resolve_next", N_("Resolve and go on. What is answered waits for the person by itself.")),
    ("accounts", N_("Add the accounts you answer from: choose the network, sign in. An administrator may do this.")),
    ("palette", N_("Everything else by its name: assign, snooze, labels, merge, walls.")),
    ("keys", N_("All keys on one sheet; each can be changed.")),
    ("help", N_("The manual, at the page that fits what you are doing.")),
)


class Caps(QWidget):
    """A key's caps."""

    def __init__(self, look: DeskLook, key: str) -> None:
        super().__init__()
        self._look, self._caps = look, key.split(" ") if key else []
        self.setFixedSize(look.px(96), look.px(22))

    def sizeHint(self) -> QSize:
        return self.size()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, look = QPainter(self), self._look
        x = 0 if not self.isRightToLeft() else self.width()
        for cap in self._caps:
            width = keycap_width(look, cap)
            left = x if not self.isRightToLeft() else x - width
            keycap(painter, look, QRect(left, look.px(2), width, look.px(18)), cap)
            x += (width + look.px(3)) * (-1 if self.isRightToLeft() else 1)


class GuideDialog(DeskDialog):
    """The sheet."""

    help_at = ("desk", "First steps")

    def __init__(self, look: DeskLook, cap: Callable[[str], str], parent: QWidget | None = None) -> None:
        words = _("A shift without a mouse. Try it on the invented company: nothing there leaves this machine.")
        super().__init__(look, _("First steps"), words, width=600, parent=parent)
        for command, said in STEPS:
            row = QHBoxLayout()
            row.setSpacing(look.px(8))
            row.addWidget(Caps(look, cap(command)))
            block = TextBlock(look, _(said), ink=look.tokens.t1)
            block.setAccessibleName(f"{cap(command)}: {_(said)}")
            row.addWidget(block, 1)
            self.body.addLayout(row)
        self.answer_with(_("Begin"), "")
