"""Requests to any of Bluesky's servers, with honest errors. Known by the session and the sign-ins; knows the contract,
faults and proofs.

Source: atproto.com/specs/xrpc.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import aiohttp

from app.connectors._bluesky.dpop import Proofs
from app.connectors._bluesky.faults import NonceWanted, fault
from app.connectors.base import Ambiguous, ConnectorError, Malformed, Refused, Tools, Unreachable
from app.connectors.exchange import cause_of, decoded, never_left, whole
from app.core.clock import Millis
from app.core.i18n import _

_TIMEOUT = aiohttp.ClientTimeout(total=40, sock_connect=10)


@dataclass(frozen=True, repr=False)  # a token is in it
class _Request:
    """One request; `content` is what aiohttp calls it."""

    verb: str
    url: str
    token: str
    proofs: Proofs | None
    writing: bool
    counted: bool
    headers: Mapping[str, str]
    content: Mapping[str, Any]

    def credentials(self, now: Millis) -> Mapping[str, str]:
        """Headers that say who asks; a proof serves once, so they are made for each try."""
        if self.proofs is not None:
            return self.proofs.headers(self.verb, self.url, now=now, token=self.token)
        return {"Authorization": f"Bearer {self.token}"} if self.token else {}


class Line:
    """Requests outside the budget."""

    def __init__(self, tools: Tools) -> None:
        self.tools = tools

    async def ask(
        self,
        verb: str,
        url: str,
        *,
        token: str = "",
        proofs: Proofs | None = None,
        writing: bool = False,
        counted: bool = False,
        headers: Mapping[str, str] | None = None,
        **content: Any,
    ) -> dict[str, Any]:
        """One request; `content` is what aiohttp calls it (params, json, data, allow_redirects).

        `writing` says that it would publish or delete, `counted` that its limits are those of all requests.
        Raises ConnectorErrors.
        """
        request = _Request(verb, url, token, proofs, writing, counted, headers or {}, content)
        try:
            return await self._once(request)
        except NonceWanted:
            # Refused before anything was done: the same again, with the nonce that came with the refusal.
            return await self._once(request)

    async def _once(self, request: _Request) -> dict[str, Any]:
        try:
            async with self.tools.http.request(
                request.verb,
                request.url,
                headers={**request.headers, **request.credentials(self.tools.clock.now())},
                timeout=_TIMEOUT,
                **{"allow_redirects": request.verb == "GET", **request.content},
            ) as response:
                if request.proofs is not None:
                    request.proofs.learn(request.url, response.headers)
                self.tools.budget.learn(response.headers if request.counted else {})
                raw = await whole(response)
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise _broken(error, request.url, writing=request.writing) from error
        return self._read(response.status, raw, response.headers, writing=request.writing)

    def _read(self, status: int, raw: bytes, headers: Mapping[str, str], *, writing: bool) -> dict[str, Any]:
        body = decoded(raw, nothing={})
        if not 200 <= status < 300:
            known = body if isinstance(body, dict) else {}
            raise fault(status, known, headers, now=self.tools.clock.now(), writing=writing)
        if isinstance(body, dict):
            return body
        words = _("The server's answer makes no sense; is it a Bluesky server?")
        raise Ambiguous(words) if writing else Malformed(words)


def _broken(error: Exception, url: str, *, writing: bool) -> ConnectorError:
    if isinstance(error, aiohttp.InvalidURL):
        return Refused(
            _("“{service}” is not a web address.").format(service=url.partition("/xrpc/")[0]),
            hint=_("Correct the server in the account's settings."),
        )
    if writing and not never_left(error):
        return Ambiguous(_("The connection to Bluesky broke in the middle of a send."))
    return Unreachable(_("Bluesky cannot be reached: {cause}").format(cause=cause_of(error)))
