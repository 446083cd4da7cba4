"""Matrix' error answers as connector errors. Known by the line; knows the contract and limits.

Source: spec.matrix.org/v1.11/client-server-api, standard error response and rate limiting.
"""

from collections.abc import Mapping
from typing import Any

from app.connectors.base import Ambiguous, ConnectorError, RateLimited, Refused, SignInFailed, Unreachable
from app.connectors.limits import retry_after
from app.core.clock import HOUR, Millis
from app.core.i18n import _

_SIGN_IN = frozenset({"M_UNKNOWN_TOKEN", "M_MISSING_TOKEN", "M_USER_DEACTIVATED", "M_USER_LOCKED", "M_USER_SUSPENDED"})
_MISSING = frozenset({"M_NOT_FOUND", "M_UNRECOGNIZED"})


class Missing(Refused):
    """The thing asked for is not there, or not to be seen by us."""


def fault(
    status: int, body: Mapping[str, Any], headers: Mapping[str, str], *, now: Millis, writing: bool, login: bool = False
) -> ConnectorError:
    """The error that a refusing or failing answer means.

    Attributes:
        writing: the request would publish or delete, so a server error leaves open whether it did.
        login: the request was a sign-in, where “forbidden” means a wrong password.
    """
    name = str(body.get("errcode", ""))
    said = str(body.get("error") or name or status)
    if status == 429 or name == "M_LIMIT_EXCEEDED":
        return RateLimited(_("Matrix asks us to wait."), until=_until(body, headers, now=now))
    if status >= 500:
        if writing:
            return Ambiguous(_("The server failed in the middle of a send ({status}).").format(status=status))
        return Unreachable(_("The server cannot answer now ({status}).").format(status=status))
    if status == 401 or name in _SIGN_IN or login:
        return SignInFailed(
            _("Matrix does not accept the sign-in: {said}").format(said=said),
            hint=_("Enter the account's password or a new access token."),
        )
    if status == 404 or name in _MISSING:
        return Missing(_("Matrix does not have it: {said}").format(said=said))
    if 300 <= status < 400:
        return Refused(_("The server address leads elsewhere ({status}).").format(status=status))
    return Refused(_("Matrix refused: {said}").format(said=said))


def _until(body: Mapping[str, Any], headers: Mapping[str, str], *, now: Millis) -> Millis:
    """Older servers tell only in the body how long to wait."""
    wait = body.get("retry_after_ms")
    if type(wait) is int and "Retry-After" not in headers:
        return now + min(max(0, wait), 24 * HOUR)
    return retry_after(headers, now=now)
