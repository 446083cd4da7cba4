"""Drafts, replies and the outbox: how a word leaves the house once. Known by connectors and everyone above; knows
core only.

States: waiting → sending → sent | failed | unknown; waiting → cancelled; failed → waiting (sent again by a person);
unknown → sent | waiting | failed, only after the network was asked or a person has looked; held → waiting;
waiting | held → failed, only for a part of a thread whose forerunner was not published.
"""

from collections.abc import Iterable
from enum import StrEnum

from msgspec import Struct

from app.core.clock import Millis


class OutboxState(StrEnum):
    HELD = "held"
    """Sending is on hold; a person must release it."""
    WAITING = "waiting"
    """Undo window or schedule not over yet, or its turn has not come."""
    SENDING = "sending"
    """Claimed, key written; the network is being spoken to, or was when the hub died."""
    SENT = "sent"
    FAILED = "failed"
    """Surely not published."""
    UNKNOWN = "unknown"
    """May have been published; the network is asked before anything else happens."""
    CANCELLED = "cancelled"


NEXT: dict[OutboxState, frozenset[OutboxState]] = {
    OutboxState.HELD: frozenset({OutboxState.WAITING, OutboxState.CANCELLED, OutboxState.FAILED}),
    OutboxState.WAITING: frozenset({OutboxState.SENDING, OutboxState.CANCELLED, OutboxState.HELD, OutboxState.FAILED}),
    OutboxState.SENDING: frozenset({OutboxState.SENT, OutboxState.FAILED, OutboxState.UNKNOWN, OutboxState.WAITING}),
    OutboxState.UNKNOWN: frozenset({OutboxState.SENT, OutboxState.WAITING, OutboxState.FAILED}),
    OutboxState.FAILED: frozenset({OutboxState.WAITING, OutboxState.CANCELLED}),
    OutboxState.SENT: frozenset(),
    OutboxState.CANCELLED: frozenset(),
}


def most_telling(states: Iterable[str]) -> str:
    """What a card tells of its replies that have not come to rest, oldest first: that of one nobody knows whether it is
    out, else that one surely is not, else how far the newest is; empty for none."""
    told = list(states)
    trouble = (state for state in (OutboxState.UNKNOWN.value, OutboxState.FAILED.value) if state in told)
    return next(trouble, told[-1] if told else "")


class Attachment(Struct, frozen=True, kw_only=True):
    """A picture that goes out with a reply, already checked against the network's limits.

    Attributes:
        data: the whole file.
        alt: what is to be seen on it, for who cannot see it.
    """

    name: str
    mime: str
    data: bytes
    alt: str = ""


class OutgoingReply(Struct, frozen=True, kw_only=True):
    """What a connector is asked to publish.

    Attributes:
        parent, thread: native ids of the post answered and of the thread's first post.
        to_handle: who is answered, without @.
    """

    outbox_id: int
    account_id: int
    text: str
    parent: str
    thread: str
    to_handle: str = ""
    language: str = ""
    attachments: tuple[Attachment, ...] = ()


class Receipt(Struct, frozen=True, kw_only=True):
    """The network's word that a reply is published."""

    native_id: str
    url: str = ""
    published_at: Millis = 0


class OutboxItem(Struct, frozen=True, kw_only=True):
    """A reply on its way out, as stations see it.

    Attributes:
        key: idempotency key, written before the network is spoken to; empty until claimed.
        not_before: end of the undo window, or the scheduled time.
        error: cause in plain words when failed or unknown.
        next_look: when an unknown one is asked about again.
        chain, part, parts: of a text that goes out as a thread: id of the first part, which one this is (from 1), how
            many there are; 0 for a reply that stands alone. A part leaves when the one before is public and answers
            it.
        pictures: how many go with it.
    """

    id: int
    conversation_id: int
    account_id: int
    network: str
    handle: str
    to_handle: str
    text: str
    state: OutboxState
    author: str
    created_at: Millis
    not_before: Millis
    parent: str = ""
    thread: str = ""
    key: str = ""
    attempts: int = 0
    sent_at: Millis = 0
    native_id: str = ""
    url: str = ""
    error: str = ""
    next_look: Millis = 0
    chain: int = 0
    part: int = 0
    parts: int = 0
    pictures: int = 0


class EarlierText(Struct, frozen=True, kw_only=True):
    """A text of a draft that made way for another one: it lost a race, or was mostly deleted."""

    id: int
    conversation_id: int
    kind: str
    text: str
    author: str
    at: Millis


class Draft(Struct, frozen=True, kw_only=True):
    """Text somebody is writing; `reply` and `note` drafts of one conversation are kept apart.

    Attributes:
        revision: grows with each save; a save based on an older one is a conflict, and both texts are kept.
        account_id, to_handle, parent: the destination, frozen when composing began.
    """

    conversation_id: int
    kind: str
    text: str
    revision: int
    author: str
    updated_at: Millis
    account_id: int = 0
    to_handle: str = ""
    parent: str = ""
