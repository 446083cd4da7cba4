"""The accounts: how each fares, and what can be done with it. Known by the agent's account hands; knows kit, models and
the desk's directory.

J and K choose; A adds, Enter or E changes, P pauses or resumes, Delete removes.
"""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.core.clock import Millis
from app.core.i18n import _
from app.domain.account import Account, Health
from widgets.dialogs.account_row import ChoiceRow
from widgets.kit.desk_box import ScrollBox
from widgets.kit.desk_button import DeskButton
from widgets.kit.desk_dialog import DeskDialog
from widgets.kit.desk_empty import EmptyState
from widgets.models.account_words import health_words, trouble_words
from widgets.models.directory import Directory
from widgets.models.words import at_handle
from widgets.theme.desk import DeskLook

HIGHEST = 440


class AccountsDialog(DeskDialog):
    """The list.

    Signals:
        add_requested: another account.
        change_requested, pause_requested, remove_requested: carry the account.
    """

    help_at = ("connectors", "Connectors")
    add_requested = Signal()
    change_requested = Signal(object)
    pause_requested = Signal(object)
    remove_requested = Signal(object)

    def __init__(self, look: DeskLook, directory: Directory, *, now: Millis, parent: QWidget | None = None) -> None:
        words = _("What Fishbowl listens to and answers from. Secrets lie in the hub's keyring.")
        super().__init__(look, _("Accounts"), words, width=640, parent=parent)
        self._directory, self._now = directory, now
        self._rows: dict[int, ChoiceRow] = {}
        self._current = 0
        self._box = ScrollBox(look, _("Accounts"), highest=HIGHEST)
        self._empty = EmptyState(look, glyph="globe")
        self._empty.say(
            _("No account yet"),
            _("Add one, and Fishbowl hears what is said to you there."),
            button=_("Add an account..."),
            cap="A",
        )
        self._empty.go_requested.connect(self.add_requested)
        self._add = DeskButton(look, _("Add..."), cap="A")
        self._pause = DeskButton(look, _("Pause"), cap="P")
        self._of_one: list[DeskButton] = []
        self._build()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFocus()
        directory.accounts_changed.connect(self.refresh)
        directory.health_changed.connect(self.refresh)
        self.finished.connect(self._let_go)
        self.refresh()

    # public

    @property
    def chosen(self) -> Account | None:
        """The account that the keys mean."""
        return next((one for one in self._directory.accounts() if one.id == self._current), None)

    def refresh(self) -> None:
        """Say again what there is and how it fares."""
        accounts = self._directory.accounts()
        known = {one.id for one in accounts}
        for gone in set(self._rows) - known:
            self._drop(self._rows.pop(gone))
        if self._current not in known:
            self._current = accounts[0].id if accounts else 0
        for account in accounts:
            self._show(account)
        self._box.setVisible(bool(accounts))
        self._empty.setVisible(not accounts)
        chosen = self.chosen
        self._pause.set_words(_("Resume") if chosen is not None and not chosen.enabled else _("Pause"))
        for button in (self._add, *self._of_one):
            button.setVisible(chosen is not None)
        self.order_focus()

    # Qt

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_J: 1, Qt.Key.Key_Down: 1, Qt.Key.Key_K: -1, Qt.Key.Key_Up: -1}
        of_one = {
            Qt.Key.Key_E: self.change_requested,
            Qt.Key.Key_Return: self.change_requested,
            Qt.Key.Key_Enter: self.change_requested,
            Qt.Key.Key_P: self.pause_requested,
            Qt.Key.Key_Delete: self.remove_requested,
        }
        key = Qt.Key(event.key())
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if plain and key == Qt.Key.Key_A:
            self.add_requested.emit()
        elif plain and key in steps:
            self._step(steps[key])
        elif plain and key in of_one:
            if (account := self.chosen) is not None:
                of_one[key].emit(account)
        else:
            super().keyPressEvent(event)

    # inside

    def _build(self) -> None:
        look = self.look
        self.body.addWidget(self._box)
        self.body.addWidget(self._empty)
        row = QHBoxLayout()
        row.setSpacing(look.px(6))
        self._add.clicked.connect(self.add_requested)
        row.addWidget(self._add)
        acts = (
            (DeskButton(look, _("Change..."), cap="E"), self.change_requested),
            (self._pause, self.pause_requested),
            (DeskButton(look, _("Remove..."), cap="Del"), self.remove_requested),
        )
        for button, signal in acts:
            button.clicked.connect(lambda _checked=False, one=signal: one.emit(self.chosen))
            self._of_one.append(button)
            row.addWidget(button)
        row.addStretch(1)
        self.body.addLayout(row)
        self.answer_with(_("Close"), "")

    def _show(self, account: Account) -> None:
        health = self._health(account)
        title = self._directory.network(account.network).title
        name = _("{brand}, {handle} on {network}").format(
            brand=account.brand, handle=at_handle(account.handle), network=title
        )
        row = self._rows.get(account.id)
        if row is None:
            row = self._rows[account.id] = ChoiceRow(self.look, account, name, "")
            row.clicked.connect(lambda _checked=False, one=account.id: self._choose(one))
            self._box.column.addWidget(row)
        row.say(health_words(health, now=self._now), trouble=trouble_words(health))
        row.setChecked(account.id == self._current)

    def _health(self, account: Account) -> Health | None:
        return next((one for one in self._directory.health() if one.account_id == account.id), None)

    def _choose(self, account_id: int) -> None:
        self._current = account_id
        self.refresh()
        self._box.ensureWidgetVisible(self._rows[account_id])

    def _step(self, by: int) -> None:
        ids = list(self._rows)
        if ids:
            self._choose(ids[max(0, min(len(ids) - 1, ids.index(self._current) + by))])
            self._rows[self._current].setFocus()

    def _drop(self, row: ChoiceRow) -> None:
        self._box.column.removeWidget(row)
        row.hide()
        row.deleteLater()

    def _let_go(self, _result: int) -> None:
        self._directory.accounts_changed.disconnect(self.refresh)
        self._directory.health_changed.disconnect(self.refresh)
