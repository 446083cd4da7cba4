"""A bar across the desk while a reply of the agent's own is not out and he has not looked: which, why, and the way
there. Known by the content; knows the desk and kit."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QWidget

from app.core.i18n import _, ngettext
from app.domain.reply import OutboxItem, OutboxState
from widgets.agent.desk import Desk
from widgets.kit.desk_strip import StripBar
from widgets.models.words import at_handle
from widgets.theme.desk import DeskLook

NAMED = 3
"""So many people are named; the others are counted."""


class UnsentBar(StripBar):
    """It stays until the agent has looked, on whichever view he is.

    Signals:
        show_requested: he wants to see it, or the list of several.
    """

    show_requested = Signal()

    def __init__(self, look: DeskLook, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(look, glyph="warning", warns=True, parent=parent)
        self._desk = desk
        self._said = ""
        self.offer((("show", _("Show")), ("later", _("Not now"))))
        self.act_chosen.connect(self._do)
        desk.troubles.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Say what waits for a look, or be gone."""
        items = self._desk.troubles.waiting()
        self.setVisible(bool(items))
        if not items:
            self._said = ""
            return
        bold, rest = _one(items[0]) if len(items) == 1 else _several(items)
        self.say(bold, rest)
        if self._said != (said := f"{bold} {rest}"):
            self._said = said
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, said))

    def _do(self, act: str) -> None:
        if act == "show":
            self.show_requested.emit()
        else:
            self._desk.troubles.look_at(self._desk.troubles.waiting())


def _one(item: OutboxItem) -> tuple[str, str]:
    person = at_handle(item.to_handle)
    if item.state is OutboxState.UNKNOWN:
        words = _("Your reply to {person}: say whether it is there, so that nothing goes out twice.")
        return _("It may have been posted."), words.format(person=person)
    cause = item.error or _("The network refused it.")
    return _("Not sent."), _("Your reply to {person}: {cause} Your text is kept.").format(person=person, cause=cause)


def _several(items: list[OutboxItem]) -> tuple[str, str]:
    count = len(items)
    people = list(dict.fromkeys(at_handle(item.to_handle) for item in items))
    named, more = ", ".join(people[:NAMED]), len(people) - NAMED
    bold = ngettext("{count} of your replies is not out.", "{count} of your replies are not out.", count)
    if more > 0:
        words = ngettext("To {people} and {count} more.", "To {people} and {count} more.", more)
        return bold.format(count=count), words.format(people=named, count=more)
    return bold.format(count=count), _("To {people}.").format(people=named)
