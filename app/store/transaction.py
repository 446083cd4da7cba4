"""What a piece of work gets to read or write the store with. Known by every file of this room and by services; knows
core and the field's words.
"""

from dataclasses import dataclass, field

from sqlalchemy import Connection

from app.core.clock import Clock, Millis
from app.core.errors import Conflict
from app.core.ids import IdMaker
from app.domain.changes import Changes
from app.domain.counts import Count


class KeptConflict(Conflict):
    """A conflict whose transaction is committed all the same, because it kept what would have been lost."""


@dataclass
class News:
    """Collects what a transaction touches; frozen into `Changes` when it commits."""

    posts: list[int] = field(default_factory=list)
    edited: set[int] = field(default_factory=set)
    deleted: set[int] = field(default_factory=set)
    conversations: set[int] = field(default_factory=set)
    outbox: set[int] = field(default_factory=set)
    drafts: set[int] = field(default_factory=set)
    people: set[int] = field(default_factory=set)
    counts: list[Count] = field(default_factory=list)
    tables: set[str] = field(default_factory=set)
    backfill: bool = False

    def __bool__(self) -> bool:
        return bool(
            self.posts
            or self.edited
            or self.deleted
            or self.conversations
            or self.outbox
            or self.drafts
            or self.people
            or self.counts
            or self.tables
        )

    def freeze(self, sequence: int, initiator: str) -> Changes:
        """The news as they are spread."""
        return Changes(
            sequence=sequence,
            posts=tuple(self.posts),
            edited=tuple(sorted(self.edited)),
            deleted=tuple(sorted(self.deleted)),
            conversations=tuple(sorted(self.conversations)),
            outbox=tuple(sorted(self.outbox)),
            drafts=tuple(sorted(self.drafts)),
            people=tuple(sorted(self.people)),
            counts=tuple(self.counts),
            backfill=self.backfill,
            tables=frozenset(self.tables),
            initiator=initiator,
        )


class Read:
    """A read-only snapshot.

    Attributes:
        connection: SQLAlchemy's, inside a transaction.
        now: the moment the work began; one transaction, one time.
    """

    def __init__(self, connection: Connection, clock: Clock) -> None:
        self.connection = connection
        self.clock = clock
        self.now: Millis = clock.now()

    @property
    def sqlite(self) -> bool:
        """Whether the engine below is SQLite; PostgreSQL otherwise."""
        return self.connection.dialect.name == "sqlite"


class Write(Read):
    """The one write transaction of this moment.

    Attributes:
        ids: makes the ids of new rows.
        changes: what was touched so far.
    """

    def __init__(self, connection: Connection, clock: Clock, ids: IdMaker) -> None:
        super().__init__(connection, clock)
        self.ids = ids
        self.changes = News()
