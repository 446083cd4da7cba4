"""Asks on which network an account is to be added; what was never proven says so. Known by the agent's account hands;
knows kit, models and domain."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from app.core.i18n import _
from app.domain.network import NetworkInfo
from app.domain.network_words import abilities, warning
from widgets.dialogs.account_row import ChoiceRow
from widgets.dialogs.ask_words import field_style
from widgets.kit.desk_box import ScrollBox
from widgets.kit.desk_dialog import DeskDialog
from widgets.shell.commands import matches
from widgets.theme.desk import DeskLook
from widgets.theme.icons import network_icon

HIGHEST = 440


class NetworksDialog(DeskDialog):
    """The networks, by title, and a field that narrows them.

    Signals:
        chosen: a network; carries its NetworkInfo.
    """

    help_at = ("connectors", "Connectors")
    chosen = Signal(object)

    def __init__(self, look: DeskLook, networks: Sequence[NetworkInfo], parent: QWidget | None = None) -> None:
        super().__init__(look, _("Add an account"), _("On which network?"), width=560, parent=parent)
        self._networks = sorted(networks, key=lambda info: _(info.title).casefold())
        self._rows: dict[str, ChoiceRow] = {}
        self.field = QLineEdit()
        self.field.setAccessibleName(_("Network"))
        self.field.setPlaceholderText(_("Type a network's name"))
        self.field.setFont(look.font("base"))
        self.field.setStyleSheet(field_style(look))
        self.field.textChanged.connect(self._narrow)
        self.field.returnPressed.connect(self._take_current)
        self._box = ScrollBox(look, _("Networks"), highest=HIGHEST)
        self.body.addWidget(self.field)
        self.body.addWidget(self._box)
        for info in self._networks:
            self._add(info)
        self._box.column.addStretch(1)
        self.answer_with(_("Cancel"), "")
        self._narrow("")
        self.field.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
        if event.key() in steps:
            self._step(steps[Qt.Key(event.key())])
            return
        super().keyPressEvent(event)

    def shown(self) -> list[str]:
        """Names of the networks that fit what was typed, in order."""
        return [name for name, row in self._rows.items() if not row.isHidden()]

    def _add(self, info: NetworkInfo) -> None:
        row = ChoiceRow(self.look, network_icon(info.icon), _(info.title), abilities(info), trouble=warning(info))
        row.clicked.connect(lambda _checked=False: self._take(info))
        self._rows[info.name] = row
        self._box.column.addWidget(row)

    def _narrow(self, typed: str) -> None:
        for info in self._networks:
            fits = matches(_(info.title), typed) is not None or matches(info.name, typed) is not None
            self._rows[info.name].setVisible(fits)
        shown = self.shown()
        for name, row in self._rows.items():
            row.setChecked(bool(shown) and name == shown[0])

    def _step(self, by: int) -> None:
        shown = self.shown()
        if not shown:
            return
        now = next((place for place, name in enumerate(shown) if self._rows[name].isChecked()), 0)
        row = self._rows[shown[max(0, min(len(shown) - 1, now + by))]]
        row.setChecked(True)
        self._box.ensureWidgetVisible(row)

    def _take_current(self) -> None:
        name = next((one for one in self.shown() if self._rows[one].isChecked()), "")
        if name:
            self._take(next(info for info in self._networks if info.name == name))

    def _take(self, info: NetworkInfo) -> None:
        self.accept()
        self.chosen.emit(info)
