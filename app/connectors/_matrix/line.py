"""A signed-in line to a homeserver. Known by every part of the Matrix connector; knows the contract and core.

Source: spec.matrix.org/v1.11/client-server-api (login, well-known).
"""

import asyncio
import re
import secrets
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlsplit

import aiohttp
import msgspec

from app.connectors._matrix.faults import fault
from app.connectors.base import (
    Ambiguous,
    ConnectorError,
    Identity,
    Malformed,
    Refused,
    SignInFailed,
    Tools,
    Unreachable,
)
from app.connectors.exchange import cause_of, decoded, never_left, whole
from app.core.i18n import _

CLIENT = "/_matrix/client/v3"
MEDIA = "/_matrix/client/v1/media/download/"
_FILE = re.compile(r"(?!\.{1,2}/)[^/\\\s?#%]{1,255}/[A-Za-z0-9_=-]{1,255}")
"""A server's name and a file of it; nothing that leads to another place of the homeserver."""
_TIMEOUT = aiohttp.ClientTimeout(total=90, sock_connect=10)
_LOOPBACK = frozenset({"127.0.0.1", "localhost"})


class Line:
    """One account's line.

    Attributes:
        user: our whole name, `@brand:example.org`; empty before `sign_in`.
        server: the homeserver's address; empty until it is found.
    """

    def __init__(self, handle: str, server: str, given: Mapping[str, str], *, tools: Tools) -> None:
        self.user = ""
        self.server = _address(server)
        self.tools = tools
        self._handle = f"@{handle.lstrip('@')}"
        self._password = given.get("password", "")
        self._token = given.get("token", "")
        self._device = given.get("device", "") or f"FISHBOWL{secrets.token_hex(4).upper()}"
        self._renewing = asyncio.Lock()

    async def sign_in(self) -> Identity:
        """Ask who the token belongs to, or get one for the password.

        Raises:
            SignInFailed, Unreachable, RateLimited.
        """
        if not self._token and not self._password:
            raise SignInFailed(
                _("There is neither password nor access token for this account."),
                hint=_("Enter one of them in its settings."),
            )
        me = await self.ask("GET", f"{CLIENT}/account/whoami")
        if not isinstance(me.get("user_id"), str):
            raise Malformed(_("The server's answer makes no sense; is it a Matrix server?"))
        self.user = me["user_id"]
        return Identity(native_id=self.user, handle=self.user.lstrip("@"))

    async def ask(
        self,
        verb: str,
        path: str,
        *,
        params: Mapping[str, str] | None = None,
        body: Any = None,
        reply: bool = False,
        backfill: bool = False,
        writing: bool = False,
        data: bytes | None = None,
        mime: str = "",
    ) -> dict[str, Any]:
        """One request; an ended token is renewed by the password. Raises Ambiguous when a write may have been done."""
        await self.tools.budget.spend(reply=reply, backfill=backfill)
        if not self._token:
            await self._renew("")
        content = {"params": params, "body": body, "data": data, "mime": mime, "writing": writing}
        token = self._token
        try:
            return await self._request(verb, path, token=token, **content)
        except SignInFailed:
            await self._renew(token)
            return await self._request(verb, path, token=self._token, **content)

    def media_headers(self, url: str) -> dict[str, str]:
        """Our token for a picture of our own homeserver; empty for every other address, and while not signed in.

        Source: spec.matrix.org/v1.11/client-server-api, authenticated media.
        """
        home = f"{self.server}{MEDIA}"
        ours = bool(self.server) and url.startswith(home) and _FILE.fullmatch(url.removeprefix(home)) is not None
        return {"Authorization": f"Bearer {self._token}"} if ours and self._token else {}

    async def _renew(self, old: str) -> None:
        """Sign in with the password, unless somebody else just did or there is none."""
        async with self._renewing:
            if self._token != old:
                return
            if not self._password:
                raise SignInFailed(
                    _("The access token is not valid any more."), hint=_("Enter a new one, or the password.")
                )
            body = {
                "type": "m.login.password",
                "identifier": {"type": "m.id.user", "user": self._handle},
                "password": self._password,
                # One device for all sign-ins: transaction ids count for a device.
                "device_id": self._device,
                "initial_device_display_name": "Fishbowl",
            }
            answer = await self._request("POST", f"{CLIENT}/login", body=body, login=True)
            if not isinstance(answer.get("access_token"), str):
                raise Malformed(_("The server's sign-in answer lacks {name}.").format(name="access_token"))
            await self.tools.keep({"token": answer["access_token"], "device": self._device})
            self._token = answer["access_token"]

    async def _request(
        self,
        verb: str,
        path: str,
        *,
        token: str = "",
        params: Mapping[str, str] | None = None,
        body: Any = None,
        data: bytes | None = None,
        mime: str = "",
        writing: bool = False,
        login: bool = False,
    ) -> dict[str, Any]:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        if data is not None:
            headers["Content-Type"] = mime
        server = await self._found()
        try:
            async with self.tools.http.request(
                verb,
                f"{server}{path}",
                params=params,
                json=body,
                data=data,
                headers=headers,
                timeout=_TIMEOUT,
                allow_redirects=False,
            ) as response:
                self.tools.budget.learn(response.headers)
                raw = await whole(response)
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
            raise self._broken(error, writing=writing) from error
        return self._read(response.status, raw, response.headers, writing=writing, login=login)

    def _read(
        self, status: int, raw: bytes, headers: Mapping[str, str], *, writing: bool, login: bool
    ) -> dict[str, Any]:
        body = decoded(raw, nothing={})
        if status != 200:
            known = body if isinstance(body, dict) else {}
            raise fault(status, known, headers, now=self.tools.clock.now(), writing=writing, login=login)
        if isinstance(body, dict):
            return body
        words = _("The server's answer makes no sense; is it a Matrix server?")
        raise Ambiguous(words) if writing else Malformed(words)

    def _broken(self, error: Exception, *, writing: bool) -> ConnectorError:
        if isinstance(error, aiohttp.InvalidURL):
            return Refused(
                _("“{server}” is not a web address.").format(server=self.server),
                hint=_("Correct the server in the account's settings."),
            )
        if writing and not never_left(error):
            return Ambiguous(_("The connection to Matrix broke in the middle of a send."))
        return Unreachable(_("Matrix cannot be reached: {cause}").format(cause=cause_of(error)))

    async def _found(self) -> str:
        """The homeserver's address: as given, else as the name's own server tells, else that server itself."""
        if self.server:
            return self.server
        host = self._handle.partition(":")[2]
        if not host:
            raise Refused(
                _("“{handle}” is not a whole Matrix name.").format(handle=self._handle),
                hint=_("Enter it like @brand:example.org."),
            )
        try:
            async with self.tools.http.get(
                f"https://{host}/.well-known/matrix/client", timeout=aiohttp.ClientTimeout(total=15)
            ) as response:
                self.server = home_of(await whole(response), otherwise=f"https://{host}")
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
            raise self._broken(error, writing=False) from error
        return self.server


def home_of(raw: bytes, *, otherwise: str) -> str:
    """The homeserver that a well-known file names; only ever one reached by TLS."""
    try:
        told = msgspec.json.decode(raw)
        base = told["m.homeserver"]["base_url"]
    except (msgspec.DecodeError, KeyError, TypeError, RecursionError):
        return otherwise
    return base.rstrip("/") if isinstance(base, str) and base.startswith("https://") else otherwise


def in_path(value: str) -> str:
    """An id as a part of a path: they hold slashes, colons and dollars."""
    return quote(value, safe="")


def _address(server: str) -> str:
    """What people enter as the server's address; plain HTTP is for this machine only."""
    text = server.strip().rstrip("/")
    if not text:
        return ""
    if "://" not in text:
        return f"https://{text}"
    near = urlsplit(text).hostname in _LOOPBACK
    return text if near else f"https://{text.partition('://')[2]}"
