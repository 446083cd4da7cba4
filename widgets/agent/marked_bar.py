"""What can be done to the marked cards, by name and key, under the queue's header. Known by the queue pane; knows the
desk, flow and button."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from app.core.i18n import _
from app.domain.principal import Right
from widgets.agent.desk import Desk
from widgets.kit.desk_button import ButtonKind, DeskButton
from widgets.kit.desk_flow import FlowRow
from widgets.theme.desk import DeskLook


class MarkedBar(FlowRow):
    """A button for each deed, shown while cards are marked.

    Signals:
        command_requested: a deed was pressed; carries the command's id.
    """

    command_requested = Signal(str)

    def __init__(self, look: DeskLook, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(look, parent)
        self._look, self._desk = look, desk
        words = {
            "resolve": _("Resolve"),
            "take": _("Take"),
            "assign": _("Assign..."),
            "label": _("Label..."),
            "snooze": _("Snooze..."),
            "merge": _("Merge..."),
            "unmark": _("Unmark"),
        }
        self.buttons = {name: self._button(name, text) for name, text in words.items()}
        self.setAccessibleName(_("The marked conversations"))
        self.put(list(self.buttons.values()))
        self.hide()

    def refresh(self) -> None:
        """Be there while cards are marked, with what may be done to so many."""
        marked = len(self._desk.queue.model.marked)
        self.buttons["assign"].setVisible(self._desk.may(Right.ASSIGN))
        self.buttons["merge"].setVisible(marked > 1)
        self.setVisible(marked > 0)

    def set_caps(self, cap: Callable[[str], str]) -> None:
        """Keys that work now."""
        for name, button in self.buttons.items():
            button.set_cap(cap(name))

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens, painter = self._look.tokens, QPainter(self)
        painter.fillRect(self.rect(), tokens.bg3)
        painter.fillRect(0, self.height() - 1, self.width(), 1, tokens.line)

    def _button(self, name: str, text: str) -> DeskButton:
        kind = ButtonKind.QUIET if name == "unmark" else ButtonKind.PLAIN
        button = DeskButton(self._look, text, kind=kind, parent=self)
        button.clicked.connect(lambda _checked=False: self.command_requested.emit(name))
        return button
