"""A line to the Stack Exchange API: every answer tells the day's quota, some how long a method must rest. Known by
every part of the Stack Exchange connector; knows the JSON line and the contract.

Source: api.stackexchange.com/docs/wrapper, /throttle, /error-handling. Answers are always compressed; the HTTP session
unpacks them.
"""

import re
from collections.abc import Mapping
from typing import Any

from app.connectors._stackexchange.info import SERVICE
from app.connectors.base import Ambiguous, ConnectorError, RateLimited, Refused, SignInFailed, Tools, Unreachable
from app.connectors.json_line import Answer, JsonLine, Missing, judged
from app.connectors.reading import count_of, dig, text_of
from app.core.clock import MINUTE, SECOND, Millis
from app.core.i18n import _

_DAY: Millis = 24 * 3600 * SECOND
_SECONDS = re.compile(r"(\d{1,6}) seconds")
_SIGN_IN = frozenset({401, 402, 403, 405, 406})
_BAD_PARAMETER, _NO_METHOD, _THROTTLE = 400, 404, 502
_INTERNAL = frozenset({500, 503})


class Line:
    """One account's line.

    Attributes:
        token: lets us write; empty without one.
    """

    def __init__(self, options: Mapping[str, str], *, token: str, tools: Tools) -> None:
        self.tools = tools
        self.token = token
        self._given = {"site": site_of(options), "key": options.get("key", "").strip(), "access_token": token}
        self._rests: dict[str, Millis] = {}
        self._line = JsonLine(options.get("service") or SERVICE, name="Stack Exchange", tools=tools, judge=_judge)

    async def get(self, path: str, asked: Mapping[str, Any] | None = None, *, backfill: bool = False) -> Any:
        """The answer with its wrapper; the words of posts are in it."""
        await self._rest(path)
        whole = {**self._given, "filter": "withbody", **(asked or {})}
        answer = await self._line.get(path, whole, backfill=backfill)
        self._learn(path, answer)
        return answer

    async def post(self, path: str, form: Mapping[str, Any]) -> Any:
        """An act in our name. Raises Refused without a token."""
        if not self.token:
            raise Refused(
                _("This account only reads."), hint=_("Enter an access token with write_access to answer there.")
            )
        await self._rest(path)
        answer = await self._line.post(path, form={**self._given, "filter": "withbody", **form})
        self._learn(path, answer)
        return answer

    async def _rest(self, path: str) -> None:
        wait = self._rests.pop(_method(path), 0) - self.tools.clock.now()
        if wait > 0:
            await self.tools.clock.sleep(wait / SECOND)

    def _learn(self, path: str, answer: Any) -> None:
        now = self.tools.clock.now()
        backoff, most = count_of(dig(answer, "backoff")), count_of(dig(answer, "quota_max"))
        if backoff:
            self._rests[_method(path)] = now + backoff * SECOND
        if most:
            self.tools.budget.learn(
                {
                    "ratelimit-limit": str(most),
                    "ratelimit-remaining": str(count_of(dig(answer, "quota_remaining"))),
                    "ratelimit-reset": str((_DAY - now % _DAY) // SECOND + 1),
                }
            )


def site_of(options: Mapping[str, str]) -> str:
    """The site's address without a scheme, as the API and our ids name it."""
    return options.get("site", "").strip().lower().rpartition("://")[2].strip("/")


def _method(path: str) -> str:
    """Methods differ by their words, not by the ids asked for."""
    return "/".join(part for part in path.split("/") if not part.replace(";", "").isdecimal())


def _judge(answer: Answer, now: Millis) -> ConnectorError | None:
    number, said = count_of(dig(answer.body, "error_id")), text_of(dig(answer.body, "error_message"))
    if not number:
        return judged(answer, now)
    if number == _THROTTLE:
        found = _SECONDS.search(said)
        wait = int(found[1]) * SECOND if found else 5 * MINUTE
        return RateLimited(_("The network asks us to wait."), until=now + min(wait, _DAY))
    if number in _SIGN_IN or (number == _BAD_PARAMETER and "key" in said):
        return SignInFailed(
            _("The network does not accept the sign-in: {said}").format(said=said),
            hint=_("Check the app's key and the access token."),
        )
    if number in _INTERNAL:
        words = _("The network cannot answer now ({status}).").format(status=number)
        return Ambiguous(words) if answer.writing else Unreachable(words)
    if number == _NO_METHOD:
        return Missing(_("The network does not have it: {said}").format(said=said))
    return Refused(_("The network refused: {said}").format(said=said))
