"""One account's form, made from what its network declares: sign in, answer, try, save. Known by the agent's account
hands; knows kit, models and domain.

It asks nothing of the hub itself: it says what is wanted, and is told what came of it.
"""

import msgspec
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.core.clock import Millis
from app.core.errors import FishbowlError
from app.core.i18n import _
from app.domain.account import Account
from app.domain.network import NetworkInfo
from app.domain.network_words import warning
from app.wire.answers import SignedInAs
from widgets.dialogs.account_fields import Question, fill
from widgets.dialogs.account_looks import Looks
from widgets.dialogs.copy_row import CopyRow
from widgets.dialogs.wall_order import Choice
from widgets.kit.desk_box import ScrollBox
from widgets.kit.desk_button import DeskButton
from widgets.kit.desk_dialog import DeskDialog
from widgets.kit.desk_strip import StripBar
from widgets.kit.desk_text import TextBlock, Words
from widgets.models.account_words import signed_in_words
from widgets.theme.desk import DeskLook

WIDTH = 600
SESSION = "session"
HIGHEST = 344


class AccountForm(DeskDialog):
    """Adds an account (id 0) or changes one.

    Signals:
        check_requested: sign in once and say who that is: `tried` or `refuse` answers.
        browser_requested: sign in with the browser: `signed_in` or `refuse` answers.
        browser_cancelled: stop waiting for the browser.
        save_requested: save it: the form is closed or told to `refuse`.
    """

    help_at = ("connectors", "Signing in")
    check_requested = Signal()
    browser_requested = Signal()
    browser_cancelled = Signal()
    save_requested = Signal()

    def __init__(
        self,
        look: DeskLook,
        info: NetworkInfo,
        account: Account,
        *,
        hook_url: str = "",
        parent: QWidget | None = None,
    ) -> None:
        head = _("Change {account}") if account.id else _("Add an account on {network}")
        head = head.format(account=account.brand, network=_(info.title))
        super().__init__(look, head, _(info.help) if info.help else "", width=WIDTH, parent=parent)
        self.info = info
        self.sign_in = ""
        self._before = account
        self._waiting = False
        self._box = ScrollBox(look, head, highest=HIGHEST)
        self.questions = [Question(look, field, kept=bool(account.id) and field.secret) for field in info.form]
        self.looks = Looks(look, account, otherwise=info.glyph)
        places = {"": _("In the hub's keyring"), SESSION: _("In its memory, until the hub stops")}
        self._keeping = Choice(look, places, chosen="", parent=self)
        self.browser = DeskButton(look, _("Sign in with the browser"), glyph="globe")
        self.check = DeskButton(look, _("Check"), glyph="check")
        self.said = TextBlock(look, ink=look.tokens.t2)
        self._build(hook_url)
        fill(self.questions, {"handle": account.handle if account.id else "", **account.options})
        self._refresh()
        (self.browser if info.browser and not account.id else self._first()).setFocus()

    # public

    @property
    def account(self) -> Account:
        """The account as the form says now."""
        answers = {one.field.name: one.answer() for one in self.questions if not one.field.secret}
        options = {**self._before.options, **answers}
        handle = answers.get("handle", "").lstrip("@") or self._before.handle or _(self.info.title)
        kept = {name: value for name, value in options.items() if value}
        return self.looks.applied(msgspec.structs.replace(self._before, handle=handle, options=kept))

    @property
    def session_only(self) -> bool:
        """Whether the secrets are to be kept in the hub's memory alone."""
        return self._keeping.chosen == SESSION

    @property
    def secrets(self) -> dict[str, str]:
        """Those that were typed."""
        typed = {one.field.name: one.answer() for one in self.questions if one.field.secret}
        return {name: value for name, value in typed.items() if value}

    def wait(self, words: str) -> None:
        """The hub or the browser is asked; only waiting or leaving is possible now."""
        self._waiting = True
        self.said.set_words(words, ink=self.look.tokens.t2)
        self._refresh()

    def wait_ended(self, words: str) -> None:
        """Nothing is waited for any more."""
        self._waiting = False
        self.said.set_words(words, ink=self.look.tokens.t2)
        self._refresh()

    def tried(self, identity: SignedInAs, *, now: Millis) -> None:
        """The sign-in works."""
        self._waiting = False
        self._take_identity(identity)
        self.said.set_words(signed_in_words(identity, now=now), ink=self.look.tokens.pos)
        self._refresh()

    def signed_in(self, sign_in: str, identity: SignedInAs, *, now: Millis) -> None:
        """The browser came back; saving takes what it brought."""
        self.sign_in = sign_in
        self.tried(identity, now=now)

    def refuse(self, error: FishbowlError) -> None:
        """It did not work, in words."""
        self._waiting = False
        self.said.set_words(str(error), ink=self.look.tokens.warn)
        self._refresh()

    # inside

    def _build(self, hook_url: str) -> None:
        look, column = self.look, self._box.column
        if warning(self.info):
            strip = StripBar(look, glyph="warning", warns=True)
            strip.say(_("Never run against the network itself."), self._source())
            self.body.addWidget(strip)
        if self.info.browser:
            row = QHBoxLayout()
            row.addWidget(self.browser)
            row.addStretch(1)
            column.addLayout(row)
        for question in self.questions:
            question.changed.connect(self._refresh)
            question.entered.connect(self._enter)
            column.addWidget(question)
        if self.info.hooked:
            words = _("The network calls this address; tell it there.")
            column.addWidget(CopyRow(look, _("Address for the network"), hook_url, words, after_saving=not hook_url))
        if not self._before.id and any(question.field.secret for question in self.questions):
            column.addSpacing(look.px(6))
            column.addWidget(Words(look, _("Secrets are kept"), style="label"))
            self._keeping.lay(look, column, in_a_row=2)
        column.addWidget(self.looks)
        column.addStretch(1)
        self.looks.changed.connect(self._refresh)
        self.body.addWidget(self._box)
        self.body.addWidget(self.said)
        self.answer_with(_("Cancel"), _("Save") if self._before.id else _("Add"))
        self._buttons.insertWidget(0, self.check)
        self.check.clicked.connect(self.check_requested)
        self.browser.clicked.connect(self._browse)
        self.check.pressed_in_vain.connect(self._say_why)
        if self.act_button is not None:
            self.act_button.clicked.disconnect()
            self.act_button.clicked.connect(self.save_requested)
            self.act_button.pressed_in_vain.connect(self._say_why)

    def _source(self) -> str:
        if not self.info.source:
            return _("Try it with care, and tell us how it went.")
        return _("It was written from {source}.").format(source=self.info.source)

    def _first(self) -> QWidget:
        return self.questions[0].edit if self.questions else self.looks.brand

    def _say_why(self, why: str) -> None:
        self.said.set_words(why, ink=self.look.tokens.warn)

    def _enter(self) -> None:
        why = self._missing()
        if why:
            self._say_why(why)
        elif not self._waiting:
            self.save_requested.emit()

    def _browse(self) -> None:
        if self._waiting:
            self.browser_cancelled.emit()
        else:
            self.browser_requested.emit()

    def _take_identity(self, identity: SignedInAs) -> None:
        for question in self.questions:
            if question.field.name == "handle" and not question.answer():
                question.put(identity.handle)
        if not self.looks.brand.answer():
            self.looks.brand.put(identity.title or identity.handle)

    def _missing(self) -> str:
        """The first question without an answer; a browser's sign-in answers what secrets would."""
        for question in self.questions:
            signed = bool(self.sign_in) and question.field.secret
            if question.needed and not signed and not question.answer():
                return _("“{title}” is missing.").format(title=_(question.field.title))
        return ""

    def _refresh(self) -> None:
        why = _("Wait for the answer.") if self._waiting else self._missing()
        self.check.set_may(not why, why)
        self.browser.set_words(_("Stop waiting for the browser") if self._waiting else _("Sign in with the browser"))
        if self.act_button is not None:
            self.act_button.set_may(not why, why)
