"""A conversation's row while it is changed, and the one way back into the tables. Known by the files of this room;
knows tables, tallies and bulk.

Whatever changes a conversation loads `ThreadRow`s, changes them and gives them to `keep`: there the revision grows,
the tallies follow and the change becomes news, so that none of it can be forgotten.
"""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

import msgspec
from msgspec import Struct
from msgspec.structs import astuple
from sqlalchemy import delete, select

from app.core.clock import Millis
from app.domain.conversation import Status
from app.store import bulk, label_lists, marks, tallies
from app.store.tables import NEVER, conversation_topics, conversations
from app.store.transaction import Write

TEXT_LENGTH = 400
"""A queue's card shows this much of a post at most."""


class ThreadRow(Struct, kw_only=True):
    """One row of `conversations`, in the order of its columns.

    Attributes:
        due_at: NEVER when nothing is awaited.
        answered_at, first_answered_at: our newest and our first word in it; 0 while there is none.
        post_id, post_at: the post of theirs that the card shows.
    """

    id: int
    account_id: int
    network: str
    root: str
    person_id: int
    identity_id: int
    status: str = Status.OPEN.value
    assignee: str = ""
    opened_at: Millis = 0
    last_at: Millis = 0
    due_at: Millis = NEVER
    snoozed_until: Millis = 0
    resolved_at: Millis = 0
    answered_at: Millis = 0
    first_answered_at: Millis = 0
    priority: int = 0
    reasons: str = ""
    unread: int = 1
    labels: str = ""
    topics: str = ""
    outbox: str = ""
    post_id: int = 0
    post_at: Millis = 0
    text: str = ""
    language: str = ""
    sentiment: str = ""
    score: float = 0.0
    reach: int = 0
    revision: int = 0

    def reopen(self) -> None:
        """Somebody has to deal with it again."""
        self.status = Status.OPEN.value
        self.snoozed_until = 0
        self.resolved_at = 0
        self.unread = 1

    def resolve(self, now: Millis, *, by: str) -> None:
        """It is dealt with; whoever did it keeps it if nobody had it."""
        self.status = Status.RESOLVED.value
        self.resolved_at, self.snoozed_until, self.due_at = now, 0, NEVER
        self.unread, self.assignee = 0, self.assignee or by

    def topic_ids(self) -> tuple[int, ...]:
        return msgspec.json.decode(self.topics, type=tuple[int, ...]) if self.topics else ()

    def label_names(self) -> tuple[str, ...]:
        return msgspec.json.decode(self.labels, type=tuple[str, ...]) if self.labels else ()


FIELDS = ThreadRow.__struct_fields__
assert tuple(column.name for column in conversations.columns) == FIELDS


class Loaded(Struct):
    """A row and what was counted and listed of it when it was loaded."""

    row: ThreadRow
    counted: tuple[tallies.Key, ...] = ()
    listed: frozenset[tuple[int, str]] = frozenset()
    new: bool = False


def fresh(row: ThreadRow) -> Loaded:
    """A conversation that is not stored yet."""
    return Loaded(row=row, new=True)


def load(tx: Write, ids: Collection[int]) -> list[Loaded]:
    """The rows with these ids, locked against other hubs, in the order of their ids."""
    if not ids:
        return []
    return load_where(tx, bulk.one_of(tx, conversations.c.id, ids))


def load_where(tx: Write, condition: Any) -> list[Loaded]:
    """The rows that meet a condition, locked against other hubs."""
    found = tx.connection.execute(select(conversations).where(condition).order_by(conversations.c.id).with_for_update())
    return [_loaded(ThreadRow(**dict(zip(FIELDS, row, strict=True)))) for row in found]


def keep(tx: Write, threads: Iterable[Loaded]) -> None:
    """Write the rows back: revision, tallies, topics and news with them."""
    changed = list(threads)
    for thread in changed:
        thread.row.revision += 1
    bulk.insert(tx, conversations, [astuple(thread.row) for thread in changed if thread.new])
    bulk.update(
        tx,
        conversations,
        FIELDS[1:],
        [(*astuple(thread.row)[1:], thread.row.id) for thread in changed if not thread.new],
    )
    _keep_topics(tx, changed)
    tallies.move(tx, [(thread.counted, tallies.keys(thread.row)) for thread in changed])
    tx.changes.conversations.update(thread.row.id for thread in changed)


def _loaded(row: ThreadRow) -> Loaded:
    return Loaded(row=row, counted=tuple(tallies.keys(row)), listed=_listed(row))


def _listed(row: ThreadRow) -> frozenset[tuple[int, str]]:
    lists = (*row.topic_ids(), *marks.lists_of(row.reasons, row.outbox), *label_lists.lists_of(row.labels))
    return frozenset((number, row.status) for number in lists)


def _keep_topics(tx: Write, threads: Sequence[Loaded]) -> None:
    """List the conversations under topic, mark or label, and status, as they are now."""
    now = [(thread.row.id, thread.listed, _listed(thread.row)) for thread in threads]
    stale = [thread_id for thread_id, before, after in now if before - after]
    if stale:
        tx.connection.execute(
            delete(conversation_topics).where(bulk.one_of(tx, conversation_topics.c.conversation_id, stale))
        )
    rows = [
        (topic, status, thread_id)
        for thread_id, before, after in now
        for topic, status in (after if before - after else after - before)
    ]
    bulk.insert(tx, conversation_topics, sorted(rows))
