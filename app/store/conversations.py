"""What is done to conversations: status, assignment, labels, notes, waking. Known by services and hub; knows thread
rows. How they are listed stands in `queue.py`, what a thread shows in `thread_entries.py`.
"""

from collections.abc import Callable, Iterable, Sequence

import msgspec
from msgspec import Struct
from sqlalchemy import select

from app.core.clock import Millis
from app.core.errors import NotFound
from app.core.i18n import _
from app.domain.conversation import Entry, EntryKind, Status
from app.domain.post import ADDRESSED
from app.store import bulk, thread_row
from app.store.queue import card, cards, counts, page
from app.store.tables import NEVER, conversations, identities, notes, posts
from app.store.thread_entries import entries
from app.store.thread_row import ThreadRow
from app.store.transaction import Read, Write

__all__ = [
    "Destination",
    "add_note",
    "assign",
    "card",
    "cards",
    "counts",
    "destination",
    "entries",
    "ids_of_posts",
    "label",
    "label_all",
    "mark_read",
    "page",
    "set_status",
    "wake_snoozed",
]

_ADDRESSED = sorted(kind.value for kind in ADDRESSED)


class Destination(Struct, frozen=True, kw_only=True):
    """Where a reply to this conversation goes: the newest post of theirs that is still there.

    Attributes:
        parent, thread: native ids of that post and of the thread's first post.
        to_handle: who is answered, without @.
    """

    conversation_id: int
    account_id: int
    network: str
    parent: str
    thread: str
    to_handle: str
    language: str
    post_id: int
    at: Millis


def destination(tx: Read, conversation_id: int) -> Destination:
    """The newest post of theirs. Raises NotFound when there is no such conversation or nothing is left to answer."""
    row = tx.connection.execute(
        select(
            conversations.c.account_id,
            conversations.c.root,
            posts.c.id,
            posts.c.network,
            posts.c.native_id,
            posts.c.language,
            posts.c.created_at,
            identities.c.handle,
        )
        .join(posts, posts.c.conversation_id == conversations.c.id)
        .join(identities, identities.c.id == posts.c.identity_id)
        .where(conversations.c.id == conversation_id, posts.c.conversation_id == conversation_id)
        .where(posts.c.conversation_id > 0, posts.c.gone == 0, posts.c.kind.in_(_ADDRESSED))
        .order_by(posts.c.created_at.desc(), posts.c.id.desc())
        .limit(1)
    ).first()
    if row is None:
        raise NotFound(_("There is no post left in this conversation that could be answered."))
    return Destination(
        conversation_id=conversation_id,
        account_id=row.account_id,
        network=row.network,
        parent=row.native_id,
        thread=row.root,
        to_handle=row.handle,
        language=row.language,
        post_id=row.id,
        at=row.created_at,
    )


def ids_of_posts(tx: Read, post_ids: Sequence[int]) -> dict[int, int]:
    """Post id → conversation id, for those posts that belong to one."""
    if not post_ids:
        return {}
    found = tx.connection.execute(
        select(posts.c.id, posts.c.conversation_id).where(bulk.one_of(tx, posts.c.id, post_ids))
    )
    return {row.id: row.conversation_id for row in found if row.conversation_id}


def set_status(
    tx: Write, ids: Sequence[int], status: Status, *, until: Millis = 0, due_at: Millis = 0, by: str
) -> list[int]:
    """Resolve, reopen, let wait, snooze until a moment; returns the ids that changed. `by` takes what nobody had.

    What is reopened and has no deadline any more is due at `due_at`, 0 for never: so a deed is taken back whole.
    """

    def change(row: ThreadRow) -> None:
        if status is Status.RESOLVED:
            row.resolve(row.resolved_at or tx.now, by=by)
            return
        row.status, row.resolved_at = status.value, 0
        row.snoozed_until = until if status is Status.SNOOZED else 0
        if status is Status.PENDING:
            row.due_at = NEVER
        elif status is Status.OPEN and due_at and row.due_at == NEVER:
            row.due_at = due_at

    return _change(tx, ids, change)


def assign(tx: Write, ids: Sequence[int], assignee: str, by: str) -> list[int]:
    """Give conversations to somebody, or back to the queue with an empty name; returns the ids that changed."""

    def change(row: ThreadRow) -> None:
        row.assignee = assignee
        if assignee and assignee != by:
            row.unread = 1

    return _change(tx, ids, change)


def mark_read(tx: Write, conversation_id: int) -> None:
    """Somebody has looked at it."""

    def change(row: ThreadRow) -> None:
        row.unread = 0

    _change(tx, [conversation_id], change)


def label(tx: Write, conversation_id: int, labels: Sequence[str]) -> None:
    """Replace the labels; double ones count once, their order stays."""
    label_all(tx, [conversation_id], labels)


def label_all(tx: Write, ids: Sequence[int], labels: Sequence[str]) -> list[int]:
    """Replace the labels of several by the same ones; returns the ids that changed."""
    packed = msgspec.json.encode(list(dict.fromkeys(labels))).decode() if labels else ""

    def change(row: ThreadRow) -> None:
        row.labels = packed

    return _change(tx, ids, change)


def add_note(tx: Write, conversation_id: int, text: str, by: str) -> Entry:
    """A private note; it never leaves the house."""
    note_id = tx.ids.next()
    _change(tx, [conversation_id], lambda _row: None, always=True)
    bulk.insert(tx, notes, [(note_id, conversation_id, tx.now, by, text)])
    return Entry(kind=EntryKind.NOTE, id=note_id, at=tx.now, text=text, by=by)


def wake_snoozed(tx: Write, now: Millis) -> list[int]:
    """Reopen what was to sleep until now; returns the ids."""
    asleep = thread_row.load_where(tx, (conversations.c.snoozed_until > 0) & (conversations.c.snoozed_until <= now))
    for thread in asleep:
        thread.row.reopen()
    thread_row.keep(tx, asleep)
    return [thread.row.id for thread in asleep]


def _change(tx: Write, ids: Iterable[int], change: Callable[[ThreadRow], None], *, always: bool = False) -> list[int]:
    """Change rows and keep those that are different now; NotFound, and nothing done, if one does not exist."""
    wanted = set(ids)
    threads = thread_row.load(tx, wanted)
    if len(threads) < len(wanted):
        raise NotFound(_("This conversation does not exist any more."), hint=_("Load the list again."))
    changed = []
    for thread in threads:
        before = msgspec.structs.asdict(thread.row)
        change(thread.row)
        if always or msgspec.structs.asdict(thread.row) != before:
            changed.append(thread)
    thread_row.keep(tx, changed)
    return [thread.row.id for thread in changed]
