"""Asks with which checklist an alarm is declared a crisis. Known by the agent's window; knows kit and domain."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.core.i18n import _
from app.domain.crisis import Playbook
from widgets.dialogs.wall_order import Choice
from widgets.kit.desk_dialog import DeskDialog
from widgets.kit.desk_text import TextBlock, Words
from widgets.theme.desk import DeskLook

IN_A_ROW = 2


class DeclareCrisis(DeskDialog):
    """The question; `trouble` says why no checklist can be read, which stops nobody from declaring.

    Attributes:
        choice: the playbooks, and none.

    Signals:
        answered: the name of the playbook, empty for none.
    """

    help_at = ("desk", "When it is a crisis")
    answered = Signal(str)

    def __init__(
        self,
        look: DeskLook,
        playbooks: Sequence[Playbook],
        *,
        topic: str,
        trouble: str = "",
        parent: QWidget | None = None,
    ) -> None:
        head = _("Declare a crisis: {topic}?").format(topic=topic)
        words = _("Every wall turns to Crisis watch at once. You lead it until you name somebody else.")
        super().__init__(look, head, words, width=560, parent=parent)
        offered = {one.name: one.title for one in playbooks} | {"": _("No checklist")}
        self.choice = Choice(look, offered, chosen=next(iter(offered)), parent=self)
        self.body.addWidget(Words(look, _("Checklist"), style="small", ink=look.tokens.t3))
        column = QVBoxLayout()
        column.setSpacing(look.px(4))
        self.choice.lay(look, column, in_a_row=IN_A_ROW)
        self.body.addLayout(column)
        if trouble:
            self.body.addWidget(TextBlock(look, trouble, ink=look.tokens.warn))
        self.answer_with(_("Not yet"), _("Declare the crisis"))
        self.accepted.connect(lambda: self.answered.emit(self.choice.chosen))
        self.choice.buttons_[0].setFocus()
