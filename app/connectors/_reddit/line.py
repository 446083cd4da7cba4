"""A line to Reddit's API whose token is renewed before it ends. Known by every part of the Reddit connector; knows the
JSON line and the contract.

Source: github.com/reddit-archive/reddit/wiki/OAuth2 (grants, errors) and /wiki/API (user agent, rate limit headers).
"""

import base64
from collections.abc import Mapping
from typing import Any

from app.connectors._reddit.info import SERVICE, SIGN_IN
from app.connectors.base import ConnectorError, Malformed, Refused, SignInFailed, Tools
from app.connectors.json_line import Answer, JsonLine, judged
from app.connectors.reading import count_of, dig, text_of
from app.core.clock import MINUTE, SECOND, Millis
from app.core.i18n import _

TOKEN = "/api/v1/access_token"
_EARLY: Millis = 2 * MINUTE
"""So long before its end a token is renewed."""


class Line:
    """One account's line."""

    def __init__(self, options: Mapping[str, str], secrets: Mapping[str, str], *, tools: Tools) -> None:
        self.tools = tools
        self._options, self._secrets = options, dict(secrets)
        service = options.get("service") or SERVICE
        self._user = options.get("user", "").strip().removeprefix("u/")
        self._token, self._ends_at = "", 0
        self._api = JsonLine(service, name="Reddit", tools=tools, headers=self._headers, judge=_judge)
        self._door = JsonLine(sign_in_at(service), name="Reddit", tools=tools, headers=self._knocking, judge=_judge)

    async def get(self, path: str, asked: Mapping[str, Any] | None = None, *, backfill: bool = False) -> Any:
        """A question. Raises as JsonLine does."""
        await self._enter()
        whole = {"raw_json": 1, **(asked or {})}
        try:
            return await self._api.get(path, whole, backfill=backfill)
        except SignInFailed:
            await self._renew()
            return await self._api.get(path, whole, backfill=backfill)

    async def post(self, path: str, form: Mapping[str, Any]) -> Any:
        """An act; a refused token has done nothing, so it is tried again with a new one."""
        await self._enter()
        whole = {"api_type": "json", "raw_json": 1, **form}
        try:
            return await self._api.post(path, form=whole)
        except SignInFailed:
            await self._renew()
            return await self._api.post(path, form=whole)

    async def trade(self, form: Mapping[str, str]) -> str:
        """Any grant for a token; the refresh token that came with it, or empty. Raises SignInFailed."""
        try:
            got = await self._door.ask("POST", TOKEN, form=form)
        except Refused as error:
            raise SignInFailed(error.message, hint=_("Sign in again.")) from error
        token, refused = text_of(dig(got, "access_token")), text_of(dig(got, "error"))
        if refused:
            raise SignInFailed(
                _("The network does not accept the sign-in: {said}").format(said=refused), hint=_("Sign in again.")
            )
        if not token:
            raise Malformed(_("The answer of {name} makes no sense.").format(name="Reddit"))
        self._token = token
        self._ends_at = self.tools.clock.now() + max(60, count_of(dig(got, "expires_in"))) * SECOND
        return text_of(dig(got, "refresh_token"))

    async def _enter(self) -> None:
        if not self._token or self.tools.clock.now() >= self._ends_at - _EARLY:
            await self._renew()

    async def _renew(self) -> None:
        refresh, password = self._secrets.get("refresh_token", ""), self._secrets.get("password", "")
        if refresh:
            newer = await self.trade({"grant_type": "refresh_token", "refresh_token": refresh})
            if newer and newer != refresh:
                self._secrets["refresh_token"] = newer
                await self.tools.keep({"refresh_token": newer})
        elif password and self._user:
            await self.trade({"grant_type": "password", "username": self._user, "password": password})
        else:
            raise SignInFailed(
                _("There is no sign-in for this account."), hint=_("Sign in with the browser, or enter a password.")
            )

    def _agent(self) -> dict[str, str]:
        """Reddit turns away programs that do not say who they are."""
        return {"User-Agent": f"desktop:fishbowl:1 (by /u/{self._user or 'fishbowl'})"}

    def _headers(self) -> dict[str, str]:
        return {**self._agent(), "Authorization": f"Bearer {self._token}"}

    def _knocking(self) -> dict[str, str]:
        pair = f"{self._options.get('client_id', '').strip()}:{self._secrets.get('client_secret', '').strip()}"
        return {**self._agent(), "Authorization": f"Basic {base64.b64encode(pair.encode()).decode()}"}


def sign_in_at(service: str) -> str:
    """Where one signs in; in tests both live at one address."""
    return SIGN_IN if service.rstrip("/") == SERVICE else service


def _judge(answer: Answer, now: Millis) -> ConnectorError | None:
    said = answer.says("explanation") or answer.says("reason") or answer.says("message")
    if answer.status == 403:
        return Refused(
            _("Reddit refused: {said}").format(said=said or 403),
            hint=_("The subreddit may be private, or the account may not do this there."),
        )
    return judged(answer, now, said=said)
