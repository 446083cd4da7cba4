"""What Meta's errors mean. Known by the graph; knows the contract and the line.

Source: developers.facebook.com/docs/graph-api/guides/error-handling, /docs/graph-api/overview/rate-limiting,
/docs/messenger-platform/reference/send-api/error-codes, /docs/whatsapp/cloud-api/support/error-codes.
"""

from app.connectors._meta.usage import regained
from app.connectors.base import Ambiguous, ConnectorError, RateLimited, Refused, SignInFailed, Unreachable
from app.connectors.json_line import Answer, Missing, judged
from app.connectors.reading import count_of, dig, text_of
from app.core.clock import Millis
from app.core.i18n import _

_SIGN_IN = frozenset({102, 190})
_TOO_OFTEN = frozenset({4, 17, 32, 341, 613, *range(80_001, 80_009), 80_014, 130_429, 131_048, 131_056, 133_016})
_RIGHTS = frozenset({3, 10, 131_005, *range(200, 300)})
_PASSING = frozenset({1, 2, 1200, 131_000, 131_016, 133_004})
_BLOCKED = 368
_GONE_CODES = frozenset({(100, 33), (803, 0)})
_UNAVAILABLE = frozenset({551, 131_026})
_WINDOW_OVER = frozenset({2_018_278, 2_534_022})
"""Subcodes of error 10 at Messenger and Instagram."""
_RE_ENGAGEMENT = 131_047
_TWICE = 506


def fault(answer: Answer, now: Millis) -> ConnectorError | None:
    """The error an answer means; None for a good one. Most come with status 400, whatever they mean."""
    error = dig(answer.body, "error")
    if not isinstance(error, dict):
        return judged(answer, now)
    code, subcode = count_of(error.get("code")), count_of(error.get("error_subcode"))
    said = _said(error)
    if code in _SIGN_IN:
        return SignInFailed(
            _("The network does not accept the sign-in: {said}").format(said=said),
            hint=_("Make a new token and enter it."),
        )
    if code in _TOO_OFTEN:
        return RateLimited(_("The network asks us to wait."), until=regained(answer.headers, now=now))
    if code in _PASSING or error.get("is_transient") is True:
        if answer.writing:
            return Ambiguous(_("The network failed in the middle of a send ({status}).").format(status=said))
        return Unreachable(_("The network cannot answer now ({status}).").format(status=said))
    return _refusal(code, subcode, said) or judged(answer, now, said=said) or Refused(said)


def _refusal(code: int, subcode: int, said: str) -> ConnectorError | None:
    if code == _RE_ENGAGEMENT:
        return Refused(window_words(), hint=template_hint())
    if subcode in _WINDOW_OVER:
        return Refused(window_words(), hint=window_hint())
    if (code, subcode) in _GONE_CODES:
        return Missing(_("The network does not have it: {said}").format(said=said))
    if code == _BLOCKED:
        return Refused(
            _("The network has blocked this for now: {said}").format(said=said),
            hint=_("Wait, and look at the account's quality page; sending again makes it worse."),
        )
    if code in _RIGHTS:
        return Refused(
            _("The network refused: {said}").format(said=said),
            hint=_("Give the app the permission and the person a role for it, then make a new token."),
        )
    if code in _UNAVAILABLE:
        return Refused(_("The person cannot be written to now: {said}").format(said=said))
    if code == _TWICE:
        return Refused(_("The network takes the same words once only."), hint=_("Say it in other words."))
    return Refused(_("The network refused: {said}").format(said=said)) if code else None


def window_words() -> str:
    """That the time to answer is over."""
    return _("The network's time to answer this message is over.")


def window_hint() -> str:
    """The way out of a window that is over."""
    return _("Wait until the person writes again, or use a message template the network has approved.")


def template_hint() -> str:
    """The way out on WhatsApp."""
    return _(
        "Wait until the person writes again. Until then only an approved template goes through: send one with Meta's "
        "own tools (WhatsApp Manager → Message templates); once it is answered, you can reply here."
    )


def _said(error: dict[str, object]) -> str:
    """In the words for people where there are some."""
    detail = text_of(error.get("error_user_msg")) or text_of(dig(error, "error_data", "details"))
    return detail or text_of(error.get("message")) or str(count_of(error.get("code")))
