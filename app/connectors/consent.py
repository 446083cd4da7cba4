"""A connector whose account is signed in with OAuth 2 in the browser. Known by those connectors; knows OAuth and the
contract."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import ClassVar, Generic, TypeVar

from app.connectors import oauth
from app.connectors.base import BrowserTurn, Identity, SignedIn, Tools
from app.connectors.oauth import Door, Holder, tokens_of
from app.domain.account import Account

Line = TypeVar("Line")
"""What asks the network in the account's name."""


class Consented(ABC, Generic[Line]):
    """What such connectors share; each adds its door, its line, and whose tokens they are.

    Attributes:
        KEPT: options that are needed again when the browser comes back.
    """

    KEPT: ClassVar[tuple[str, ...]] = ("client_id", "service")

    def __init__(self, account: Account, secrets: Mapping[str, str], tools: Tools) -> None:
        self._account, self._tools = account, tools
        holder = Holder(self.door(account.options, secrets), tokens_of(secrets), tools)
        self._line = self.line(account.options, holder, tools)

    @staticmethod
    @abstractmethod
    def door(options: Mapping[str, str], secrets: Mapping[str, str]) -> Door:
        """Where this network asks for consent, as the account is set up."""

    @staticmethod
    @abstractmethod
    def line(options: Mapping[str, str], holder: Holder, tools: Tools) -> Line:
        """What asks this network with these tokens."""

    @staticmethod
    @abstractmethod
    async def owner(options: Mapping[str, str], holder: Holder, tools: Tools) -> Identity:
        """Who signed in. Raises as `Connector.check` does."""

    @classmethod
    async def begin(
        cls, options: Mapping[str, str], secrets: Mapping[str, str], tools: Tools, *, redirect: str
    ) -> BrowserTurn:
        """Where the browser must go to let us in."""
        kept = {name: options.get(name, "") for name in cls.KEPT}
        kept["client_secret"] = secrets.get("client_secret", "")
        return oauth.begin(cls.door(kept, kept), redirect=redirect, kept=kept)

    @classmethod
    async def finish(cls, turn: BrowserTurn, answer: Mapping[str, str], tools: Tools, *, redirect: str) -> SignedIn:
        """Tokens for the code that the browser came back with."""
        door = cls.door(turn.state, turn.state)
        tokens = await oauth.trade(door, turn, answer, tools, redirect=redirect)
        identity = await cls.owner(turn.state, Holder(door, tokens, tools), tools)
        return SignedIn(identity=identity, secrets=tokens.secrets(), options={})
