"""Bluesky's error answers as connector errors. Known by the session and lanes; knows the contract and limits.

Source: atproto.com/specs/xrpc (error responses); an expired token is 400 ExpiredToken, not 401. RFC 9449 for the nonce.
"""

from collections.abc import Mapping
from typing import Any

from app.connectors.base import Ambiguous, ConnectorError, RateLimited, Refused, SignInFailed, Unreachable
from app.connectors.limits import retry_after
from app.core.clock import Millis
from app.core.i18n import _

_TOKEN = frozenset({"ExpiredToken", "InvalidToken", "AuthMissing", "AuthenticationRequired"})
_ACCOUNT = frozenset({"AccountTakedown", "AccountDeactivated", "AccountSuspended", "AuthFactorTokenRequired"})
TOO_MANY = 429
_NONCE = "use_dpop_nonce"
NOT_FOUND = frozenset({"RecordNotFound", "NotFound", "RepoNotFound"})


class NonceWanted(SignInFailed):
    """The proof lacks the server's newest nonce, which came with this refusal; nothing was done."""


class Missing(Refused):
    """The thing asked for is not there."""


class AlreadyThere(Refused):
    """A record with our key exists: an earlier try of the same send arrived."""


def fault(
    status: int, body: Mapping[str, Any], headers: Mapping[str, str], *, now: Millis, writing: bool
) -> ConnectorError:
    """The error that a refusing or failing answer means.

    Attributes:
        writing: the request would publish or delete, so a server error leaves open whether it did.
    """
    name = str(body.get("error", ""))
    said = str(body.get("message") or body.get("error_description") or name or status)
    if status == TOO_MANY:
        return RateLimited(_("Bluesky asks us to wait."), until=retry_after(headers, now=now))
    if status >= 500:
        if writing:
            return Ambiguous(_("Bluesky failed in the middle of a send ({status}).").format(status=status))
        return Unreachable(_("Bluesky cannot answer now ({status}).").format(status=status))
    return _refusal(status, name, said)


def _refusal(status: int, name: str, said: str) -> ConnectorError:
    if name == _NONCE:
        return NonceWanted(_("Bluesky does not accept the sign-in: {said}").format(said=said))
    if name in _ACCOUNT:
        return SignInFailed(
            _("Bluesky does not let this account in: {said}").format(said=said),
            hint=_("Look at the account on bsky.app, then sign in again."),
        )
    if status == 401 or name in _TOKEN:
        return SignInFailed(
            _("Bluesky does not accept the sign-in: {said}").format(said=said),
            hint=_("Sign in with the browser again, or enter a new app password."),
        )
    if name == "InvalidSwap":
        return AlreadyThere(said)
    if status == 404 or name in NOT_FOUND or "could not locate record" in said.lower():
        return Missing(_("Bluesky does not have it: {said}").format(said=said))
    if 300 <= status < 400:
        return Refused(_("The server address leads elsewhere ({status}).").format(status=status))
    return Refused(_("Bluesky refused: {said}").format(said=said))
