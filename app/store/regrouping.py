"""Conversations merged into one, split in two, and both taken back. Known by services; knows redirects, belongings and
thread rows.

A merge moves what belongs to one conversation into another; the id of the first leads to the second from then on, and
so do later posts of its thread. What it takes to undo is kept with the deed, so that it can be undone days later: what
came meanwhile goes where its thread belongs.
"""

from enum import StrEnum

import msgspec
from msgspec import Struct
from sqlalchemy import delete, select, update

from app.core.errors import BadInput, Conflict, NotFound
from app.core.i18n import _
from app.domain.conversation import Status
from app.store import belongings, bulk, marks, redirects, tallies, thread_row
from app.store.belongings import Belongings
from app.store.redirects import Key
from app.store.tables import NEVER, conversation_topics, conversations, posts, regroupings
from app.store.thread_row import Loaded, ThreadRow
from app.store.transaction import Read, Write


class Kind(StrEnum):
    MERGE = "merge"
    SPLIT = "split"


class Regrouping(Struct, frozen=True, kw_only=True):
    """One merge or split: `other` went into `kept`, or came out of it."""

    id: int
    kind: Kind
    kept: int
    other: int


class _Memory(Struct, frozen=True, kw_only=True):
    """What it takes to undo.

    Attributes:
        other: the row that was merged away, None for a split.
        before, after: the tended fields of the kept row, before and after the deed.
        routes, redirects: what led to the other one before.
    """

    before: dict[str, str | int]
    after: dict[str, str | int]
    moved: Belongings
    other: ThreadRow | None = None
    routes: tuple[Key, ...] = ()
    redirects: tuple[int, ...] = ()


_TENDED = ("status", "assignee", "due_at", "snoozed_until", "resolved_at", "priority", "reasons", "unread", "labels")
_RANK = {Status.OPEN.value: 0, Status.PENDING.value: 1, Status.SNOOZED.value: 2, Status.RESOLVED.value: 3}


def merge(tx: Write, source: int, into: int, *, by: str) -> Regrouping:
    """Let one conversation become part of another. Conflict when they are not of one account and one person or thread;
    NotFound when there is no such conversation."""
    kept, other = _pair(tx, into, source)
    _refuse_strangers(kept.row, other.row)
    memory = _Memory(
        before=_tended(kept.row),
        after={},
        moved=belongings.of(tx, source),
        other=msgspec.structs.replace(other.row),
        routes=tuple(redirects.routes_to(tx, source)),
        redirects=tuple(redirects.merged_into(tx, source)),
    )
    _absorb(tx, kept, other, memory.moved)
    return _remember(tx, Kind.MERGE, kept, source, by=by, memory=memory)


def split(tx: Write, conversation_id: int, post_id: int, *, by: str) -> Regrouping:
    """Let a post of theirs and everything after it become a conversation of its own; what comes later in the thread
    goes there. BadInput when nothing of theirs would be left before it."""
    (kept,) = _loaded(tx, [conversation_id])
    post = tx.connection.execute(
        select(posts).where(posts.c.id == post_id, posts.c.conversation_id == conversation_id)
    ).first()
    if post is None or post.kind not in belongings.THEIRS:
        raise BadInput(_("A conversation is split at a post of the person. Choose one."))
    moved = belongings.from_post_on(tx, conversation_id, post.created_at, post_id)
    if not belongings.has_theirs(tx, conversation_id, without=moved.posts):
        raise BadInput(_("This is where the conversation begins. Choose a later post to split it."))
    before = _tended(kept.row)
    made = _made(tx, kept.row, post.thread, post.native_id)
    belongings.move(tx, moved, conversation_id, made.row.id)
    redirects.unroute(tx, [_key(made.row)])
    _lead_on(tx, _thread_key(kept.row, post.thread or kept.row.root), kept.row, made.row)
    kept, made = _pair(tx, conversation_id, made.row.id)
    for thread in (kept, made):
        belongings.restate(tx, thread.row)
    if kept.row.status == Status.OPEN and kept.row.answered_at >= kept.row.post_at:
        kept.row.status, kept.row.due_at = Status.PENDING.value, NEVER
    thread_row.keep(tx, [kept, made])
    memory = _Memory(before=before, after={}, moved=moved)
    return _remember(tx, Kind.SPLIT, kept, made.row.id, by=by, memory=memory)


def undo(tx: Write, regrouping_id: int) -> Regrouping:
    """Take a merge or split back. Conflict when that was done, or when later ones build on it."""
    row = tx.connection.execute(select(regroupings).where(regroupings.c.id == regrouping_id).with_for_update()).first()
    if row is None:
        raise NotFound(_("This cannot be taken back any more."))
    if row.undone_at:
        raise Conflict(_("This was taken back already."))
    done = Regrouping(id=row.id, kind=Kind(row.kind), kept=row.kept, other=row.other)
    memory = msgspec.json.decode(row.memory, type=_Memory)
    if done.kind is Kind.MERGE:
        _take_apart(tx, done, memory)
    else:
        _put_together(tx, done, memory)
    tx.connection.execute(update(regroupings).where(regroupings.c.id == row.id).values(undone_at=tx.now))
    return done


def _absorb(tx: Write, kept: Loaded, other: Loaded, moved: Belongings) -> None:
    """Move everything, then let the emptied row go; whatever led to it leads to the other one."""
    source, into = other.row.id, kept.row.id
    belongings.move(tx, moved, source, into)
    redirects.reroute(tx, source, into)
    _lead_home(tx, kept.row)
    if not redirects.routes_of(tx, [_key(other.row)]):
        redirects.route(tx, [_key(other.row)], into)
    redirects.lead(tx, [source], into)
    tx.connection.execute(delete(conversation_topics).where(conversation_topics.c.conversation_id == source))
    tx.connection.execute(delete(conversations).where(conversations.c.id == source))
    tallies.move(tx, [(other.counted, ())])
    _join(kept.row, other.row)
    belongings.restate(tx, kept.row)
    thread_row.keep(tx, [kept])
    tx.changes.conversations.add(source)


def _join(row: ThreadRow, other: ThreadRow) -> None:
    """What somebody tended of both: the more pressing word counts."""
    if _RANK[other.status] < _RANK[row.status]:
        row.status, row.snoozed_until, row.resolved_at = other.status, other.snoozed_until, other.resolved_at
    elif row.status == other.status == Status.SNOOZED:
        row.snoozed_until = min(row.snoozed_until, other.snoozed_until)
    if row.status == Status.OPEN:
        row.due_at = min(one.due_at for one in (row, other) if one.status == Status.OPEN)
    if other.priority > row.priority:
        row.priority, row.reasons = other.priority, marks.renew(row.reasons, other.reasons)
    row.assignee = row.assignee or other.assignee
    row.unread = max(row.unread, other.unread)
    row.labels = _both(row.labels, other.labels)


def _take_apart(tx: Write, done: Regrouping, memory: _Memory) -> None:
    """Give the merged conversation its row, its posts and its thread back."""
    assert memory.other is not None
    _refuse_later(tx, done, memory.other)
    (kept,) = _loaded(tx, [done.kept])
    redirects.forget(tx, [done.other])
    redirects.unroute(tx, [_key(memory.other)])
    again = thread_row.fresh(memory.other)
    again.row.revision = max(again.row.revision, kept.row.revision)
    thread_row.keep(tx, [again])
    belongings.move(tx, memory.moved, done.kept, done.other)
    belongings.move(tx, belongings.came_since(tx, memory.other, done.kept, done.id), done.kept, done.other)
    if not (belongings.has_any(tx, done.kept) and belongings.has_any(tx, done.other)):
        raise _again_since()
    redirects.lead(tx, memory.redirects, done.other)
    redirects.route(tx, memory.routes, done.other)
    kept, again = _pair(tx, done.kept, done.other)
    seen = again.row.post_id
    for thread in (kept, again):
        belongings.restate(tx, thread.row)
    if again.row.post_id > seen > 0 and again.row.post_at > again.row.answered_at:
        again.row.reopen()
    _restore(kept.row, memory)
    thread_row.keep(tx, [kept, again])


def _put_together(tx: Write, done: Regrouping, memory: _Memory) -> None:
    """Let what was split off be part of the conversation again."""
    _refuse_later(tx, done, None)
    kept, other = _pair(tx, done.kept, done.other)
    _absorb(tx, kept, other, belongings.of(tx, done.other))
    (kept,) = _loaded(tx, [done.kept])
    _restore(kept.row, memory)
    thread_row.keep(tx, [kept])


def _remember(tx: Write, kind: Kind, kept: Loaded, other: int, *, by: str, memory: _Memory) -> Regrouping:
    done = Regrouping(id=tx.ids.next(), kind=kind, kept=kept.row.id, other=other)
    whole = msgspec.structs.replace(memory, after=_tended(kept.row))
    text = msgspec.json.encode(whole).decode()
    bulk.insert(tx, regroupings, [(done.id, kind.value, tx.now, by, done.kept, other, text, 0)])
    return done


def _restore(row: ThreadRow, memory: _Memory) -> None:
    """Give the tended fields back as they were, unless somebody tended the conversation since."""
    if _tended(row) == memory.after:
        for name, value in memory.before.items():
            setattr(row, name, value)


def _made(tx: Write, row: ThreadRow, thread: str, native_id: str) -> Loaded:
    """A stored conversation for a part of another: of its own thread where it has one, else of its first post."""
    roots = [root for root in (thread, native_id) if root and root != row.root]
    taken = select(conversations.c.root).where(
        conversations.c.account_id == row.account_id,
        conversations.c.person_id == row.person_id,
        conversations.c.root.in_(roots),
    )
    held = set(tx.connection.execute(taken).scalars())
    free = [root for root in roots if root not in held]
    if not free:
        raise Conflict(_("This post opened a conversation of its own already."))
    made = msgspec.structs.replace(row, id=tx.ids.next(), root=free[0], revision=0, text="", topics="", outbox="")
    if made.status == Status.RESOLVED:
        made.reopen()
    stored = thread_row.fresh(made)
    thread_row.keep(tx, [stored])
    return stored


def _lead_on(tx: Write, key: Key, row: ThreadRow, made: ThreadRow) -> None:
    """What comes later in the thread goes to its newer part, unless it goes to a third conversation already."""
    goes_to = redirects.routes_of(tx, [key]).get(key, row.id)
    if key != _key(made) and goes_to == row.id:
        redirects.route(tx, [key], made.id)


def _lead_home(tx: Write, row: ThreadRow) -> None:
    """A thread that leads to its own conversation needs no word of it."""
    if redirects.routes_of(tx, [_key(row)]).get(_key(row)) == row.id:
        redirects.unroute(tx, [_key(row)])


def _refuse_later(tx: Read, done: Regrouping, row: ThreadRow | None) -> None:
    """Raises Conflict when other merges or splits build on this one."""
    account_id, root, person_id = _key(row) if row is not None else (0, "", 0)
    held = select(conversations.c.id).where(
        conversations.c.account_id == account_id, conversations.c.root == root, conversations.c.person_id == person_id
    )
    expected = done.kept if done.kind is Kind.MERGE else done.other
    if redirects.resolve(tx, done.other) != expected or tx.connection.execute(held).first() is not None:
        raise _again_since()


def _again_since() -> Conflict:
    return Conflict(_("These conversations were merged or split again since. Take that back first."))


def _refuse_strangers(row: ThreadRow, other: ThreadRow) -> None:
    if row.id == other.id:
        raise BadInput(_("These are one conversation already."))
    if (row.account_id, row.network) != (other.account_id, other.network):
        raise Conflict(
            _("These conversations belong to different accounts: a reply would leave in another brand's name."),
            hint=_("Merge those of one account."),
        )
    if row.person_id != other.person_id and row.root != other.root:
        raise Conflict(
            _("These conversations are neither with one person nor of one thread."),
            hint=_("Merge those of one person."),
        )


def _pair(tx: Write, first: int, second: int) -> tuple[Loaded, Loaded]:
    by_id = {thread.row.id: thread for thread in _loaded(tx, [first, second])}
    return by_id[first], by_id[second]


def _loaded(tx: Write, ids: list[int]) -> list[Loaded]:
    found = thread_row.load(tx, ids)
    if len(found) < len(set(ids)):
        raise NotFound(_("This conversation does not exist any more."), hint=_("Load the list again."))
    return found


def _tended(row: ThreadRow) -> dict[str, str | int]:
    return {name: getattr(row, name) for name in _TENDED}


def _both(labels: str, others: str) -> str:
    read = [msgspec.json.decode(text, type=list[str]) for text in (labels, others) if text]
    joined = list(dict.fromkeys(word for words in read for word in words))
    return msgspec.json.encode(joined).decode() if joined else ""


def _key(row: ThreadRow) -> Key:
    return row.account_id, row.root, row.person_id


def _thread_key(row: ThreadRow, root: str) -> Key:
    return row.account_id, root, row.person_id
