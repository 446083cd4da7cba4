"""A conversation: a thread with a person that somebody has to deal with. Known by store and everyone above; knows
core only."""

from enum import StrEnum

from msgspec import Struct

from app.core.clock import Millis
from app.domain.consent import Consent
from app.domain.mark import Mark
from app.domain.post import Media
from app.domain.reply import OutboxState
from app.domain.understanding import Intent, Objection, Sentiment


class Status(StrEnum):
    OPEN = "open"
    PENDING = "pending"
    """Answered; waiting for the person."""
    SNOOZED = "snoozed"
    RESOLVED = "resolved"


UNTIL_THEY_WRITE: Millis = 253_402_214_400_000
"""A snooze that only their next post ends: 30 December 9999, which a version that does not know it can still show."""


class View(Struct, frozen=True, kw_only=True):
    """Which conversations a queue shows, and in what order.

    Attributes:
        statuses: any of these.
        assignee: a user's name, `none` for unassigned, empty for anybody.
        account_id, topic_id: 0 for any.
        network, label, language: empty for any. intent: None for any. Language and intent are those of the newest post
            of theirs.
        due_before: only those whose answer is due before this moment; 0 for any.
        resolved_since: only those resolved at this moment or later; 0 for any.
        order: `due` (soonest due first, then those without), `newest`, `priority`, `resolved` (the latest first).
        text: full-text filter; empty for none.
        only: those that bear this mark; None for any. without: those that bear none of these.
    """

    statuses: tuple[Status, ...] = (Status.OPEN,)
    assignee: str = ""
    account_id: int = 0
    topic_id: int = 0
    network: str = ""
    due_before: Millis = 0
    resolved_since: Millis = 0
    order: str = "due"
    text: str = ""
    only: Mark | None = None
    without: tuple[Mark, ...] = ()
    label: str = ""
    language: str = ""
    intent: Intent | None = None


class Card(Struct, frozen=True, kw_only=True, gc=False):
    """One row of the queue. It refers to nothing that could refer back: the collector of cycles need not know it.

    Attributes:
        language, sentiment, score, text: of the newest post of theirs.
        reasons: what made the priority, strongest first, as (word, points).
        due_at: when the answer is due; 0 when nothing is awaited.
        outbox: state of a reply that is unknown, else of one that failed, else of the newest on its way; None for none.
        snoozed_until: when it comes back; UNTIL_THEY_WRITE for not by itself.
        revision: grows with every change of the conversation.
    """

    id: int
    network: str
    account_id: int
    person_id: int
    name: str
    handle: str
    reach: int
    text: str
    language: str
    sentiment: Sentiment
    score: float
    status: Status
    opened_at: Millis
    last_at: Millis
    due_at: Millis = 0
    priority: int = 0
    reasons: tuple[tuple[str, int], ...] = ()
    assignee: str = ""
    unread: bool = True
    topics: tuple[int, ...] = ()
    labels: tuple[str, ...] = ()
    outbox: OutboxState | None = None
    snoozed_until: Millis = 0
    resolved_at: Millis = 0
    revision: int = 0


class EntryKind(StrEnum):
    POST = "post"
    """Somebody else's public post."""
    OWN = "own"
    """Our public reply, as the network shows it."""
    SENDING = "sending"
    """Our reply, not yet known to be public; `outbox` says how far it is."""
    NOTE = "note"
    EVENT = "event"


class Entry(Struct, frozen=True, kw_only=True):
    """One row of a thread: post, own reply, private note or event.

    Attributes:
        id: of the post, outbox item, note or audit row; unique within its kind.
        by: the colleague who wrote, noted or acted; empty for strangers.
        answered: the post the composer answers to is the newest with `kind` POST.
        gone: deleted at the source; the text is then empty.
        leaves_at: when a waiting reply leaves, 0 for everything else.
        warnings: what speaks against looking at its media, as in `Understanding.reasons`.
        aside: strangers speak with each other: shown, and not what we answer.
        direct: said to us in private.
        topics: which a post belongs to; objections: what the house's own corrections speak against.
        automatic: which kind of mail no person wrote (`app.domain.automatic`); empty for everything else.
        about: native id of the post that an automatic one is about; code: the mail server's figures, like `550 5.2.2`.
    """

    kind: EntryKind
    id: int
    at: Millis
    text: str = ""
    name: str = ""
    handle: str = ""
    by: str = ""
    native_id: str = ""
    url: str = ""
    language: str = ""
    sentiment: Sentiment = Sentiment.NEUTRAL
    score: float = 0.0
    media: tuple[Media, ...] = ()
    outbox: OutboxState | None = None
    error: str = ""
    next_look: Millis = 0
    leaves_at: Millis = 0
    edited: bool = False
    gone: bool = False
    mine: bool = False
    warnings: tuple[str, ...] = ()
    aside: bool = False
    direct: bool = False
    topics: tuple[int, ...] = ()
    objections: tuple[Objection, ...] = ()
    automatic: str = ""
    about: str = ""
    code: str = ""


class Influence(Struct, frozen=True, kw_only=True):
    """How much a person's word weighs: three parts and their geometric mean, all 0–100 (help: Formulas, Influence).

    Attributes:
        posts: how many of his posts of the last `days` it rests on.
    """

    index: float
    reach: float
    resonance: float
    relevance: float
    posts: int
    days: int


class Person(Struct, frozen=True, kw_only=True):
    """Who we talk to: one person, one or several identities."""

    id: int
    name: str
    identities: tuple[tuple[str, str, int], ...] = ()
    """(network, handle, followers)."""
    languages: tuple[str, ...] = ()
    first_seen: Millis = 0
    posts: int = 0
    sentiment_weeks: tuple[float, ...] = ()
    """Mean score of the last twelve weeks, oldest first; NaN-free: an empty week repeats 0."""
    history: tuple[tuple[int, str, Status, Millis], ...] = ()
    """(conversation id, first words, status, opened at), newest first, at most seven."""
    influence: Influence | None = None
    """None where nothing of theirs is stored any more."""
    consents: tuple[Consent, ...] = ()
    """The newest word of each purpose that was asked for."""
