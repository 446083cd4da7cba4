"""A signed-in line to an account's server (XRPC over HTTP). Known by every part of the Bluesky connector; knows the
login, the line and the contract.

Source: atproto.com/specs/xrpc, docs.bsky.app/docs/advanced-guides/rate-limits.
"""

import asyncio
from collections.abc import Mapping
from typing import Any

from app.connectors._bluesky.line import Line
from app.connectors._bluesky.login import Login
from app.connectors.base import Identity, SignInFailed
from app.core.clock import MINUTE


class Session:
    """One account's line; its login says who that is."""

    def __init__(self, login: Login, line: Line, *, appview: str = "") -> None:
        self._login = login
        self._line = line
        self._tools = line.tools
        self._appview = appview
        self._renewing = asyncio.Lock()

    @property
    def did(self) -> str:
        """The account's lasting id; empty before the first sign-in with a password."""
        return self._login.did

    @property
    def handle(self) -> str:
        """As the server spells it."""
        return self._login.handle

    @property
    def identity(self) -> Identity:
        """Who we are."""
        return Identity(native_id=self.did, handle=self.handle, expires_at=self._login.over_at)

    async def sign_in(self) -> Identity:
        """Begin anew. Raises SignInFailed, Unreachable, RateLimited."""
        await self._login.start()
        return self.identity

    async def get(self, method: str, params: Mapping[str, Any], *, backfill: bool = False) -> dict[str, Any]:
        """A question. `params` values may be lists; empty ones are left out."""
        pairs = [(name, str(one)) for name, value in params.items() for one in _many(value)]
        await self._tools.budget.spend(backfill=backfill)
        return await self._signed("GET", method, params=pairs)

    async def post(self, method: str, body: Mapping[str, Any], *, reply: bool = False) -> dict[str, Any]:
        """An act. Raises Ambiguous when it may have been done."""
        await self._tools.budget.spend(reply=reply)
        return await self._signed("POST", method, json=body)

    async def upload(self, method: str, data: bytes, mime: str) -> dict[str, Any]:
        """A file, which nobody sees before a record names it."""
        await self._tools.budget.spend(reply=True)
        return await self._signed("POST", method, data=data, headers={"Content-Type": mime})

    async def _signed(self, verb: str, method: str, **content: Any) -> dict[str, Any]:
        token = await self._valid_token()
        try:
            return await self._ask(verb, method, **content)
        except SignInFailed:
            await self._renew(token)
            return await self._ask(verb, method, **content)

    async def _ask(self, verb: str, method: str, **content: Any) -> dict[str, Any]:
        headers = dict(content.pop("headers", {}))
        if self._appview and method.startswith("app.bsky."):
            headers["atproto-proxy"] = self._appview
        return await self._line.ask(
            verb,
            f"{self._login.service}/xrpc/{method}",
            token=self._login.access,
            proofs=self._login.proofs,
            writing=verb == "POST",
            counted=True,
            headers=headers,
            **content,
        )

    async def _valid_token(self) -> str:
        login = self._login
        if not login.access:
            await self._renew("")
        elif login.ends_at and self._tools.clock.now() > login.ends_at - MINUTE:
            await self._renew(login.access)
        return login.access

    async def _renew(self, old: str) -> None:
        """Get a new token unless somebody else just did."""
        async with self._renewing:
            if self._login.access == old:
                await self._login.renew()


def _many(value: Any) -> list[Any]:
    if isinstance(value, list | tuple):
        return list(value)
    return [] if value is None or value == "" else [value]
