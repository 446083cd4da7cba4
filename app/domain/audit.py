"""An act as it is kept for ever: who, what, when, before and after. Known by store and services; knows core only."""

from msgspec import Struct

from app.core.clock import Millis


class AuditRow(Struct, frozen=True, kw_only=True):
    """One act. Written in the act's own transaction, never changed.

    Attributes:
        verb: noun.verb, e.g. `reply.queued`, `conversation.resolved`, `topic.saved`.
        subject: what it was done to, `kind:id`.
        before, after: the changed fields as JSON; empty where there are none. Never a secret.
        conversation_id: the conversation it concerns, 0 for none; worked out when it is read.
    """

    id: int
    at: Millis
    who: str
    role: str
    station: str
    verb: str
    subject: str
    before: str = ""
    after: str = ""
    conversation_id: int = 0
