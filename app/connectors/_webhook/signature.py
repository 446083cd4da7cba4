"""Who sent it and when: HMAC-SHA256 over the time and the body. Known by the webhook; knows nothing.

`X-Fishbowl-Signature: v1=HEX` is the HMAC of `TIMESTAMP.BODY` under the secret, `X-Fishbowl-Timestamp` the time in
whole seconds. Several signatures, separated by commas, are for a sender that changes its secret: one must fit.
"""

import hashlib
import hmac
from collections.abc import Iterable

TIMESTAMP = "x-fishbowl-timestamp"
SIGNATURE = "x-fishbowl-signature"
WINDOW_SECONDS = 300
"""How far the sender's clock may be off; what is older is a replay."""
_SCHEME = "v1="
_MOST_SIGNATURES = 4


def sign(secret: str, timestamp: str, body: bytes) -> str:
    """The signature of a body, as the header has it."""
    return _SCHEME + hmac.new(secret.encode(), timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()


def is_fresh(timestamp: str, *, now: float) -> bool:
    """Whether it was signed within the window; `now` in seconds since the epoch."""
    return timestamp.isascii() and timestamp.isdecimal() and abs(int(timestamp[:12]) - now) <= WINDOW_SECONDS


def is_genuine(secrets: Iterable[str], timestamp: str, body: bytes, header: str) -> bool:
    """Whether any signature fits any secret; takes the same time wherever they differ."""
    given = [part.strip().encode() for part in header.split(",")[:_MOST_SIGNATURES]]
    wanted = [sign(secret, timestamp, body).encode() for secret in secrets if secret]
    fits = [hmac.compare_digest(one, other) for one in given for other in wanted]
    return any(fits)
