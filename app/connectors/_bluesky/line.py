"""Requests to any of Bluesky's servers, with honest errors. Known by the session and the sign-ins; knows the contract,
faults and proofs.

Source: atproto.com/specs/xrpc.
"""

from collections.abc import Mapping
from typing import Any

import aiohttp
import msgspec

from app.connectors._bluesky.dpop import Proofs
from app.connectors._bluesky.faults import NonceWanted, fault
from app.connectors.base import Ambiguous, ConnectorError, Malformed, Refused, Tools, Unreachable
from app.core.i18n import _

_TIMEOUT = aiohttp.ClientTimeout(total=40, sock_connect=10)


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
        how = {"token": token, "proofs": proofs, "writing": writing, "counted": counted, "headers": headers or {}}
        try:
            return await self._once(verb, url, how, content)
        except NonceWanted:
            # Refused before anything was done: the same again, with the nonce that came with the refusal.
            return await self._once(verb, url, how, content)

    async def _once(self, verb: str, url: str, how: Mapping[str, Any], content: Mapping[str, Any]) -> dict[str, Any]:
        proofs: Proofs | None = how["proofs"]
        writing: bool = how["writing"]
        try:
            async with self.tools.http.request(
                verb,
                url,
                headers={**how["headers"], **self._credentials(verb, url, token=how["token"], proofs=proofs)},
                timeout=_TIMEOUT,
                **{"allow_redirects": verb == "GET", **content},
            ) as response:
                if proofs is not None:
                    proofs.learn(url, response.headers)
                self.tools.budget.learn(response.headers if how["counted"] else {})
                raw = await response.read()
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise _broken(error, url, writing=writing) from error
        return self._read(response.status, raw, response.headers, writing=writing)

    def _credentials(self, verb: str, url: str, *, token: str, proofs: Proofs | None) -> Mapping[str, str]:
        if proofs is not None:
            return proofs.headers(verb, url, now=self.tools.clock.now(), token=token)
        return {"Authorization": f"Bearer {token}"} if token else {}

    def _read(self, status: int, raw: bytes, headers: Mapping[str, str], *, writing: bool) -> dict[str, Any]:
        try:
            body = msgspec.json.decode(raw) if raw else {}
        except (msgspec.DecodeError, RecursionError):
            body = None
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
    before_sending = isinstance(error, aiohttp.ClientConnectorError | aiohttp.ConnectionTimeoutError)
    if writing and not before_sending:
        return Ambiguous(_("The connection to Bluesky broke in the middle of a send."))
    cause = str(error) or type(error).__name__
    return Unreachable(_("Bluesky cannot be reached: {cause}").format(cause=cause))
