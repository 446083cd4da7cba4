"""From a handle to the server that signs it in: handle, lasting id, own server, authorization server. Known by the
sign-in in the browser; knows the line.

Source: atproto.com/specs/handle, /specs/did, /specs/oauth (Identity Authentication). Every step is checked in both
directions: whoever controls only one of the names cannot lead a sign-in elsewhere.
"""

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from app.connectors._bluesky.line import Line
from app.connectors._bluesky.login import home_of, is_local
from app.connectors.base import Malformed, Refused, SignInFailed
from app.connectors.reading import dig, text_of
from app.core.i18n import _

DIRECTORY = "https://plc.directory"


@dataclass(frozen=True)
class Home:
    """Where an account lives, and its names.

    Attributes:
        handle: empty where its document names none.
    """

    service: str
    did: str
    handle: str


@dataclass(frozen=True)
class Authority:
    """A server that signs people in: its name and its three doors."""

    issuer: str
    authorize: str
    push: str
    token: str


class Directory:
    """Looks names up.

    Attributes:
        entry: the server that is asked for handles.
        plc: the directory of lasting ids.
    """

    def __init__(self, line: Line, *, entry: str, plc: str = "") -> None:
        self.entry = entry.rstrip("/")
        self.plc = (plc or DIRECTORY).rstrip("/")
        self._line = line
        self._local = is_local(f"{self.entry}/")

    async def by_handle(self, handle: str) -> Home:
        """The home of whoever has this handle. Raises Refused where nobody has."""
        url = f"{self.entry}/xrpc/com.atproto.identity.resolveHandle"
        told = await self._line.ask("GET", url, params={"handle": handle})
        home = await self.by_did(text_of(told.get("did")))
        if home.handle.lower() != handle.lower():
            raise Refused(
                _("“{handle}” does not belong to the account it leads to.").format(handle=handle),
                hint=_("Look at the handle in Bluesky's settings."),
            )
        return home

    async def by_did(self, did: str) -> Home:
        """The home of an account. Raises Malformed where its document names none."""
        document = await self._line.ask("GET", self._document_of(did))
        service, names = home_of(document, local=self._local), dig(document, "alsoKnownAs")
        if document.get("id") != did or not service:
            raise Malformed(_("The directory does not say where this account lives."))
        handles = [text_of(name).removeprefix("at://") for name in (names if isinstance(names, list) else ())]
        return Home(service, did, next((handle for handle in handles if handle), ""))

    async def authority(self, service: str) -> Authority:
        """The server that signs in for this one. Raises Malformed where its answers contradict each other.

        Neither answer may be a redirect: that would let whoever makes one speak for the server.
        """
        told = await self._line.ask("GET", f"{service}/.well-known/oauth-protected-resource", allow_redirects=False)
        issuer = self._checked(dig(told, "authorization_servers", 0))
        said = await self._line.ask("GET", f"{issuer}/.well-known/oauth-authorization-server", allow_redirects=False)
        if said.get("issuer") != issuer:
            raise Malformed(_("The server that signs in goes by another name."))
        return Authority(
            issuer,
            self._checked(said.get("authorization_endpoint")),
            self._checked(said.get("pushed_authorization_request_endpoint")),
            self._checked(said.get("token_endpoint")),
        )

    async def confirm(self, did: str, authority: Authority) -> Home:
        """The home of whom a server says it signed in, if it may. Raises SignInFailed."""
        home = await self.by_did(did)
        if (await self.authority(home.service)).issuer != authority.issuer:
            raise SignInFailed(_("The server that signed in does not speak for this account."))
        return home

    def _document_of(self, did: str) -> str:
        kind, _colon, name = did.removeprefix("did:").partition(":")
        if kind == "plc" and name.isalnum():
            return f"{self.plc}/{did}"
        if kind == "web" and name and not set(name) & set("/:@?#"):
            return f"https://{quote(name)}/.well-known/did.json"
        raise Malformed(_("“{did}” is no account's lasting id.").format(did=did))

    def _checked(self, address: Any) -> str:
        """An address that a sign-in may go to: encrypted, or on this machine where we began there."""
        url = text_of(address)
        if url.startswith("https://") or (self._local and is_local(url)):
            return url
        raise Malformed(_("The server does not say where one signs in."))
