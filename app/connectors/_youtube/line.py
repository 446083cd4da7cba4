"""The line to YouTube, which counts what each call costs, and what YouTube's errors mean. Known by the YouTube
connector; knows the quota, the contract and the signed line.

Source: developers.google.com/youtube/v3/docs/errors (November 2026).
"""

from collections.abc import Mapping
from typing import Any

from app.connectors._youtube.quota import READING, WRITING, Quota
from app.connectors.base import ConnectorError, RateLimited, Refused, SignInFailed
from app.connectors.json_line import Answer, JsonLine, Missing, judged
from app.connectors.limits import retry_after
from app.connectors.oauth import Holder
from app.connectors.reading import dig, text_of
from app.connectors.signed_line import SignedLine
from app.core.clock import Millis
from app.core.i18n import _

_DAY_SPENT = frozenset({"quotaExceeded", "dailyLimitExceeded"})
_TOO_FAST = frozenset({"rateLimitExceeded", "userRateLimitExceeded", "rateLimitExceededException"})
_SIGN_IN = frozenset({"authError", "insufficientPermissions", "youtubeSignupRequired", "accessNotConfigured"})
_GONE = frozenset({"liveChatEnded", "liveChatDisabled", "liveChatNotFound"})


class Line:
    """One account's line."""

    def __init__(self, line: JsonLine, holder: Holder, quota: Quota) -> None:
        self.signed = SignedLine(line, holder)
        self.quota = quota

    async def get(self, path: str, asked: Mapping[str, Any], *, reply: bool = False) -> Any:
        """A question; `reply` where a reply waits for the answer."""
        self.quota.spend(READING, reply=reply)
        await self.signed.line.tools.budget.spend(reply=reply)
        given = {name: str(value) for name, value in asked.items() if value != ""}
        try:
            return await self.signed.ask("GET", path, params=given)
        except RateLimited as error:
            self._day_over(error)
            raise

    async def post(self, path: str, body: Any) -> Any:
        """An act that publishes."""
        self.quota.spend(WRITING, reply=True)
        try:
            return await self.signed.post(path, body)
        except RateLimited as error:
            self._day_over(error)
            raise

    async def delete(self, path: str, asked: Mapping[str, Any]) -> None:
        """An act that takes back."""
        self.quota.spend(WRITING, reply=True)
        await self.signed.delete(path, asked)

    def _day_over(self, error: RateLimited) -> None:
        if isinstance(error, DayOver):
            error.until = self.quota.ends_at
            self.quota.spent_all()


class DayOver(RateLimited):
    """Google counts the day's units as spent."""


def judge(answer: Answer, now: Millis) -> ConnectorError | None:
    """The error an answer means; None for a good one."""
    if not answer.failed:
        return None
    said = answer.says("error", "message")
    reason = text_of(dig(answer.body, "error", "errors", 0, "reason"))
    if reason in _DAY_SPENT:
        return DayOver(
            _("Google counts the units of this project as used up for today."),
            until=now,
            hint=_("They are full again at midnight in California; another account or program may use them too."),
        )
    if reason in _TOO_FAST:
        return RateLimited(_("The network asks us to wait."), until=retry_after(answer.headers, now=now))
    if reason in _SIGN_IN:
        return SignInFailed(
            _("YouTube does not accept the sign-in: {said}").format(said=said),
            hint=_("Sign in again with the channel's owner; the YouTube Data API must be switched on in the project."),
        )
    if reason in _GONE:
        return Missing(_("The live chat is over."))
    if reason == "commentsDisabled":
        return Refused(_("Comments are switched off for this video."))
    if answer.status == 403:
        return Refused(
            _("YouTube refused: {said}").format(said=said or reason),
            hint=_("The comment may not take answers, or the channel may not write there."),
        )
    return judged(answer, now, said=said)
