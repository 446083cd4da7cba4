"""An access token for an hour, traded for a signed statement of a service account. Known by the Google Play connector;
knows the contract and the line.

Source: developers.google.com/identity/protocols/oauth2/service-account#httprest.
"""

from typing import Any

import jwt
import msgspec

from app.connectors.base import ConnectorError, SignInFailed, Tools
from app.connectors.json_line import Answer, JsonLine, judged, secure
from app.connectors.reading import count_of, dig, text_of
from app.core.clock import MINUTE, SECOND, Millis
from app.core.i18n import _

SCOPE = "https://www.googleapis.com/auth/androidpublisher"
GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer"
LASTS = 3600
_SPARE: Millis = 5 * MINUTE


class Access:
    """One service account.

    Attributes:
        token: as it is now; empty before the first `renew`.
    """

    def __init__(self, key_file: str, *, tools: Tools) -> None:
        self.token = ""
        self._key = _read(key_file)
        self._tools = tools
        self._ends: Millis = 0
        self._line = JsonLine(text_of(self._key.get("token_uri")), name="Google", tools=tools, judge=_judge)

    async def renew(self) -> None:
        """Trade a new one where the last is about to end. Raises SignInFailed where the key is no good."""
        now = self._tools.clock.now()
        if self.token and now < self._ends - _SPARE:
            return
        asked = {"grant_type": GRANT, "assertion": self._statement(now // SECOND)}
        told = await self._line.ask("POST", "", form=asked)
        self.token = text_of(dig(told, "access_token"))
        if not self.token:
            raise SignInFailed(_("Google gave no token."), hint=_("Make a new key and enter it."))
        self._ends = now + (count_of(dig(told, "expires_in")) or LASTS) * SECOND

    def _statement(self, seconds: int) -> str:
        said = {
            "iss": text_of(self._key.get("client_email")),
            "scope": SCOPE,
            "aud": self._line.base,
            "iat": seconds,
            "exp": seconds + LASTS,
        }
        headers = {"kid": text_of(self._key.get("private_key_id"))}
        try:
            return jwt.encode(said, text_of(self._key.get("private_key")), algorithm="RS256", headers=headers)
        except (jwt.PyJWTError, ValueError, TypeError) as error:
            raise _unusable() from error


def _read(key_file: str) -> dict[str, Any]:
    """The file as it was pasted; an empty one where it is none."""
    try:
        key = msgspec.json.decode(key_file)
    except (msgspec.DecodeError, RecursionError):
        return {}
    if not isinstance(key, dict) or not text_of(key.get("token_uri")).startswith(("https://", "http://127.0.0.1")):
        return {}
    return {**key, "token_uri": secure(key["token_uri"])}


def _unusable() -> SignInFailed:
    return SignInFailed(
        _("This is no key of a service account."), hint=_("Paste the whole JSON file that Google made.")
    )


def _judge(answer: Answer, now: Millis) -> ConnectorError | None:
    if 400 <= answer.status < 500 and answer.status != 429:
        said = answer.says("error_description") or answer.says("error")
        return SignInFailed(
            _("The network does not accept the sign-in: {said}").format(said=said or answer.status),
            hint=_("Make a new key and enter it."),
        )
    return judged(answer, now)
