"""What belongs to a conversation, moved to another one, and what its posts say about it. Known by `regrouping`; knows
tables and thread rows."""

from collections.abc import Collection, Iterable
from typing import Any

from msgspec import Struct
from sqlalchemy import ColumnElement, Table, delete, exists, func, select, update

from app.core.clock import Millis
from app.domain.post import ADDRESSED, PostKind
from app.domain.reply import OutboxState, most_telling
from app.store import bulk
from app.store.arrival import listed, numbers
from app.store.tables import attachments, context_posts, draft_history, drafts, identities, notes, outbox, posts
from app.store.thread_row import TEXT_LENGTH, ThreadRow
from app.store.transaction import Read, Write

THEIRS = sorted(kind.value for kind in ADDRESSED)
_AT_REST = (OutboxState.SENT.value, OutboxState.CANCELLED.value)
_LISTED: tuple[Table, ...] = (posts, notes, outbox, draft_history, attachments)


class Belongings(Struct, frozen=True, kw_only=True):
    """Ids of rows that belong to one conversation; of drafts their kinds."""

    posts: tuple[int, ...] = ()
    notes: tuple[int, ...] = ()
    outbox: tuple[int, ...] = ()
    draft_history: tuple[int, ...] = ()
    attachments: tuple[int, ...] = ()
    context: tuple[int, ...] = ()
    drafts: tuple[str, ...] = ()


def of(tx: Read, conversation_id: int) -> Belongings:
    """Everything that belongs to a conversation."""
    ids = {table.name: tuple(_ids(tx, table, table.c.conversation_id == conversation_id)) for table in _LISTED}
    context = select(context_posts.c.post_id).where(context_posts.c.conversation_id == conversation_id)
    kinds = select(drafts.c.kind).where(drafts.c.conversation_id == conversation_id)
    return Belongings(
        **ids,
        context=tuple(tx.connection.execute(context).scalars()),
        drafts=tuple(tx.connection.execute(kinds).scalars()),
    )


def from_post_on(tx: Read, conversation_id: int, at: Millis, post_id: int) -> Belongings:
    """What was said in a conversation from a post on, noted since, and is being answered to it."""
    later = (posts.c.created_at > at) | ((posts.c.created_at == at) & (posts.c.id >= post_id))
    said = _ids(tx, posts, (posts.c.conversation_id == conversation_id) & (posts.c.conversation_id > 0) & later)
    names = select(posts.c.native_id).where(bulk.one_of(tx, posts.c.id, said))
    replies = (outbox.c.conversation_id == conversation_id) & outbox.c.parent.in_(names)
    written = (drafts.c.conversation_id == conversation_id) & drafts.c.parent.in_(names)
    sent, kinds = (
        _ids(tx, outbox, replies),
        tuple(tx.connection.execute(select(drafts.c.kind).where(written)).scalars()),
    )
    return Belongings(
        posts=tuple(said),
        notes=tuple(_ids(tx, notes, (notes.c.conversation_id == conversation_id) & (notes.c.at >= at))),
        outbox=tuple(sent),
        attachments=_pictures(tx, conversation_id, [*sent, *([0] if "reply" in kinds else [])]),
        drafts=kinds,
    )


def came_since(tx: Read, row: ThreadRow, conversation_id: int, after_id: int) -> Belongings:
    """What came to a conversation after this id although it is said in the thread of `row`, by its person or to him."""
    said = (posts.c.conversation_id == conversation_id) & (posts.c.thread == row.root) & (posts.c.id > after_id)
    his = posts.c.identity_id.in_(select(identities.c.id).where(identities.c.person_id == row.person_id))
    theirs = _ids(tx, posts, said & his & posts.c.kind.in_(THEIRS))
    answered = posts.c.parent.in_(select(posts.c.native_id).where(bulk.one_of(tx, posts.c.id, theirs)))
    ours = _ids(tx, posts, said & answered & (posts.c.kind == PostKind.OWN.value))
    names = select(posts.c.native_id).where(bulk.one_of(tx, posts.c.id, theirs))
    replies = (outbox.c.conversation_id == conversation_id) & outbox.c.parent.in_(names)
    sent = _ids(tx, outbox, replies)
    return Belongings(posts=(*theirs, *ours), outbox=tuple(sent), attachments=_pictures(tx, conversation_id, sent))


def move(tx: Write, what: Belongings, before: int, after: int) -> None:
    """Let all of this that is still there belong to another conversation; no draft is lost."""
    for table in _LISTED:
        ids: tuple[int, ...] = getattr(what, table.name)
        if ids:
            here = (table.c.conversation_id == before) & bulk.one_of(tx, table.c.id, ids)
            tx.connection.execute(update(table).where(here).values(conversation_id=after))
    _move_context(tx, what.context, before, after)
    _move_drafts(tx, what.drafts, before, after)
    tx.changes.outbox.update(what.outbox)
    tx.changes.edited.update(what.posts)
    tx.changes.drafts.update((before, after))


def restate(tx: Read, row: ThreadRow) -> None:
    """Let a row say what its posts say: the newest of theirs, when who spoke, topics, the reply on its way."""
    said = tx.connection.execute(_said(row.id, func.min, func.max)).one()
    row.opened_at, row.last_at = said.first or row.opened_at, said.last or row.last_at
    row.answered_at, row.first_answered_at = said.answered or 0, said.first_answered or 0
    theirs = _of_theirs(row.id)
    shown = tx.connection.execute(theirs.order_by(posts.c.created_at.desc(), posts.c.id.desc()).limit(1)).first()
    if shown is None:
        row.text, row.post_at, row.post_id = "", 0, 0
    else:
        row.text, row.language, row.sentiment = shown.text[:TEXT_LENGTH], shown.language, shown.sentiment
        row.score, row.reach, row.post_at, row.post_id = shown.score, shown.reach, shown.created_at, shown.id
        row.identity_id = shown.identity_id
    row.topics = listed(topics_of(tx, row.id))
    row.outbox = _newest_moving(tx, row.id)


def topics_of(tx: Read, conversation_id: int) -> tuple[int, ...]:
    """The topics of their posts in a conversation, ascending."""
    theirs = _of_theirs(conversation_id).with_only_columns(posts.c.topics).distinct()
    return tuple(sorted({topic for one in tx.connection.execute(theirs).scalars() for topic in numbers(one)}))


def has_any(tx: Read, conversation_id: int) -> bool:
    """Whether any post belongs to a conversation, be it empty by now."""
    here = (posts.c.conversation_id == conversation_id) & (posts.c.conversation_id > 0)
    return bool(tx.connection.execute(select(exists(select(posts.c.id).where(here)))).scalar())


def has_theirs(tx: Read, conversation_id: int, *, without: Collection[int]) -> bool:
    """Whether a post of theirs is left beside these."""
    left = _of_theirs(conversation_id).where(~bulk.one_of(tx, posts.c.id, without))
    return bool(tx.connection.execute(select(exists(left.with_only_columns(posts.c.id)))).scalar())


def _said(conversation_id: int, least: Any, most: Any) -> Any:
    own = posts.c.kind == PostKind.OWN.value
    at = posts.c.created_at
    return select(
        least(at).filter(~own).label("first"),
        most(at).label("last"),
        most(at).filter(own).label("answered"),
        least(at).filter(own).label("first_answered"),
    ).where(posts.c.conversation_id == conversation_id, posts.c.conversation_id > 0)


def _of_theirs(conversation_id: int) -> Any:
    return select(posts).where(
        posts.c.conversation_id == conversation_id,
        posts.c.conversation_id > 0,
        posts.c.gone == 0,
        posts.c.kind.in_(THEIRS),
    )


def _ids(tx: Read, table: Table, condition: ColumnElement[bool]) -> list[int]:
    if table is posts:
        condition = condition & (posts.c.conversation_id > 0)
    return list(tx.connection.execute(select(table.c.id).where(condition).order_by(table.c.id)).scalars())


def _pictures(tx: Read, conversation_id: int, outbox_ids: list[int]) -> tuple[int, ...]:
    """Pictures of these replies; 0 stands for the one that is being written."""
    here = attachments.c.conversation_id == conversation_id
    return tuple(_ids(tx, attachments, here & bulk.one_of(tx, attachments.c.outbox_id, outbox_ids)))


def _newest_moving(tx: Read, conversation_id: int) -> str:
    moving = select(outbox.c.state).where(outbox.c.conversation_id == conversation_id, outbox.c.state.not_in(_AT_REST))
    return most_telling(tx.connection.execute(moving.order_by(outbox.c.id)).scalars())


def _move_context(tx: Write, post_ids: Iterable[int], before: int, after: int) -> None:
    rows = [(after, number) for number in sorted(post_ids)]
    bulk.insert(tx, context_posts, rows, ignore=True)
    if rows:
        here = context_posts.c.conversation_id == before
        tx.connection.execute(
            delete(context_posts).where(here, bulk.one_of(tx, context_posts.c.post_id, [one for _, one in rows]))
        )


def _move_drafts(tx: Write, kinds: Iterable[str], before: int, after: int) -> None:
    """A draft moves; where there is one of its kind already, both texts stay: the newer one, and one in history."""
    for kind in kinds:
        of_kind = drafts.c.kind == kind
        two = select(drafts).where(of_kind, drafts.c.conversation_id.in_((before, after)))
        rows = tx.connection.execute(two.order_by(drafts.c.updated_at)).all()
        if not any(row.conversation_id == before for row in rows):
            continue
        newest = bulk.values_of(rows[-1]) | {"conversation_id": after}
        for row in rows[:-1]:
            aside = (tx.ids.next(), after, kind, row.text, row.author, tx.now)
            bulk.insert(tx, draft_history, [aside])
        newest["revision"] = max(row.revision for row in rows) + 1
        tx.connection.execute(delete(drafts).where(of_kind, drafts.c.conversation_id == before))
        bulk.put(tx, drafts, tuple(newest[column.name] for column in drafts.columns))
