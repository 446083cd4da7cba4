"""What X's errors mean. Known by the X connector; knows the contract and the JSON line.

Source: docs.x.com/x-api/fundamentals/response-codes-and-errors, /rate-limits and /post-cap (November 2026).
"""

from app.connectors.base import ConnectorError, RateLimited, Refused
from app.connectors.json_line import Answer, judged
from app.connectors.reading import count_of, dig, text_of
from app.core.clock import HOUR, MINUTE, SECOND, Millis
from app.core.i18n import _

CAP_WAIT: Millis = 6 * HOUR
"""Between two looks whether a monthly cap is over or raised."""
STREAM_WAIT: Millis = 5 * MINUTE
_TAKEN = frozenset({"TooManyConnections", "ProvisioningSubscription"})


def judge(answer: Answer, now: Millis) -> ConnectorError | None:
    """The error an answer means; None for a good one."""
    if not answer.failed:
        return None
    said = words_of(answer)
    kind = answer.says("type").rpartition("/")[2]
    if kind == "usage-capped" or answer.says("title") == "UsageCapExceeded":
        return RateLimited(
            _("The number of posts that X lets this app read is used up: {said}").format(said=said),
            until=now + CAP_WAIT,
            hint=_("Raise the cap at console.x.com, or wait for the next month."),
        )
    if answer.says("connection_issue") in _TAKEN or kind == "streaming-connection":
        return RateLimited(
            _("X does not open the stream: {said}").format(said=said),
            until=now + STREAM_WAIT,
            hint=_("Another account or program listens with the same app; the words are searched meanwhile."),
        )
    if answer.status == 402:
        return Refused(
            _("X wants to be paid: {said}").format(said=said),
            hint=_("Buy credits at console.x.com; see the app's usage."),
        )
    if answer.status == 403:
        return _forbidden(answer, said)
    if answer.status == 429 and (until := _day_limit(answer)):
        return RateLimited(_("X lets nothing more through today."), until=min(max(until, now), now + 24 * HOUR))
    return judged(answer, now, said=said)


def words_of(answer: Answer) -> str:
    """X's own explanation, from whichever place it stands in."""
    first = dig(answer.body, "errors", 0)
    places = (
        answer.says("detail"),
        text_of(dig(first, "message")),
        text_of(dig(first, "detail")),
        answer.says("title"),
    )
    return next((words for words in places if words), str(answer.status))


def _forbidden(answer: Answer, said: str) -> Refused:
    lower = said.lower()
    if answer.says("reason") == "client-not-enrolled":
        hint = _("Put the app into a project at console.x.com.")
    elif "duplicate" in lower:
        hint = _("X publishes the same words only once; change them.")
    elif "reply" in lower or "repl" in lower:
        hint = _(
            "Who wrote it lets only some people answer, or X lets apps answer only those who mentioned the account."
        )
    elif "permission" in lower or answer.says("reason") == "official-client-forbidden":
        hint = _("Give the app the right to read and write at console.x.com, then sign in again.")
    elif "suspended" in lower or "locked" in lower:
        hint = _("Open X in the browser and see what it asks of the account.")
    else:
        hint = ""
    return Refused(_("X refused: {said}").format(said=said), hint=hint)


def _day_limit(answer: Answer) -> Millis:
    """When a spent limit of 24 hours is full again; 0 when none is spent."""
    for whose in ("app", "user"):
        if answer.headers.get(f"x-{whose}-limit-24hour-remaining") == "0":
            return count_of(answer.headers.get(f"x-{whose}-limit-24hour-reset")) * SECOND
    return 0
