"""Sign-ins that are not accounts yet: tried before they are saved, or under way in a browser. Known by the hub's
connectors; knows the contract, registry and core.

A turn lives in memory for ten minutes; what it leaves is claimed when the account is saved.
"""

import asyncio
import secrets as random_secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from app.connectors.base import BrowserSignIn, BrowserTurn, Identity, SignedIn, SignInFailed, Tools, Unreachable
from app.connectors.registry import connector_class
from app.core.clock import Clock
from app.core.errors import BadInput, Conflict, NotFound
from app.core.i18n import _
from app.domain.account import Account

KEPT_SECONDS = 600.0
MOST_TURNS = 50
CHECK_SECONDS = 45.0
LOOPBACK = ("127.0.0.1", "::1", "localhost")

MakeTools = Callable[[str, str], Tools]
"""Tools for a network and a name in the log, of which nothing is kept."""


@dataclass
class _Turn:
    network: str
    redirect: str
    by: str
    until: float
    turn: BrowserTurn
    done: SignedIn | None = None
    trading: asyncio.Lock = field(default_factory=asyncio.Lock)


class SigningIn:
    """Sign-ins under way."""

    def __init__(self, make_tools: MakeTools, clock: Clock) -> None:
        self._make_tools = make_tools
        self._clock = clock
        self._turns: dict[str, _Turn] = {}

    async def check(self, account: Account, secrets: Mapping[str, str]) -> Identity:
        """Sign in once as this account would. Raises FishbowlErrors in words."""
        made = connector_class(account.network)
        connector = made(account, secrets, self._make_tools(account.network, account.handle))
        try:
            async with asyncio.timeout(CHECK_SECONDS):
                return await connector.check()
        except TimeoutError:
            raise Unreachable(_("The network did not answer in time.")) from None
        finally:
            await connector.close()

    async def begin(
        self, network: str, options: Mapping[str, str], secrets: Mapping[str, str], *, redirect: str, by: str
    ) -> tuple[str, str]:
        """Begin a turn: its id and where the browser goes."""
        _check_redirect(redirect)
        made = _browser_class(network)
        self._forget_old()
        if len(self._turns) >= MOST_TURNS:
            raise Conflict(_("Too many sign-ins are under way."), hint=_("Try again in ten minutes."))
        try:
            async with asyncio.timeout(CHECK_SECONDS):
                turn = await made.begin(options, secrets, self._make_tools(network, "sign-in"), redirect=redirect)
        except TimeoutError:
            raise Unreachable(_("The network did not answer in time.")) from None
        _check_address(turn.url)
        key = random_secrets.token_urlsafe(24)
        self._turns[key] = _Turn(network, redirect, by, self._clock.monotonic() + KEPT_SECONDS, turn)
        return key, turn.url

    async def finish(self, key: str, answer: Mapping[str, str], *, by: str) -> Identity:
        """Trade what the browser brought back; a failed turn is over. Raises SignInFailed, NotFound."""
        kept = self._find(key, by)
        async with kept.trading:  # a code is good for one trade: who asks a second time meanwhile waits for the first
            if kept.done is None:
                kept.done = await self._traded(key, kept, answer)
            return kept.done.identity

    async def _traded(self, key: str, kept: _Turn, answer: Mapping[str, str]) -> SignedIn:
        made, tools = _browser_class(kept.network), self._make_tools(kept.network, "sign-in")
        try:
            async with asyncio.timeout(CHECK_SECONDS):
                return await made.finish(kept.turn, answer, tools, redirect=kept.redirect)
        except TimeoutError:
            raise Unreachable(_("The network did not answer in time.")) from None
        except SignInFailed:
            self._turns.pop(key, None)
            raise

    def left(self, key: str, network: str, *, by: str) -> SignedIn:
        """What a finished turn leaves for an account of this network; kept until `claimed`."""
        kept = self._find(key, by)
        if kept.done is None or kept.network != network:
            raise BadInput(_("This sign-in is not finished."), hint=_("Finish it in the browser first."))
        return kept.done

    def claimed(self, key: str) -> None:
        """The account is saved: forget the turn."""
        self._turns.pop(key, None)

    def _find(self, key: str, by: str) -> _Turn:
        self._forget_old()
        kept = self._turns.get(key)
        if kept is None or kept.by != by:
            raise NotFound(_("This sign-in is over: it took more than ten minutes."), hint=_("Sign in again."))
        return kept

    def _forget_old(self) -> None:
        now = self._clock.monotonic()
        self._turns = {key: kept for key, kept in self._turns.items() if kept.until > now}


def _browser_class(network: str) -> type[BrowserSignIn]:
    made = connector_class(network)
    if not made.INFO.browser or not issubclass(made, BrowserSignIn):
        raise BadInput(_("One does not sign in to {network} with the browser.").format(network=_(made.INFO.title)))
    return made


def _check_redirect(redirect: str) -> None:
    parts = urlsplit(redirect)
    if parts.scheme != "http" or parts.hostname not in LOOPBACK:
        raise BadInput(_("A browser sign-in comes back to this machine only, not to “{url}”.").format(url=redirect))


def _check_address(url: str) -> None:
    parts = urlsplit(url)
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in LOOPBACK):
        raise BadInput(_("“{url}” is no address to sign in at: it is not encrypted.").format(url=url))
