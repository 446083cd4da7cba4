"""Asks how work is handed out: by hand, in turn or by load, how much at most, and what becomes of whoever leaves.
Known by the agent's window; knows kit and domain."""

from msgspec.structs import replace
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from app.core.i18n import _
from app.domain.shift import Mode, Routing
from widgets.dialogs.ask_words import field_style
from widgets.dialogs.wall_order import Choice
from widgets.kit.desk_dialog import DeskDialog
from widgets.kit.desk_text import Words
from widgets.theme.desk import DeskLook

LARGEST = 1_000


class RoutingDialog(DeskDialog):
    """The question.

    Attributes:
        capacity: the field for the usual capacity; `special` the one for names with another.

    Signals:
        answered: the routing as it shall be.
    """

    help_at = ("desk", "Work that comes to you")
    answered = Signal(object)

    def __init__(self, look: DeskLook, now: Routing, parent: QWidget | None = None) -> None:
        words = _("Nobody who is busy, away or full is given anything. Each conversation says why it came to whom.")
        super().__init__(look, _("How is work handed out?"), words, width=560, parent=parent)
        self._now = now
        modes = {
            Mode.HAND.value: _("By hand"),
            Mode.ROUND_ROBIN.value: _("In turn"),
            Mode.LOAD.value: _("By load"),
        }
        self.modes = Choice(look, modes, chosen=now.mode.value, parent=self)
        self.modes.lay(look, self._part(_("Who gets the next one")), in_a_row=3)
        self.capacity = self._field(_("Open conversations at most, each"), str(now.capacity))
        listed = ", ".join(f"{name} {most}" for name, most in sorted(now.capacities.items()))
        self.special = self._field(_("Others by name, such as: Ana 5, Ben 30"), listed)
        leave = {"keep": _("Keeps what is open"), "return": _("Gives it back to the queue")}
        self.leaving = Choice(look, leave, chosen="return" if now.unassign_on_leave else "keep", parent=self)
        self.leaving.lay(look, self._part(_("Whoever is away or has left")), in_a_row=2)
        self.answer_with(_("Leave it"), _("Hand out work so"))
        self.accepted.connect(lambda: self.answered.emit(self.routing()))
        self._typed()
        self.modes.buttons_[0].setFocus()

    def routing(self) -> Routing:
        """What the fields say."""
        return replace(
            self._now,
            mode=Mode(self.modes.chosen),
            capacity=_number(self.capacity.text()),
            capacities=_capacities(self.special.text()) or {},
            unassign_on_leave=self.leaving.chosen == "return",
        )

    # inside

    def _part(self, words: str) -> QVBoxLayout:
        self.body.addWidget(Words(self.look, words, style="small", ink=self.look.tokens.t3))
        column = QVBoxLayout()
        column.setSpacing(self.look.px(4))
        self.body.addLayout(column)
        return column

    def _field(self, label: str, text: str) -> QLineEdit:
        field = QLineEdit(text)
        field.setAccessibleName(label)
        field.setFont(self.look.font("base"))
        field.setStyleSheet(field_style(self.look))
        field.textChanged.connect(self._typed)
        self._part(label).addWidget(field)
        return field

    def _typed(self) -> None:
        if self.act_button is None:
            return
        may = _number(self.capacity.text()) >= 0 and _capacities(self.special.text()) is not None
        why = _("A capacity is a number from 0 to {most}; write a name and its number.").format(most=LARGEST)
        self.act_button.set_may(may, why)


def _number(text: str) -> int:
    """A capacity, −1 for what is none."""
    words = text.strip()
    return int(words) if words.isdecimal() and int(words) <= LARGEST else -1


def _capacities(text: str) -> dict[str, int] | None:
    """Names with a number each, None when that cannot be read."""
    found: dict[str, int] = {}
    for part in (one.strip() for one in text.split(",") if one.strip()):
        name, _space, count = part.rpartition(" ")
        if not name.strip() or _number(count) < 0:
            return None
        found[name.strip()] = _number(count)
    return found
