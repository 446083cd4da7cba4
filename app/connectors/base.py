"""What a connector is: small protocols, its tools and its errors. Known by every connector and the hub; knows domain
and core.

A connector is one file with one class. It yields batches and, if it can, sends replies. Everything around it
(backoff, rate budget, health, resume cursor, re-sign-in) belongs to `app.connectors.runner`; built-in and foreign
ones are found through the entry point group `fishbowl.connectors`.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Protocol, runtime_checkable

import aiohttp

from app.core.clock import Clock, Millis
from app.core.errors import Code, FishbowlError
from app.domain.account import Account
from app.domain.network import Limits, NetworkInfo
from app.domain.post import Batch, Post
from app.domain.reply import OutgoingReply, Receipt


class ConnectorError(FishbowlError):
    """Something between us and a network went wrong; the runner knows what to do about each kind."""


class Unreachable(ConnectorError):
    """No answer, or a server error: surely nothing was done, trying again makes sense."""

    code = Code.UNAVAILABLE


class RateLimited(ConnectorError):
    """The network asks to wait.

    Attributes:
        until: when it may be asked again.
    """

    code = Code.RATE_LIMITED

    def __init__(self, message: str, *, until: Millis, hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.until = until


class SignInFailed(ConnectorError):
    """The network does not know us any more; a person must sign in again unless a refresh helps."""

    code = Code.SIGN_IN


class Refused(ConnectorError):
    """The network understood and said no: surely nothing was published, and the same again will be refused again."""

    code = Code.REFUSED


class Ambiguous(ConnectorError):
    """A send broke off in the middle: it may have been published. Never sent again before the network was asked."""

    code = Code.AMBIGUOUS


class Malformed(ConnectorError):
    """The network's answer makes no sense; well-formed neighbours are kept."""

    code = Code.MALFORMED


@dataclass(frozen=True)
class Identity:
    """Who we are signed in as.

    Attributes:
        native_id: the network's lasting id of the account; empty where it has none.
        expires_at: when the sign-in ends, 0 when never or renewed by itself.
        limits: what this account's own server lets a reply be; None where the network has one rule for all.
    """

    native_id: str
    handle: str
    title: str = ""
    expires_at: Millis = 0
    limits: Limits | None = None


class Budget(Protocol):
    """The network's patience, kept by the runner; a connector asks before and reports after each request."""

    async def spend(self, *, reply: bool = False, backfill: bool = False) -> None:
        """Wait until a request may go out. Replies have a reserved share; backfill yields to live.

        Raises RateLimited for a reply that would wait for long: nothing was published.
        """
        ...

    def of(self, endpoint: str) -> "Budget":
        """The patience for one kind of request, on a network that keeps limits for each; "" is the network's own."""
        ...

    def learn(self, headers: Mapping[str, str]) -> None:
        """Read limit, remaining and reset from a response's headers, in any of the forms servers use."""
        ...


async def forget(secrets: Mapping[str, str]) -> None:
    """Keeps nothing: what a connector is given that runs outside a hub."""


@dataclass(frozen=True)
class Tools:
    """What a connector may use, given to it when it is made.

    Attributes:
        keep: stores renewed secrets (a refreshed token) beside those the connector was made with, before the old ones
            are thrown away; the connector goes on running. Raises FishbowlError when the keyring refuses.
    """

    http: aiohttp.ClientSession
    clock: Clock
    budget: Budget
    log: Any
    keep: Callable[[Mapping[str, str]], Awaitable[None]] = forget


@runtime_checkable
class Connector(Protocol):
    """Streams in. Made as `Class(account, secrets, tools)`; must not speak to the network before `check` or
    `stream`."""

    INFO: ClassVar[NetworkInfo]

    def __init__(self, account: Account, secrets: Mapping[str, str], tools: Tools) -> None: ...

    async def check(self) -> Identity:
        """Sign in and say who we are. Raises SignInFailed, Unreachable, RateLimited."""
        ...

    def stream(self, cursors: Mapping[str, str]) -> AsyncIterator[Batch]:
        """Deliver for ever (a file or feed may end), resuming each lane behind its cursor.

        A batch whose commit was not acknowledged is delivered again after a restart; the next item is asked for only
        after the last one is committed. Raises ConnectorErrors; the runner calls `stream` again with the committed
        cursors.
        """
        ...

    async def close(self) -> None:
        """Let go of everything. Never raises."""
        ...


@runtime_checkable
class Paced(Protocol):
    """Says how long it is quiet when all is well; a connector that does not is given five minutes.

    Attributes:
        pace: seconds between two signs of life in a quiet hour. An empty batch is a sign of life, and so is every
            answer reported to the budget.
    """

    pace: float


@runtime_checkable
class Sender(Protocol):
    """Publishes replies, each once."""

    def new_key(self) -> str:
        """An idempotency key for one send; written to the store before `send` is called."""
        ...

    async def send(self, reply: OutgoingReply, *, key: str) -> Receipt:
        """Publish. Calling it again with the same key and text never publishes twice, as far as the network allows.

        Raises Refused or SignInFailed or RateLimited or Unreachable when surely nothing was published, Ambiguous
        otherwise.
        """
        ...

    async def find(self, reply: OutgoingReply, *, key: str) -> Receipt | None:
        """Ask the network whether this send was published: its receipt, or None when it surely was not.

        Raises Unreachable and the like when the network cannot tell now.
        """
        ...


@runtime_checkable
class ThreadReader(Protocol):
    """Fetches the public context of a post."""

    async def thread(self, native_id: str) -> tuple[Post, ...]:
        """The posts above and below, oldest first, as far as the network shows them."""
        ...


@runtime_checkable
class Deleter(Protocol):
    """Takes an own post back."""

    async def delete(self, native_id: str) -> None:
        """Delete at the source; a post that is gone already is no error."""
        ...


@runtime_checkable
class MediaSource(Protocol):
    """Its server shows pictures only to whoever is signed in there."""

    def media_headers(self, url: str) -> Mapping[str, str]:
        """What a request for this address must carry: our sign-in where it is a picture of the account's own server.

        Empty for every other address: whoever writes one must never be sent our sign-in.
        """
        ...


@dataclass(frozen=True)
class HookRequest:
    """What a network sent to `/v1/hook/{account id}` of our hub, unchecked: anybody can send anything there.

    Attributes:
        path: what stands behind the account's id, without the leading slash.
        headers: names in lower case.
        body: at most one MiB.
    """

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True)
class HookAnswer:
    """What the hub is to do and to say.

    Attributes:
        batch: committed before the answer goes out; when that fails the answer is 503, and the network sends again.
    """

    status: int = 200
    body: bytes = b""
    content_type: str = "text/plain"
    batch: Batch | None = None


@runtime_checkable
class Hooked(Protocol):
    """Is called by its network."""

    async def hook(self, request: HookRequest) -> HookAnswer:
        """Check who sends (signature, age, replay) and read it; a wrong signature is answered 401, never raised."""
        ...


@dataclass(frozen=True)
class BrowserTurn:
    """A sign-in that a person finishes in the browser.

    Attributes:
        url: where the browser goes; https, or loopback in tests.
        state: what `finish` needs again (state, verifier, keys made for it); kept by the hub, never shown.
    """

    url: str
    state: Mapping[str, str]


@dataclass(frozen=True)
class SignedIn:
    """What a finished sign-in leaves.

    Attributes:
        secrets, options: added to the account's own.
    """

    identity: Identity
    secrets: Mapping[str, str]
    options: Mapping[str, str]


@runtime_checkable
class BrowserSignIn(Protocol):
    """Asks a person's consent in the browser (OAuth with PKCE, loopback redirect); both are class methods."""

    @classmethod
    async def begin(
        cls, options: Mapping[str, str], secrets: Mapping[str, str], tools: Tools, *, redirect: str
    ) -> BrowserTurn:
        """Where to send the browser so that it comes back to `redirect`, a loopback address."""
        ...

    @classmethod
    async def finish(cls, turn: BrowserTurn, answer: Mapping[str, str], tools: Tools, *, redirect: str) -> SignedIn:
        """Trade the query of the redirect for tokens. Raises SignInFailed when it was refused or is not ours."""
        ...
