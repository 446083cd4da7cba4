"""A signed-in line to an account's server (XRPC over HTTP). Known by every part of the Bluesky connector; knows the
contract and core.

Source: atproto.com/specs/xrpc, docs.bsky.app/docs/advanced-guides/rate-limits.
"""

import asyncio
import base64
import binascii
from collections.abc import Mapping
from typing import Any

import aiohttp
import msgspec

from app.connectors._bluesky.faults import fault
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
from app.core.clock import MINUTE, SECOND, Millis
from app.core.i18n import _

_TIMEOUT = aiohttp.ClientTimeout(total=40, sock_connect=10)
_CREATE = "com.atproto.server.createSession"
_REFRESH = "com.atproto.server.refreshSession"


class Session:
    """One account's line.

    Attributes:
        did: the account's lasting id; empty before `sign_in`.
        handle: as the server spells it.
        service: where requests go: the given server until the sign-in names the account's own.
    """

    def __init__(self, service: str, handle: str, password: str, *, tools: Tools, appview: str = "") -> None:
        self.did = ""
        self.handle = handle
        self.service = service.rstrip("/")
        self._entry = self.service
        self._password = password
        self._tools = tools
        self._appview = appview
        self._access = ""
        self._refresh = ""
        self._ends_at: Millis = 0
        self._renewing = asyncio.Lock()

    async def sign_in(self) -> Identity:
        """Make a new session with the app password.

        Raises:
            SignInFailed, Unreachable, RateLimited.
        """
        if not self._password:
            raise SignInFailed(_("There is no app password for this account."), hint=_("Enter one in its settings."))
        body = {"identifier": self.handle, "password": self._password}
        self._keep(await self._ask("POST", _CREATE, service=self._entry, body=body))
        return Identity(native_id=self.did, handle=self.handle)

    async def get(self, method: str, params: Mapping[str, Any], *, backfill: bool = False) -> dict[str, Any]:
        """A question. `params` values may be lists; empty ones are left out."""
        pairs = [(name, str(one)) for name, value in params.items() for one in _many(value)]
        await self._tools.budget.spend(backfill=backfill)
        return await self._signed("GET", method, params=pairs)

    async def post(self, method: str, body: Mapping[str, Any], *, reply: bool = False) -> dict[str, Any]:
        """An act. Raises Ambiguous when it may have been done."""
        await self._tools.budget.spend(reply=reply)
        return await self._signed("POST", method, body=body)

    async def upload(self, method: str, data: bytes, mime: str) -> dict[str, Any]:
        """A file, which nobody sees before a record names it."""
        await self._tools.budget.spend(reply=True)
        return await self._signed("POST", method, data=data, mime=mime)

    async def _signed(self, verb: str, method: str, **content: Any) -> dict[str, Any]:
        token = await self._valid_token()
        writing = verb == "POST"
        try:
            return await self._ask(verb, method, token=token, writing=writing, **content)
        except SignInFailed:
            await self._renew(token)
            return await self._ask(verb, method, token=self._access, writing=writing, **content)

    async def _valid_token(self) -> str:
        if not self._access:
            await self._renew("")
        elif self._ends_at and self._tools.clock.now() > self._ends_at - MINUTE:
            await self._renew(self._access)
        return self._access

    async def _renew(self, old: str) -> None:
        """Get a new token unless somebody else just did: by the refresh token, else by the password."""
        async with self._renewing:
            if self._access != old:
                return
            if self._refresh:
                try:
                    self._keep(await self._ask("POST", _REFRESH, token=self._refresh))
                    return
                except SignInFailed:
                    self._refresh = ""
            await self.sign_in()

    def _keep(self, answer: Mapping[str, Any]) -> None:
        try:
            self._access, self._refresh = str(answer["accessJwt"]), str(answer["refreshJwt"])
            self.did, self.handle = str(answer["did"]), str(answer["handle"])
        except KeyError as missing:
            raise Malformed(_("The server's sign-in answer lacks {name}.").format(name=missing)) from missing
        self._ends_at = token_end(self._access)
        self.service = home_of(answer, otherwise=self.service)

    async def _ask(
        self,
        verb: str,
        method: str,
        *,
        service: str = "",
        params: list[tuple[str, str]] | None = None,
        body: Mapping[str, Any] | None = None,
        data: bytes | None = None,
        mime: str = "",
        token: str = "",
        writing: bool = False,
    ) -> dict[str, Any]:
        url = f"{service or self.service}/xrpc/{method}"
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        if mime:
            headers["Content-Type"] = mime
        if self._appview and method.startswith("app.bsky."):
            headers["atproto-proxy"] = self._appview
        try:
            async with self._tools.http.request(
                verb,
                url,
                params=params,
                json=body,
                data=data,
                headers=headers,
                timeout=_TIMEOUT,
                allow_redirects=verb == "GET",
            ) as response:
                # The session's own limits are small and apart; they must not slow everything else down.
                self._tools.budget.learn({} if method in (_CREATE, _REFRESH) else response.headers)
                raw = await response.read()
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise self._broken(error, writing=writing) from error
        return self._read(response.status, raw, response.headers, writing=writing)

    def _read(self, status: int, raw: bytes, headers: Mapping[str, str], *, writing: bool) -> dict[str, Any]:
        try:
            body = msgspec.json.decode(raw) if raw else {}
        except msgspec.DecodeError:
            body = None
        if status != 200:
            known = body if isinstance(body, dict) else {}
            raise fault(status, known, headers, now=self._tools.clock.now(), writing=writing)
        if isinstance(body, dict):
            return body
        words = _("The server's answer makes no sense; is it a Bluesky server?")
        raise Ambiguous(words) if writing else Malformed(words)

    def _broken(self, error: Exception, *, writing: bool) -> ConnectorError:
        if isinstance(error, aiohttp.InvalidURL):
            return Refused(
                _("“{service}” is not a web address.").format(service=self.service),
                hint=_("Correct the server in the account's settings."),
            )
        before_sending = isinstance(error, aiohttp.ClientConnectorError | aiohttp.ConnectionTimeoutError)
        if writing and not before_sending:
            return Ambiguous(_("The connection to Bluesky broke in the middle of a send."))
        cause = str(error) or type(error).__name__
        return Unreachable(_("Bluesky cannot be reached: {cause}").format(cause=cause))


def token_end(token: str) -> Millis:
    """When a JSON Web Token ends, 0 when it does not say."""
    try:
        payload = token.split(".")[1]
        claims = msgspec.json.decode(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
        return int(claims["exp"]) * SECOND
    except (IndexError, KeyError, TypeError, ValueError, binascii.Error, msgspec.DecodeError):
        return 0


def home_of(answer: Mapping[str, Any], *, otherwise: str) -> str:
    """The account's own server as its DID document names it; only ever one reached by TLS."""
    document = answer.get("didDoc")
    services = document.get("service") if isinstance(document, dict) else None
    for service in services if isinstance(services, list) else ():
        if isinstance(service, dict) and str(service.get("id", "")).endswith("#atproto_pds"):
            endpoint = str(service.get("serviceEndpoint", ""))
            if endpoint.startswith("https://"):
                return endpoint.rstrip("/")
    return otherwise


def _many(value: Any) -> list[Any]:
    if isinstance(value, list | tuple):
        return list(value)
    return [] if value is None or value == "" else [value]
