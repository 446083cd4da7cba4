"""A desk's window as its hands know it: the look, what is shown, the keys, and how a question is asked. Known by the
hands, actions and window; knows content, dialogs, kit and shell.

The hands ask of the window by signals and never know it, so that the window can know them.
"""

from typing import Any

from PySide6.QtCore import QRect, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QDialog, QWidget

from widgets.agent.appearance import Appearance
from widgets.agent.content import DeskContent
from widgets.dialogs.palette import Palette
from widgets.kit.desk_dialog import DeskDialog
from widgets.kit.desk_veil import Veil
from widgets.kit.help_key import Place
from widgets.shell.commands import CommandTable
from widgets.shell.shortcuts import Shortcuts
from widgets.theme.desk import DeskLook

FROM_TOP = 0.15
"""Where a question stands, of the window's height."""


class Seat(QWidget):
    """The window around a desk.

    Attributes:
        look, content: how it looks now and what is shown; both are made anew when theme or text size change.
        appearance: theme and text size, to be chosen otherwise.
        standard, table: the commands with their own keys, and with those the agent chose.
        shortcuts: the keys of this window.

    Signals:
        command_requested: a command is to run; carries its id.
        own_window_requested: the conversation in a window of its own, or back.
        second_passed: words with a time in them are to be said anew.
        help_requested: the manual is wanted for a question; carries it.
    """

    command_requested = Signal(str)
    own_window_requested = Signal()
    second_passed = Signal()
    help_requested = Signal(object)

    look: DeskLook
    appearance: Appearance
    content: DeskContent
    standard: CommandTable[Any]
    table: CommandTable[Any]
    shortcuts: Shortcuts

    def __init__(self) -> None:
        super().__init__()
        self._veil = Veil(self)

    def ask(self, dialog: QDialog, *, help_at: Place | None = None) -> None:
        """Open a question over the veil; `finished` tells when it is answered, `help_at` is where F1 leads."""
        if help_at is not None and isinstance(dialog, DeskDialog | Palette):
            dialog.help_at = help_at
        self._veil.under(dialog)
        self._lay(dialog)
        dialog.finished.connect(self.activateWindow)
        dialog.open()

    def ask_over(self, question: QDialog, over: QDialog) -> None:
        """Open a question over another one, which has the keys again when it is answered."""
        self._lay(question)
        question.finished.connect(over.activateWindow)
        question.open()

    def help_over(self, dialog: QWidget) -> None:
        """F1 in a question."""
        self.help_requested.emit(dialog)

    # Qt

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._veil.setGeometry(self.rect())

    # inside

    def _lay(self, dialog: QDialog) -> None:
        """At its place over the window, as large as it must be and the window lets it."""
        dialog.adjustSize()
        if isinstance(dialog, DeskDialog | Palette):
            dialog.fit(self.size())
        dialog.resize(dialog.sizeHint())  # Qt would not let it be higher than two thirds of a screen
        place = QRect(0, 0, dialog.width(), dialog.height())
        place.moveCenter(self.rect().center())
        place.moveTop(min(round(self.height() * FROM_TOP), max(0, self.height() - dialog.height()) // 2))
        dialog.move(self.mapToGlobal(place.topLeft()))
