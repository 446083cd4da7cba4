"""Meta's webhooks: the question whether the address is ours, and signed deliveries. Known by Meta's connectors; knows
the contract.

Source: developers.facebook.com/docs/graph-api/webhooks/getting-started: `hub.mode`, `hub.verify_token` and
`hub.challenge` are asked once; each delivery has `X-Hub-Signature-256: sha256=HEX`, the HMAC-SHA256 of the body under
the app's secret. A delivery that is not answered with 200 comes again, with growing pauses, not for ever.
"""

import hashlib
import hmac
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import msgspec

from app.connectors.base import HookAnswer, HookRequest
from app.connectors.reading import dig, name_of, objects, text_of

SIGNATURE = "x-hub-signature-256"
REFUSED = HookAnswer(status=401, body=b"The signature does not fit.")
LATER = HookAnswer(status=503, body=b"Try again later.")


@dataclass(frozen=True)
class Delivery:
    """A genuine delivery: the whole of it, what kind of thing it is about, and its entries."""

    body: Any
    about: str
    entries: tuple[dict[str, Any], ...]

    def of(self, native_id: str) -> Iterator[dict[str, Any]]:
        """The entries of one account: an app has one address for all its accounts."""
        return (entry for entry in self.entries if name_of(entry.get("id")) == native_id)


def sign(app_secret: str, body: bytes) -> str:
    """The signature of a body, as the header has it."""
    return "sha256=" + hmac.new(app_secret.encode(), body, hashlib.sha256).hexdigest()


def received(request: HookRequest, *, app_secret: str, verify_token: str) -> Delivery | HookAnswer:
    """The delivery in a request, or the answer where it is none or nobody we know sent it."""
    if request.method == "GET":
        return _verified(request, verify_token)
    given = request.headers.get(SIGNATURE, "").encode()
    if not app_secret or not hmac.compare_digest(given, sign(app_secret, request.body).encode()):
        return REFUSED
    try:
        told = msgspec.json.decode(request.body)
    except (msgspec.DecodeError, RecursionError):
        return HookAnswer(status=400, body=b"This is no JSON.")
    return Delivery(told, text_of(dig(told, "object")), tuple(objects(dig(told, "entry"))))


def _verified(request: HookRequest, verify_token: str) -> HookAnswer:
    given = request.query.get("hub.verify_token", "").encode()
    fits = bool(verify_token) and hmac.compare_digest(given, verify_token.encode())
    if not fits or request.query.get("hub.mode") != "subscribe":
        return HookAnswer(status=403, body=b"The verify token does not fit.")
    return HookAnswer(body=request.query.get("hub.challenge", "").encode()[:1000])
