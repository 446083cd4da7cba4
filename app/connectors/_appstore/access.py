"""Signed statements that open the App Store Connect API for some minutes. Known by the App Store connector; knows the
contract.

Source: developer.apple.com/documentation/appstoreconnectapi/generating-tokens-for-api-requests.
"""

import re
import textwrap

import jwt

from app.connectors.base import SignInFailed
from app.core.clock import MINUTE, SECOND, Clock, Millis
from app.core.i18n import _

AUDIENCE = "appstoreconnect-v1"
LASTS: Millis = 15 * MINUTE
"""Apple takes none that is good for more than twenty."""
_SPARE: Millis = 2 * MINUTE
_FRAME = re.compile(r"-----[A-Z ]+-----|\s+")


class Access:
    """One key."""

    def __init__(self, private_key: str, *, key_id: str, issuer: str, clock: Clock) -> None:
        self._private_key = _pem(private_key)
        self._key_id = key_id
        self._issuer = issuer
        self._clock = clock
        self._statement = ""
        self._ends: Millis = 0

    def statement(self) -> str:
        """One that is still good. Raises SignInFailed where the key is none."""
        now = self._clock.now()
        if not self._statement or now > self._ends - _SPARE:
            self._ends = now + LASTS
            self._statement = self._signed(now)
        return self._statement

    def _signed(self, now: Millis) -> str:
        # A key of a person has no issuer.
        who = {"iss": self._issuer} if self._issuer else {"sub": "user"}
        said = {**who, "iat": now // SECOND, "exp": self._ends // SECOND, "aud": AUDIENCE}
        try:
            return jwt.encode(said, self._private_key, algorithm="ES256", headers={"kid": self._key_id})
        except (jwt.PyJWTError, ValueError, TypeError) as error:
            raise SignInFailed(
                _("This is no private key of App Store Connect."), hint=_("Paste the whole text of the .p8 file.")
            ) from error


def _pem(pasted: str) -> str:
    """The key as the file has it, also where pasting has joined its lines."""
    lines = textwrap.wrap(_FRAME.sub("", pasted), 64)
    return "\n".join(("-----BEGIN PRIVATE KEY-----", *lines, "-----END PRIVATE KEY-----", ""))
