"""What a desk does for accounts: shows how they fare, adds, tries, changes, pauses and removes them. Known by actions
and commands; knows the desk, dialogs and the browser's sign-in."""

import asyncio
from collections.abc import Callable
from typing import Any

import msgspec
from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices

from app.core.i18n import _
from app.domain.account import Account
from app.domain.network import NetworkInfo
from app.link.address import hook_url
from app.link.browser import sign_in
from app.wire.answers import HubFacts, SignedInAs
from app.wire.calls import CheckAccount, GetHubFacts, ListNetworks, RemoveAccount, SaveAccount
from widgets.agent.desk import Desk
from widgets.agent.seat import Seat
from widgets.dialogs.account_form import AccountForm
from widgets.dialogs.account_networks import NetworksDialog
from widgets.dialogs.accounts import AccountsDialog
from widgets.dialogs.confirm import Confirm
from widgets.models.account_words import removal_words


class AccountHands(QObject):
    """The hands for accounts of one desk."""

    def __init__(self, seat: Seat, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._seat, self._desk = seat, desk
        self._browsing: asyncio.Task[None] | None = None
        self.show_page: Callable[[str], object] = lambda url: QDesktopServices.openUrl(QUrl(url))

    def show_accounts(self) -> None:
        """The list."""
        desk = self._desk
        dialog = AccountsDialog(self._seat.look, desk.directory, now=desk.link.now(), parent=self._seat)
        dialog.add_requested.connect(lambda: self._instead(dialog, self.add))
        dialog.change_requested.connect(lambda account: self._instead(dialog, lambda: self._change(account)))
        dialog.remove_requested.connect(lambda account: self._instead(dialog, lambda: self._ask_remove(account)))
        dialog.pause_requested.connect(self._pause)
        self._seat.ask(dialog)

    def add(self) -> None:
        """Choose a network, then answer its questions."""
        self._desk.ask(ListNetworks(), self._choose_network)

    # inside

    def _instead(self, dialog: AccountsDialog, then: Callable[[], None]) -> None:
        dialog.accept()
        then()

    def _choose_network(self, networks: Any) -> None:
        dialog = NetworksDialog(self._seat.look, tuple(networks or ()), self._seat)
        dialog.chosen.connect(self._begin)
        self._seat.ask(dialog)

    def _begin(self, info: NetworkInfo) -> None:
        hue = len(self._desk.directory.accounts()) % 8
        self._open(info, Account(id=0, network=info.name, handle="", brand="", hue=hue), public_url="")

    def _change(self, account: Account) -> None:
        def open_form(facts: HubFacts) -> None:
            self._desk.ask(ListNetworks(), lambda networks: self._open_known(account, networks, facts.public_url))

        self._desk.ask(GetHubFacts(), open_form)

    def _open_known(self, account: Account, networks: Any, public_url: str) -> None:
        found = [info for info in networks or () if info.name == account.network]
        info = found[0] if found else self._desk.directory.network(account.network)
        self._open(info, account, public_url=public_url)

    def _open(self, info: NetworkInfo, account: Account, *, public_url: str) -> None:
        address = hook_url(public_url, account.id) if account.id else ""
        form = AccountForm(self._seat.look, info, account, hook_url=address, parent=self._seat)
        form.check_requested.connect(lambda: self._check(form))
        form.browser_requested.connect(lambda: self._browse(form))
        form.browser_cancelled.connect(lambda: self._stop_browsing(form))
        form.save_requested.connect(lambda: self._save(form))
        form.finished.connect(lambda _result: self._stop_browsing(None))
        self._seat.ask(form)

    def _check(self, form: AccountForm) -> None:
        form.wait(_("The hub signs in..."))
        request = CheckAccount(account=form.account, secrets=form.secrets, sign_in=form.sign_in)
        self._desk.ask(request, lambda identity: form.tried(identity, now=self._desk.link.now()), form.refuse)

    def _browse(self, form: AccountForm) -> None:
        form.wait(_("A page has opened in your browser. Allow access there, then come back."))
        account, secrets, link = form.account, form.secrets, self._desk.link

        def done(answer: tuple[str, SignedInAs]) -> None:
            form.signed_in(answer[0], answer[1], now=link.now())

        self._browsing = self._desk.carry(
            "sign in", lambda: sign_in(link, account, secrets, show=self.show_page), done, form.refuse
        )

    def _stop_browsing(self, form: AccountForm | None) -> None:
        if self._browsing is not None:
            self._browsing.cancel()
            self._browsing = None
        if form is not None:
            form.wait_ended(_("Nothing was changed. You can sign in again."))

    def _save(self, form: AccountForm) -> None:
        form.wait(_("Saving..."))
        request = SaveAccount(
            account=form.account, secrets=form.secrets, session_only=form.session_only, sign_in=form.sign_in
        )
        self._desk.ask(request, lambda saved: self._saved(form, saved), form.refuse)

    def _saved(self, form: AccountForm, saved: Account) -> None:
        added, info = not form.account.id, form.info
        form.accept()
        words = _("Added {name}") if added else _("Changed {name}")
        self._desk.done.emit(words.format(name=saved.brand), False)
        if added and info.hooked:
            self._change(saved)

    def _pause(self, account: Account) -> None:
        self._desk.ask(SaveAccount(account=msgspec.structs.replace(account, enabled=not account.enabled)))

    def _ask_remove(self, account: Account) -> None:
        title = self._desk.directory.network(account.network).title
        dialog = Confirm(
            self._seat.look,
            _("Remove {name}?").format(name=account.brand),
            removal_words(account, title),
            safe=_("Keep it"),
            act=_("Remove {name}").format(name=account.brand),
            parent=self._seat,
        )
        dialog.accepted.connect(lambda: self._remove(account))
        self._seat.ask(dialog, help_at=("connectors", "Connectors"))

    def _remove(self, account: Account) -> None:
        words = _("Removed {name}").format(name=account.brand)
        self._desk.ask(RemoveAccount(id=account.id), lambda _answer: self._desk.done.emit(words, False))
