"""A line to a network's JSON API over HTTP: budget, time limits, and errors that say whether anything was done.
Known by connectors; knows the contract and limits.

A network with shapes of its own for what went wrong gives its own `judge`; everything else is the same for all.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import aiohttp
import msgspec
from yarl import URL

from app.connectors.base import (
    Ambiguous,
    Budget,
    ConnectorError,
    Malformed,
    RateLimited,
    Refused,
    SignInFailed,
    Tools,
    Unreachable,
)
from app.connectors.exchange import cause_of, decoded, never_left, whole
from app.connectors.limits import retry_after
from app.core.clock import Millis
from app.core.i18n import _

TIMEOUT = aiohttp.ClientTimeout(total=40, sock_connect=10)
_SIGN_IN = frozenset({401, 403})
_GONE = frozenset({404, 410})
_TOO_MANY = 429
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


class Missing(Refused):
    """The thing asked for is not there."""


@dataclass(frozen=True)
class Answer:
    """What came back.

    Attributes:
        body: the decoded JSON; None when there was none or it was not JSON.
        headers: names as the server wrote them; looking one up ignores case.
        writing: the request would publish or delete, so a server error leaves open whether it did.
    """

    status: int
    body: Any
    headers: Mapping[str, str]
    writing: bool

    @property
    def failed(self) -> bool:
        """Whether the status tells of an error."""
        return not 200 <= self.status < 300

    def says(self, *path: str) -> str:
        """The text at a place in the body (`says("error", "message")`); empty where there is none."""
        found = self.body
        for name in path:
            found = found.get(name) if isinstance(found, dict) else None
        return str(found) if isinstance(found, str | int) else ""


Judge = Callable[[Answer, Millis], ConnectorError | None]
"""Tells the error an answer means, by the hub's time; None for a good one."""


Endpoint = Callable[[str, str], str]
"""Names the limit that a request, its verb and path, counts against; empty on a network with one for all."""


def _one_for_all(_verb: str, _path: str) -> str:
    return ""


def judged(answer: Answer, now: Millis, *, said: str = "") -> ConnectorError | None:
    """What an answer means by its status alone; `said` is the network's own explanation."""
    status, words = answer.status, said or str(answer.status)
    if not answer.failed:
        return None
    if status == _TOO_MANY:
        return RateLimited(_("The network asks us to wait."), until=retry_after(answer.headers, now=now))
    if status >= 500:
        if answer.writing:
            return Ambiguous(_("The network failed in the middle of a send ({status}).").format(status=status))
        return Unreachable(_("The network cannot answer now ({status}).").format(status=status))
    if status in _SIGN_IN:
        return SignInFailed(
            _("The network does not accept the sign-in: {said}").format(said=words), hint=_("Sign in again.")
        )
    if status in _GONE:
        return Missing(_("The network does not have it: {said}").format(said=words))
    if 300 <= status < 400:
        return Refused(_("The address leads elsewhere ({status}).").format(status=status))
    return Refused(_("The network refused: {said}").format(said=words))


def secure(address: str) -> str:
    """An address without a slash at its end; plain HTTP is for this machine only, a token must not travel open."""
    text = address.strip().rstrip("/")
    if "://" not in text:
        text = f"https://{text}"
    parts = urlsplit(text)
    if parts.scheme == "http" and parts.hostname not in _LOOPBACK:
        return parts._replace(scheme="https").geturl()
    return text


class JsonLine:
    """One account's line.

    Attributes:
        base: the address all paths are behind, without a slash at its end.
        name: how the network is called in errors.
    """

    def __init__(
        self,
        base: str,
        *,
        name: str,
        tools: Tools,
        headers: Callable[[], Mapping[str, str]] = dict,
        judge: Judge = judged,
        encoded: bool = False,
        endpoint: Endpoint = _one_for_all,
    ) -> None:
        """`headers` is asked before each request: a token may have been renewed.

        Where `encoded`, paths are sent as they are written, escapes and all.
        """
        self.base = secure(base)
        self.name = name
        self.tools = tools
        self._headers = headers
        self._judge = judge
        self._encoded = encoded
        self._endpoint = endpoint

    async def get(self, path: str, asked: Mapping[str, Any] | None = None, *, backfill: bool = False) -> Any:
        """A question; empty values are left out. Raises ConnectorErrors, Malformed where no JSON came."""
        await self._budget("GET", path).spend(backfill=backfill)
        return await self.ask("GET", path, params=_given(asked))

    async def post(self, path: str, body: Any = None, *, form: Mapping[str, Any] | None = None) -> Any:
        """An act that publishes: raises Ambiguous when it may have been done."""
        await self._budget("POST", path).spend(reply=True)
        return await self.ask("POST", path, json=body, form=form, writing=True)

    async def delete(self, path: str, asked: Mapping[str, Any] | None = None) -> Any:
        """An act that takes back."""
        await self._budget("DELETE", path).spend(reply=True)
        return await self.ask("DELETE", path, params=_given(asked), writing=True, empty=True)

    async def ask(
        self,
        verb: str,
        path: str,
        *,
        params: Mapping[str, str] | None = None,
        json: Any = None,
        form: Mapping[str, Any] | aiohttp.FormData | None = None,
        headers: Mapping[str, str] | None = None,
        writing: bool = False,
        empty: bool = False,
        timeout: aiohttp.ClientTimeout = TIMEOUT,
    ) -> Any:
        """Any request, outside the budget; a bare success without a body is {} where `empty` is allowed."""
        address = path if "://" in path else f"{self.base}{path}"
        try:
            async with self.tools.http.request(
                verb,
                URL(address, encoded=True) if self._encoded else address,
                params=params,
                data=msgspec.json.encode(json) if json is not None else _form(form),
                headers={
                    **({"Content-Type": "application/json"} if json is not None else {}),
                    **self._headers(),
                    **(headers or {}),
                },
                timeout=timeout,
                # A redirect would carry the token to whoever it names.
                allow_redirects=False,
            ) as response:
                self._budget(verb, path).learn(response.headers)
                raw = await whole(response)
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
            raise self._broken(error, writing=writing) from error
        return self._read(response.status, raw, response.headers, writing=writing, empty=empty)

    def _budget(self, verb: str, path: str) -> Budget:
        return self.tools.budget.of(self._endpoint(verb, path))

    def _read(self, status: int, raw: bytes, headers: Mapping[str, str], *, writing: bool, empty: bool) -> Any:
        body = decoded(raw)
        answer = Answer(status, body, headers, writing)
        error = self._judge(answer, self.tools.clock.now())
        if error is not None:
            raise error
        if isinstance(body, dict | list):
            return body
        if empty and not raw:
            return {}
        words = _("The answer of {name} makes no sense.").format(name=self.name)
        raise Ambiguous(words) if writing else Malformed(words)

    def _broken(self, error: Exception, *, writing: bool) -> ConnectorError:
        if isinstance(error, aiohttp.InvalidURL):
            return Refused(_("“{address}” is not a web address.").format(address=self.base))
        if writing and not never_left(error):
            return Ambiguous(_("The connection to {name} broke in the middle of a send.").format(name=self.name))
        return Unreachable(_("{name} cannot be reached: {cause}").format(name=self.name, cause=cause_of(error)))


def _given(asked: Mapping[str, Any] | None) -> dict[str, str]:
    return {name: str(value) for name, value in (asked or {}).items() if value not in ("", None)}


def _form(form: Mapping[str, Any] | aiohttp.FormData | None) -> aiohttp.FormData | None:
    if form is None or isinstance(form, aiohttp.FormData):
        return form
    return aiohttp.FormData(_given(form))
