"""A line to one server that speaks the Mastodon API. Known by every part of the Mastodon connector; knows the contract
and core.

Source: docs.joinmastodon.org/client/intro.
"""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import aiohttp

from app.connectors._mastodon.faults import fault
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

_TIMEOUT = aiohttp.ClientTimeout(total=40, sock_connect=10)
_LOOPBACK = frozenset({"127.0.0.1", "localhost"})
Asked = Mapping[str, Any]


class Line:
    """One account's line, or a stranger's while nobody is signed in.

    Attributes:
        server: the address without a slash at its end.
        host: tells the ids of one server from those of another.
        account: the server's id of the account we are; empty before `sign_in`.
        handle: `name@server`, as others write us.
    """

    def __init__(self, server: str, token: str, *, tools: Tools) -> None:
        self.server = address_of(server)
        self.host = urlsplit(self.server).netloc.lower()
        self.account = ""
        self.handle = ""
        self.token = token
        self.tools = tools

    async def sign_in(self) -> Identity:
        """Ask who the token belongs to.

        Raises:
            SignInFailed, Unreachable, RateLimited.
        """
        if not self.token:
            raise SignInFailed(
                _("There is no access token for this account."), hint=_("Sign in with the browser, or enter one.")
            )
        me = await self.get("/api/v1/accounts/verify_credentials", {})
        if not isinstance(me, dict) or not isinstance(me.get("id"), str) or not isinstance(me.get("acct"), str):
            raise Malformed(_("The server's answer makes no sense; does it speak the Mastodon API?"))
        self.account, self.handle = me["id"], full_handle(me["acct"], self.host)
        return Identity(native_id=str(me.get("uri") or me.get("url") or me["id"]), handle=self.handle)

    async def get(self, path: str, asked: Asked, *, backfill: bool = False) -> Any:
        """A question. Values may be lists; empty ones are left out."""
        await self.tools.budget.spend(backfill=backfill)
        return await self._ask("GET", path, params=pairs(asked))

    async def post(self, path: str, body: Asked, *, key: str = "", open_ended: bool = True) -> Any:
        """An act. Raises Ambiguous when it may have been done, unless doing it twice is no harm (`open_ended`)."""
        await self.tools.budget.spend(reply=True)
        headers = {"Idempotency-Key": key} if key else {}
        form = aiohttp.FormData(pairs(body))
        return await self._ask("POST", path, data=form, headers=headers, writing=open_ended)

    async def upload(self, path: str, form: aiohttp.FormData) -> Any:
        """Hand a file over; an upload that nobody uses is thrown away by the server."""
        await self.tools.budget.spend(reply=True)
        return await self._ask("POST", path, data=form)

    async def delete(self, path: str) -> Any:
        """Take something back."""
        await self.tools.budget.spend(reply=True)
        return await self._ask("DELETE", path, writing=True)

    async def _ask(
        self,
        verb: str,
        path: str,
        *,
        params: list[tuple[str, str]] | None = None,
        data: aiohttp.FormData | None = None,
        headers: Mapping[str, str] | None = None,
        writing: bool = False,
    ) -> Any:
        signed = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        try:
            async with self.tools.http.request(
                verb,
                f"{self.server}{path}",
                params=params,
                data=data,
                headers={**signed, **(headers or {})},
                timeout=_TIMEOUT,
                # A redirect would carry the token to whoever it names.
                allow_redirects=False,
            ) as response:
                self.tools.budget.learn(response.headers)
                raw = await whole(response)
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
            raise self._broken(error, writing=writing) from error
        return self._read(response.status, raw, response.headers, writing=writing)

    def _read(self, status: int, raw: bytes, headers: Mapping[str, str], *, writing: bool) -> Any:
        body = decoded(raw, nothing={})
        if not 200 <= status < 300:
            known = body if isinstance(body, dict) else {}
            raise fault(status, known, headers, now=self.tools.clock.now(), writing=writing)
        if isinstance(body, dict | list):
            return body
        words = _("The server's answer makes no sense; does it speak the Mastodon API?")
        raise Ambiguous(words) if writing else Malformed(words)

    def _broken(self, error: Exception, *, writing: bool) -> ConnectorError:
        if isinstance(error, aiohttp.InvalidURL):
            return Refused(
                _("“{server}” is not a web address.").format(server=self.server),
                hint=_("Correct the server in the account's settings."),
            )
        if writing and not never_left(error):
            return Ambiguous(_("The connection to {server} broke in the middle of a send.").format(server=self.host))
        return Unreachable(_("{server} cannot be reached: {cause}").format(server=self.host, cause=cause_of(error)))


def address_of(server: str) -> str:
    """What people enter (`mastodon.social`, `@ann@mastodon.social`, an address) as the server's address.

    Plain HTTP is for this machine only: a token must not travel open.
    """
    text = server.strip().lower()
    scheme, separator, rest = text.partition("://")
    # `https://host/@ann` holds an @ as well as `@ann@host` does.
    host = rest.partition("/")[0] if separator else text.rpartition("@")[2].partition("/")[0]
    on_this_machine = scheme == "http" and host.partition(":")[0] in _LOOPBACK
    return f"http://{host}" if separator and on_this_machine else f"https://{host}"


def full_handle(acct: str, host: str) -> str:
    """A handle with its server: the API leaves our own out."""
    return acct if "@" in acct else f"{acct}@{host}"


def pairs(asked: Asked) -> list[tuple[str, str]]:
    """Questions as the API writes them: a list's name with brackets, once for each value."""
    found: list[tuple[str, str]] = []
    for name, value in asked.items():
        if isinstance(value, list | tuple):
            found += [(f"{name}[]", str(one)) for one in value]
        elif value not in ("", None):
            found.append((name, str(value)))
    return found
