"""The first steps on a desk, on one sheet: what to do in which order, with the keys that do it, and where to begin: on
the invented company or with an account of one's own. Known by the agent's window; knows kit."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Qt, Signal, SignalInstance
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from app.core.i18n import N_, _
from widgets.kit.desk_button import ButtonKind, DeskButton
from widgets.kit.desk_dialog import DeskDialog
from widgets.kit.desk_marks import keycap, keycap_width
from widgets.kit.desk_text import TextBlock, Words
from widgets.theme.desk import DeskLook

STEPS = (
    ("next", N_("Go from card to card. The timer says how long an answer may take; the soonest stands first.")),
    ("open", N_("Read the thread. The framed post is the one to answer; private notes are yellow.")),
    ("reply", N_("Reply. The coloured edge and the Send button name the account that speaks. Nothing leaves at once.")),
    ("undo", N_("Take back what you did last: a reply that still waits, a snooze, a merge.")),
    ("resolve_next", N_("Resolve and go on. What is answered waits for the person by itself.")),
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


@dataclass(frozen=True)
class Beginning:
    """What this desk is, and what it can do about it.

    Attributes:
        demo: it is on the invented company. may_add: its agent may add accounts. may_start: it can open another desk.
    """

    demo: bool = False
    may_add: bool = False
    may_start: bool = False


class GuideDialog(DeskDialog):
    """The sheet.

    Signals:
        demo_requested: a desk on the invented company is wanted.
        own_requested: a desk for one's own accounts is wanted. account_requested: an account is to be added here.
    """

    help_at = ("desk", "First steps")
    demo_requested = Signal()
    own_requested = Signal()
    account_requested = Signal()

    def __init__(
        self, look: DeskLook, cap: Callable[[str], str], beginning: Beginning, parent: QWidget | None = None
    ) -> None:
        super().__init__(look, _("First steps"), _("A shift without a mouse."), width=600, parent=parent)
        for command, said in STEPS:
            row = QHBoxLayout()
            row.setSpacing(look.px(8))
            row.addWidget(Caps(look, cap(command)))
            block = TextBlock(look, _(said), ink=look.tokens.t1)
            block.setAccessibleName(f"{cap(command)}: {_(said)}")
            row.addWidget(block, 1)
            self.body.addLayout(row)
        self.body.addSpacing(look.px(6))
        self.body.addWidget(Words(look, _("Where do you begin?"), style="section", ink=look.tokens.t2))
        self._choices = QGridLayout()
        self._choices.setHorizontalSpacing(look.px(12))
        self._choices.setVerticalSpacing(look.px(8))
        self._choices.setColumnStretch(1, 1)
        self.body.addLayout(self._choices)
        self._offer_demo(beginning)
        self._offer_own(beginning)
        self.answer_with(_("Go to the desk"), "")

    # inside

    def _offer_demo(self, beginning: Beginning) -> None:
        if beginning.demo:
            self._say(_("This desk is on the invented company: two days of posts, and nothing leaves this machine."))
        elif beginning.may_start:
            words = _("A desk opens beside this one, with two days of posts. Nothing there leaves this machine.")
            self._offer(_("Try the invented company"), words, self.demo_requested)
        else:
            self._say(_("To try the invented company, start Fishbowl with: main.py demo"))

    def _offer_own(self, beginning: Beginning) -> None:
        if beginning.demo and beginning.may_start:
            words = _("A desk opens beside this one, empty until you add an account to it.")
            self._offer(_("Begin with my own account"), words, self.own_requested)
        elif beginning.demo:
            self._say(_("For your own accounts, start Fishbowl with: main.py agent"))
        elif beginning.may_add:
            words = _("Choose the network and sign in; what is written to you there comes into the queue.")
            self._offer(_("Add my own account..."), words, self.account_requested)
        else:
            self._say(_("The accounts you answer from are added by an administrator."))

    def _offer(self, label: str, words: str, wanted: SignalInstance) -> None:
        button = DeskButton(self.look, label, kind=ButtonKind.PLAIN)
        button.clicked.connect(self.accept)
        button.clicked.connect(wanted)
        row = self._choices.rowCount()
        self._choices.addWidget(button, row, 0, Qt.AlignmentFlag.AlignVCenter)
        self._choices.addWidget(TextBlock(self.look, words, ink=self.look.tokens.t2), row, 1)

    def _say(self, words: str) -> None:
        said = TextBlock(self.look, words, ink=self.look.tokens.t2)
        self._choices.addWidget(said, self._choices.rowCount(), 0, 1, 2)
