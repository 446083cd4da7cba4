"""How an account comes to a token, and to the next one. Known by the session and the connector; knows the line.

Two ways lead there: an app password, which is what Bluesky had first, and a person's consent in the browser.
"""

import base64
import binascii
from collections.abc import Mapping
from typing import Any, Protocol

import msgspec

from app.connectors._bluesky.dpop import Proofs
from app.connectors._bluesky.line import Line
from app.connectors.base import Malformed, SignInFailed
from app.core.clock import SECOND, Millis
from app.core.i18n import _

_CREATE = "com.atproto.server.createSession"
_REFRESH = "com.atproto.server.refreshSession"


class Login(Protocol):
    """Who we are, and by which token.

    Attributes:
        did: the account's lasting id; empty until it is known.
        service: where the account's requests go.
        access: the token to show; empty before the first `renew`.
        ends_at: when the token ends; 0 when it does not say.
        over_at: when a person must sign in again; 0 when never.
        proofs: made for each request where the token asks for them.
    """

    did: str
    handle: str
    service: str
    access: str
    ends_at: Millis
    over_at: Millis
    proofs: Proofs | None

    async def renew(self) -> None:
        """Get a token, or the next one. Raises SignInFailed, Unreachable, RateLimited."""
        ...

    async def start(self) -> None:
        """Sign in anew where that takes no person; else as `renew`."""
        ...


class AppPassword:
    """A login by a password that was made for us."""

    proofs: Proofs | None = None
    over_at: Millis = 0

    def __init__(self, line: Line, handle: str, password: str, *, service: str) -> None:
        self.did = ""
        self.handle = handle
        self.service = service.rstrip("/")
        self.access = ""
        self.ends_at: Millis = 0
        self._line = line
        self._entry = self.service
        self._password = password
        self._refresh = ""

    async def renew(self) -> None:
        """By the refresh token, else by the password."""
        if self._refresh:
            try:
                self._keep(await self._line.ask("POST", f"{self.service}/xrpc/{_REFRESH}", token=self._refresh))
            except SignInFailed:
                self._refresh = ""
            else:
                return
        await self.start()

    async def start(self) -> None:
        """A new session."""
        if not self._password:
            raise SignInFailed(
                _("There is no app password for this account."),
                hint=_("Sign in with the browser, or enter an app password in its settings."),
            )
        body = {"identifier": self.handle, "password": self._password}
        self._keep(await self._line.ask("POST", f"{self._entry}/xrpc/{_CREATE}", json=body))

    def _keep(self, answer: Mapping[str, Any]) -> None:
        try:
            self.access, self._refresh = str(answer["accessJwt"]), str(answer["refreshJwt"])
            self.did, self.handle = str(answer["did"]), str(answer["handle"])
        except KeyError as missing:
            raise Malformed(_("The server's sign-in answer lacks {name}.").format(name=missing)) from missing
        self.ends_at = token_end(self.access)
        self.service = home_of(answer.get("didDoc")) or self.service


def token_end(token: str) -> Millis:
    """When a JSON Web Token ends, 0 when it does not say."""
    try:
        payload = token.split(".")[1]
        claims = msgspec.json.decode(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
        return int(claims["exp"]) * SECOND
    except (IndexError, KeyError, TypeError, ValueError, binascii.Error, msgspec.DecodeError):
        return 0


def home_of(document: Any, *, local: bool = False) -> str:
    """The account's own server as its DID document names it; empty for one that is not reached by TLS.

    With `local` one on this machine will do: that is how a test network's documents name their servers.
    """
    services = document.get("service") if isinstance(document, dict) else None
    for service in services if isinstance(services, list) else ():
        if isinstance(service, dict) and str(service.get("id", "")).endswith("#atproto_pds"):
            endpoint = str(service.get("serviceEndpoint", ""))
            if endpoint.startswith("https://") or (local and is_local(endpoint)):
                return endpoint.rstrip("/")
    return ""


def is_local(url: str) -> bool:
    """Whether an address is on this machine."""
    return url.startswith(("http://127.0.0.1:", "http://localhost:", "http://[::1]:"))
