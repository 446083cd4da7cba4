"""What LinkedIn's errors mean. Known by the LinkedIn connector; knows the contract and the JSON line.

Source: learn.microsoft.com/linkedin/shared/api-guide/concepts/error-handling and /rate-limits (November 2026): limits
are those of a day and end at midnight UTC.
"""

from app.connectors.base import ConnectorError, RateLimited, Refused
from app.connectors.json_line import Answer, judged
from app.core.clock import DAY, Millis
from app.core.i18n import _

_RETIRED = 426


def judge(answer: Answer, now: Millis) -> ConnectorError | None:
    """The error an answer means; None for a good one."""
    if not answer.failed:
        return None
    said = answer.says("message")
    if answer.status == _RETIRED or answer.says("code") == "NONEXISTENT_VERSION":
        return Refused(
            _("LinkedIn has retired this version of its API: {said}").format(said=said),
            hint=_("Enter a newer version, year and month, in the account's settings."),
        )
    if answer.status == 429 and "DAY" in said:
        return RateLimited(
            _("LinkedIn lets nothing more through today: {said}").format(said=said),
            until=(now // DAY + 1) * DAY,
            hint=_("The day ends at midnight UTC; the app's limits stand in the developer portal."),
        )
    if answer.status == 403:
        return Refused(
            _("LinkedIn refused: {said}").format(said=said),
            hint=_("Who has signed in must administer the page, and the app needs the Community Management API."),
        )
    return judged(answer, now, said=said)
