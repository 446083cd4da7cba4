"""What a forum's webhook tells: who sends it, and the posts in it. Known by the Discourse connector; knows topics and
the contract.

Source: github.com/discourse/discourse, app/jobs/regular/emit_web_hook_event.rb: the body is `{"post": {…}}` (or
`solved`), the header `X-Discourse-Event-Signature: sha256=HEX` the HMAC-SHA256 of the body under the secret.
"""

import hashlib
import hmac

import msgspec

from app.connectors._discourse.posts import is_gone, place_of
from app.connectors._discourse.topics import Topics
from app.connectors.base import ConnectorError, HookAnswer, HookRequest
from app.connectors.reading import dig
from app.domain.post import Batch

LANE = "webhook"
SIGNATURE, EVENT = "x-discourse-event-signature", "x-discourse-event"
_DESTROYED = "post_destroyed"
_ACCEPTED = "accepted_solution"


def sign(secret: str, body: bytes) -> str:
    """The signature of a body, as the header has it."""
    return "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


async def heard(request: HookRequest, topics: Topics, *, secret: str) -> HookAnswer:
    """One delivery; what it repeats changes nothing."""
    given = request.headers.get(SIGNATURE, "").encode()
    if not secret or not hmac.compare_digest(given, sign(secret, request.body).encode()):
        return HookAnswer(status=401, body=b"The signature does not fit.")
    try:
        told = msgspec.json.decode(request.body)
    except (msgspec.DecodeError, RecursionError):
        return HookAnswer(status=400, body=b"This is no JSON.")
    raw = dig(told, "post") or dig(told, "solved")
    if not isinstance(raw, dict):
        return HookAnswer()
    event = request.headers.get(EVENT, "")
    topic, number = place_of(raw)
    if topic and number and (event == _DESTROYED or is_gone(raw)):
        return HookAnswer(batch=Batch(lane=LANE, deleted=(topics.forum.native(topic, number),)))
    if raw.get("topic_archetype") == "private_message":
        # An administrator's webhook tells of everybody's; ours are asked for.
        return HookAnswer()
    try:
        post = await topics.read({**raw, "accepted_answer": event == _ACCEPTED or raw.get("accepted_answer")})
    except ConnectorError:
        return HookAnswer(status=503, body=b"Try again later.")
    return HookAnswer(batch=Batch(lane=LANE, posts=(post,)) if post is not None else None)
