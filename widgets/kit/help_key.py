"""F1 in a question: whoever stands around it shows the page of the manual that fits. Known by dialogs; knows Qt."""

from typing import Protocol, runtime_checkable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

Place = tuple[str, str]
"""A page of the manual and one of its headings, in English."""


@runtime_checkable
class GivesHelp(Protocol):
    """A window that has a manual."""

    def help_over(self, dialog: QWidget) -> None:
        """Show the page that fits a question, over it."""


class HelpKey(QShortcut):
    """The key of one dialog; without a manual around it does nothing."""

    def __init__(self, dialog: QWidget) -> None:
        super().__init__(QKeySequence(Qt.Key.Key_F1), dialog)
        self._dialog = dialog
        self.activated.connect(self._ask)

    def _ask(self) -> None:
        around: QWidget | None = self._dialog
        while around is not None and not isinstance(around, GivesHelp):
            around = around.parentWidget()
        if around is not None:
            around.help_over(self._dialog)
