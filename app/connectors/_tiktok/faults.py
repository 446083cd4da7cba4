"""What TikTok's errors mean: most come with status 200 and a code in the body. Known by the TikTok connector; knows the
contract and the JSON line.

Source: business-api.tiktok.com/portal/docs, Return codes (November 2026).
"""

from app.connectors.base import Ambiguous, ConnectorError, RateLimited, Refused, SignInFailed, Unreachable
from app.connectors.json_line import Answer, judged
from app.connectors.reading import count_of, dig
from app.core.clock import DAY, MINUTE, Millis
from app.core.i18n import _

TOO_MANY = 40100
BAD_TOKENS = frozenset({40102, 40104, 40105})
NOT_PERMITTED = 40001
_MINUTE_WAIT: Millis = 5 * MINUTE


def judge(answer: Answer, now: Millis) -> ConnectorError | None:
    """The error an answer means; None for a good one."""
    code, said = count_of(dig(answer.body, "code")), answer.says("message")
    if answer.failed or not code:
        return judged(answer, now, said=said)
    if code == TOO_MANY:
        daily = "day" in said.lower() or "qpd" in said.lower()
        until = (now // DAY + 1) * DAY if daily else now + _MINUTE_WAIT
        return RateLimited(_("TikTok asks us to wait: {said}").format(said=said), until=until)
    if code in BAD_TOKENS:
        return SignInFailed(
            _("TikTok does not accept the sign-in: {said}").format(said=said),
            hint=_("Let the account's owner allow the app again, and enter the new refresh token."),
        )
    if code == NOT_PERMITTED:
        return Refused(
            _("TikTok refused: {said}").format(said=said),
            hint=_("The app needs TikTok's approval for comments, and the owner must have allowed them."),
        )
    if code >= 50_000:
        words = _("TikTok failed: {said}").format(said=said)
        return Ambiguous(words) if answer.writing else Unreachable(words)
    return Refused(_("TikTok refused: {said}").format(said=said))
