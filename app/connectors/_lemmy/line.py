"""A line to one Lemmy server, signed in by password. Known by every part of the Lemmy connector; knows the JSON line
and the contract.

Source: join-lemmy.org/docs, github.com/LemmyNet/lemmy/crates/utils/src/error.rs: errors are `{"error": "name"}`, most
with status 400.
"""

from collections.abc import Mapping
from typing import Any

from app.connectors.base import ConnectorError, Identity, Malformed, RateLimited, Refused, SignInFailed, Tools
from app.connectors.json_line import Answer, JsonLine, Missing, judged
from app.connectors.limits import retry_after
from app.connectors.reading import count_of, dig, objects, text_of
from app.core.clock import Millis
from app.core.i18n import _

API = "/api/v3"
_NOT_US = frozenset(
    {"incorrect_login", "not_logged_in", "missing_totp_token", "incorrect_totp_token", "password_incorrect"}
)
_SLOW_DOWN = "rate_limit_error"
_MISSING = ("couldnt_find", "not_found")


class Line:
    """One account's line.

    Attributes:
        host: tells the ids of one server from those of another.
        us: our number on it; 0 before `sign_in`.
        name: our user name.
        languages: codes by the server's numbers.
    """

    def __init__(self, options: Mapping[str, str], password: str, *, tools: Tools) -> None:
        self.tools = tools
        self.us = 0
        self.name = ""
        self.languages: dict[int, str] = {}
        self._user, self._password = options.get("user", "").strip(), password
        self._token = ""
        self._line = JsonLine(options.get("server", ""), name="Lemmy", tools=tools, headers=self._headers, judge=_judge)
        self.host = self._line.base.partition("://")[2]
        self.base = self._line.base

    async def sign_in(self) -> Identity:
        """Ask who we are."""
        site = await self.get("/site")
        me = dig(site, "my_user", "local_user_view", "person")
        self.us, self.name = count_of(dig(me, "id")), text_of(dig(me, "name"))
        if not self.us or not self.name:
            raise Malformed(_("The answer of {name} makes no sense.").format(name="Lemmy"))
        listed = objects(dig(site, "all_languages"))
        self.languages = {count_of(one.get("id")): text_of(one.get("code"))[:35] for one in listed}
        return Identity(native_id=f"{self.host}/{self.us}", handle=f"{self.name}@{self.host}")

    async def known(self) -> None:
        """Sign in unless that was done."""
        if not self.us:
            await self.sign_in()

    async def get(self, path: str, asked: Mapping[str, Any] | None = None, *, backfill: bool = False) -> Any:
        """A question. Raises as JsonLine does."""
        await self._enter()
        try:
            return await self._line.get(f"{API}{path}", asked, backfill=backfill)
        except SignInFailed:
            await self._renew()
            return await self._line.get(f"{API}{path}", asked, backfill=backfill)

    async def post(self, path: str, body: Mapping[str, Any]) -> Any:
        """An act; a refused token has done nothing, so it is tried again with a new one."""
        await self._enter()
        try:
            return await self._line.post(f"{API}{path}", body)
        except SignInFailed:
            await self._renew()
            return await self._line.post(f"{API}{path}", body)

    async def _enter(self) -> None:
        if not self._token:
            await self._renew()

    async def _renew(self) -> None:
        if not self._user or not self._password:
            raise SignInFailed(_("There is no sign-in for this account."), hint=_("Enter user name and password."))
        self._token = ""
        body = {"username_or_email": self._user, "password": self._password}
        try:
            given = await self._line.ask("POST", f"{API}/user/login", json=body)
        except Missing as error:
            raise SignInFailed(error.message, hint=_("Check server, user name and password.")) from error
        self._token = text_of(dig(given, "jwt"))
        if not self._token:
            raise SignInFailed(_("The server gave no token."), hint=_("Is the account confirmed and approved?"))

    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self._token}"} if self._token else {}


def _judge(answer: Answer, now: Millis) -> ConnectorError | None:
    name = answer.says("error")
    if not answer.failed:
        return None
    if name == _SLOW_DOWN:
        return RateLimited(_("The network asks us to wait."), until=retry_after(answer.headers, now=now))
    if name in _NOT_US:
        return SignInFailed(
            _("The network does not accept the sign-in: {said}").format(said=name), hint=_("Sign in again.")
        )
    if name.startswith(_MISSING):
        return Missing(_("The network does not have it: {said}").format(said=name))
    if answer.status == 403:
        return Refused(_("The network refused: {said}").format(said=name or 403))
    return judged(answer, now, said=name)
