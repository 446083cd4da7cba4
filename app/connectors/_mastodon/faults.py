"""Error answers of the Mastodon API as connector errors. Known by the line; knows the contract and limits.

Source: docs.joinmastodon.org/entities/Error, docs.joinmastodon.org/api/rate-limits.
"""

from collections.abc import Mapping
from typing import Any

from app.connectors.base import Ambiguous, ConnectorError, RateLimited, Refused, SignInFailed, Unreachable
from app.connectors.limits import retry_after
from app.core.clock import Millis
from app.core.i18n import _

_TOO_MANY = 429
_GONE = frozenset({404, 410})
_OF_THE_SIGN_IN = ("login is currently", "authorized scopes", "access token", "account is not", "confirm your e-mail")


class Missing(Refused):
    """The thing asked for is not there, or the server does not have this question."""


def fault(
    status: int, body: Mapping[str, Any], headers: Mapping[str, str], *, now: Millis, writing: bool
) -> ConnectorError:
    """The error that a refusing or failing answer means.

    Attributes:
        writing: the request would publish or delete, so a server error leaves open whether it did.
    """
    said = str(body.get("error_description") or body.get("error") or status)
    if status == _TOO_MANY:
        return RateLimited(_("The server asks us to wait."), until=retry_after(headers, now=now))
    if status >= 500:
        if writing:
            return Ambiguous(_("The server failed in the middle of a send ({status}).").format(status=status))
        return Unreachable(_("The server cannot answer now ({status}).").format(status=status))
    if status == 401 or (status == 403 and any(words in said.lower() for words in _OF_THE_SIGN_IN)):
        return SignInFailed(
            _("The server does not accept the sign-in: {said}").format(said=said),
            hint=_("Sign in again with the browser, or enter a new access token."),
        )
    if status in _GONE:
        return Missing(_("The server does not have it: {said}").format(said=said))
    if 300 <= status < 400:
        return Refused(_("The server address leads elsewhere ({status}).").format(status=status))
    return Refused(_("The server refused: {said}").format(said=said))
