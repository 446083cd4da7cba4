"""The menu made from the command table. Known by actions; knows shell.commands."""

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QMenu

from widgets.agent.abilities import Actions
from widgets.kit.key_words import key_words
from widgets.shell.commands import CommandTable


def fill_menu(menu: QMenu, table: CommandTable[Actions], actions: Actions, run: Callable[[str], None]) -> None:
    """One submenu a group; what cannot run now is off and says why."""
    for group, commands in table.groups().items():
        submenu = menu.addMenu(group)
        submenu.setToolTipsVisible(True)
        for command in (one for one in commands if one.listed):
            key = key_words(command.any_key)
            action = submenu.addAction(f"{command.words}\t{key}" if key else command.words)
            why = command.refusal(actions)
            action.setEnabled(not why)
            action.setToolTip(why or command.words)
            action.triggered.connect(partial(run, command.id))
