"""The conversation in a window of its own, for a second screen; the queue stays where it is. Known by the desk's
window; knows the conversation pane and shell."""

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.core.i18n import _
from app.domain.conversation import Card
from widgets.agent.conversation_pane import ConversationPane
from widgets.models.directory import Directory
from widgets.shell.commands import CommandTable
from widgets.shell.shortcuts import Shortcuts
from widgets.theme.desk import DeskLook, palette, style_sheet


class OwnWindow(QWidget):
    """Holds the one conversation pane of a desk while it is away from the desk's window.

    Signals:
        command_chosen: a key was pressed here; carries the command's id.
        closed: the pane must go back before this window is gone.
    """

    command_chosen = Signal(str)
    closed = Signal()

    def __init__(self, look: DeskLook, pane: ConversationPane, table: CommandTable[Any]) -> None:
        super().__init__()
        self._pane = pane
        self.setPalette(palette(look))
        self.setStyleSheet(style_sheet(look))
        self.setFont(look.font("base"))
        self.shortcuts = Shortcuts(self, table)
        self.shortcuts.chosen.connect(self.command_chosen)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(pane)
        pane.show()
        self.resize(look.px(760), look.px(900))

    def say_title(self, card: Card, directory: Directory) -> None:
        """Whose words go to whom: what stands on the task bar beside the other windows."""
        account = directory.account(card.account_id)
        network = directory.network(card.network).title
        words = _("{account} to {person}, {network}") if account is not None else _("{person}, {network}")
        handle = f"@{account.handle.removeprefix('@')}" if account is not None else ""
        self.setWindowTitle(words.format(account=handle, person=card.name, network=network))

    def place_beside(self, other: QWidget) -> None:
        """On a screen that the other window is not on, where there is one."""
        screens = [screen for screen in QGuiApplication.screens() if screen is not other.screen()]
        if screens:
            self.setScreen(screens[0])
            self.move(screens[0].availableGeometry().topLeft())

    def closeEvent(self, event: QCloseEvent) -> None:
        self.closed.emit()
        super().closeEvent(event)
