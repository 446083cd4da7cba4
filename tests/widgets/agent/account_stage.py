"""The account dialogs on a fake link, with hands to work them. Known by their tests and pictures."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from app.core.clock import DAY, MINUTE
from app.core.errors import FishbowlError
from app.core.tasks import TaskScope
from app.domain.account import Account, Health, HealthState
from app.domain.network import Capability, FormField, NetworkInfo
from app.domain.principal import Right
from app.wire.answers import HubFacts, SignedInAs
from app.wire.calls import CheckAccount, GetHubFacts, ListNetworks, RemoveAccount, SaveAccount
from app.wire.feeds import AccountFeed, CountFeed, HealthFeed, HouseFeed, OutboxFeed, PresenceFeed, TopicFeed
from tests.fakes.clock import settle
from tests.fakes.link import NOON, FakeLink
from widgets.agent.account_hands import AccountHands
from widgets.agent.calls import Caller
from widgets.kit.help_key import Place
from widgets.models.directory import Directory
from widgets.theme.desk import desk_look, palette, style_sheet

BUOY = NetworkInfo(
    name="buoy",
    title="Buoy",
    glyph="BU",
    icon="mail",
    capabilities=frozenset({Capability.MENTIONS, Capability.REPLY, Capability.THREAD}),
    form=(
        FormField(name="handle", title="Handle", help="Your account's name, without the @."),
        FormField(
            name="token",
            title="Access token",
            help="Made at Buoy under Settings → Developers → Access tokens, with the rights read and write.",
            secret=True,
        ),
        FormField(name="words", title="Words to listen for", help="One search a line.", required=False, lines=True),
    ),
    proven=False,
    source="buoy.example/docs/api (5 January 2026)",
    hooked=True,
    help="Mentions and replies of a Buoy account.",
)
CONSENT = NetworkInfo(
    name="consent",
    title="Consent",
    glyph="CO",
    icon="mastodon",
    capabilities=frozenset({Capability.MENTIONS, Capability.SEARCH, Capability.REPLY}),
    form=(
        FormField(name="server", title="Server", help="The address of your server, like https://social.example."),
        FormField(
            name="token", title="Access token", help="Only where you do not sign in with the browser.", secret=True
        ),
    ),
    browser=True,
    help="Mentions, searches and replies of an account on a Consent server.",
)
HARBOUR = Account(id=1, network="buoy", handle="harbourrail", brand="Harbour Rail", monogram="HR", hue=0)
FERNHILL = Account(
    id=2,
    network="consent",
    handle="fernhillbank",
    brand="Fernhill Bank",
    monogram="FB",
    hue=1,
    options={"server": "https://social.example"},
)
OAT = Account(id=3, network="buoy", handle="oatandember", brand="Oat & Ember", monogram="OE", hue=2, enabled=False)
HEALTH = (
    Health(
        account_id=1,
        network="buoy",
        title="Harbour Rail",
        state=HealthState.CONNECTED,
        last_post_at=NOON - 4 * MINUTE,
        budget_left=0.72,
        expires_at=NOON + 9 * DAY,
    ),
    Health(
        account_id=2,
        network="consent",
        title="Fernhill Bank",
        state=HealthState.SIGN_IN,
        last_post_at=NOON - 90 * MINUTE,
        error="The server does not know this sign-in any more. Sign in again.",
    ),
    Health(account_id=3, network="buoy", title="Oat & Ember", state=HealthState.OFF),
)


class FakeDesk:
    """The part of a desk that the hands need."""

    def __init__(self, link: FakeLink, scope: TaskScope) -> None:
        self.link = link
        self.said: list[str] = []
        self.problems: list[FishbowlError] = []
        self.directory = Directory(link)
        self._calls = Caller(link, scope, self.problems.append)
        self.done = self

    def emit(self, words: str, _undo: bool) -> None:
        self.said.append(words)

    def may(self, _right: Right) -> bool:
        return True

    def ask(self, request: Any, answered: Any = None, failed: Any = None) -> None:
        self._calls.ask("call", request, answered, failed)

    def carry(self, name: str, work: Callable[[], Awaitable[Any]], answered: Callable[[Any], None], failed: Any) -> Any:
        return self._calls.carry(name, work, answered, failed)


class FakeWindow(QWidget):
    """A window that opens questions."""

    def __init__(self, theme: str, text_size: int) -> None:
        super().__init__()
        self.look = desk_look(theme, text_size=text_size)
        self.setPalette(palette(self.look))
        self.setStyleSheet(style_sheet(self.look))
        self.resize(1280, 800)

    def ask(self, dialog: QDialog, *, help_at: Place | None = None) -> None:
        dialog.adjustSize()
        dialog.open()


class AccountStage:
    """The hands at work.

    Attributes:
        pages: addresses that were shown in the browser.
    """

    def __init__(self, scope: TaskScope, *, theme: str = "dark", text_size: int = 100, accounts: bool = True) -> None:
        self.link = FakeLink(role="administrator")
        self._fill(accounts)
        self.desk = FakeDesk(self.link, scope)
        self.desk.directory.learn_networks((BUOY, CONSENT))
        self.window = FakeWindow(theme, text_size)
        self.hands = AccountHands(self.window, self.desk, self.window)  # type: ignore[arg-type]
        self.pages: list[str] = []
        self.hands.show_page = self.pages.append
        self.window.show()

    def dialog(self) -> Any:
        """The question that is open."""
        found = QApplication.activeModalWidget()
        assert isinstance(found, QDialog)
        return found

    async def press(self, key: Qt.Key) -> None:
        """A key, wherever the focus is."""
        dialog = self.dialog()
        QTest.keyClick(dialog.focusWidget() or dialog, key)
        await self.settle()

    async def settle(self) -> None:
        for _round in range(3):
            await settle()
            QApplication.processEvents()
            QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    def asked(self, kind: type[Any]) -> list[Any]:
        """Calls of a kind that were made."""
        return [call for call in self.link.calls if isinstance(call, kind)]

    def _fill(self, accounts: bool) -> None:
        link = self.link
        rows = (HARBOUR, FERNHILL, OAT) if accounts else ()
        link.fill(AccountFeed(), {str(one.id): one for one in rows})
        link.fill(HealthFeed(), {str(one.account_id): one for one in HEALTH if accounts})
        for feed in (TopicFeed(), HouseFeed(), OutboxFeed(), PresenceFeed(), CountFeed(me=link.name)):
            link.fill(feed, {})
        facts = HubFacts(
            program="1",
            database="sqlite",
            posts=0,
            search_fresh_to=0,
            data_bytes=0,
            free_bytes=0,
            started_at=0,
            keyring="",
            public_url="https://hub.example",
        )
        link.answers.update(
            {
                ListNetworks: (BUOY, CONSENT),
                GetHubFacts: facts,
                CheckAccount: SignedInAs(native_id="1", handle="harbourrail", title="Harbour Rail"),
                SaveAccount: lambda request: request.account,
                RemoveAccount: None,
            }
        )


@asynccontextmanager
async def account_stage(
    *, theme: str = "dark", text_size: int = 100, accounts: bool = True
) -> AsyncIterator[AccountStage]:
    """A stage, and everything closed behind it."""
    scope = TaskScope("accounts")
    stage = AccountStage(scope, theme=theme, text_size=text_size, accounts=accounts)
    await stage.settle()
    try:
        yield stage
    finally:
        for dialog in stage.window.findChildren(QDialog):
            dialog.reject()
        await scope.close()
        await stage.settle()
        stage.desk.directory.close()
        stage.window.close()
        stage.window.deleteLater()
        await stage.settle()
