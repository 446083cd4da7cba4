"""What a conversation's thread shows: posts, own replies, replies on their way, notes and events, in the order of time.
Known by `conversations`; knows tables.

Events are acts on the conversation, and on its replies: those are kept under the reply's own number.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Row, Select, Text, cast, literal, select, tuple_

from app.core.clock import Millis
from app.domain import automatic
from app.domain.conversation import Entry, EntryKind
from app.domain.picture import warnings_of
from app.domain.post import PostKind
from app.domain.reply import OutboxState
from app.domain.understanding import Sentiment
from app.store import keyset, meaning, redirects
from app.store.arrival import numbers
from app.store.tables import Big, audit, context_posts, identities, notes, outbox, posts
from app.store.transaction import Read

_Key = tuple[int, int, int]
"""(moment, rank of the kind, id): one order over all kinds."""

_SHOWN_OUTBOX = [state.value for state in OutboxState if state not in (OutboxState.SENT, OutboxState.CANCELLED)]
_SHOWN_ITSELF = ("reply.queued", "reply.sent")
"""Acts that need no line: the reply stands in the thread."""
_ASIDE = (PostKind.HEARD.value, PostKind.CONTEXT.value)


def entries(tx: Read, conversation_id: int, *, before: str = "", limit: int = 60) -> tuple[list[Entry], str]:
    """The newest entries (before a cursor), newest last, and the cursor of those before them, empty at the start."""
    bound: _Key | None = tuple(keyset.read(before, tuple[int, int, int])) if before else None
    found: list[tuple[_Key, Entry]] = []
    merged = redirects.merged_into(tx, conversation_id)
    for rank, (query, at, row_id, make) in enumerate(_sources(conversation_id, merged)):
        wanted = query.where(at <= bound[0], _earlier(at, rank, row_id, bound)) if bound else query
        rows = tx.connection.execute(wanted.order_by(at.desc(), row_id.desc()).limit(limit + 1))
        found += [((entry.at, rank, entry.id), entry) for entry in map(make, rows)]
    found.sort(key=lambda pair: pair[0])
    shown = found[-limit:]
    older = keyset.write(*shown[0][0]) if len(found) > limit else ""
    return _with_writers(tx, conversation_id, [entry for _, entry in shown]), older


def _with_writers(tx: Read, conversation_id: int, shown: list[Entry]) -> list[Entry]:
    """Who in the house wrote each reply of ours; empty for those that were not sent from here."""
    ours = [entry.native_id for entry in shown if entry.mine and entry.native_id]
    if not ours:
        return shown
    rows = tx.connection.execute(
        select(outbox.c.native_id, outbox.c.author).where(
            outbox.c.conversation_id == conversation_id, outbox.c.native_id.in_(ours)
        )
    )
    writers = {row.native_id: row.author for row in rows}
    return [
        msgspec.structs.replace(entry, by=writers[entry.native_id])
        if entry.mine and entry.native_id in writers
        else entry
        for entry in shown
    ]


def _sources(
    conversation_id: int, merged: Sequence[int]
) -> list[tuple[Select[Any], ColumnElement[Millis], ColumnElement[int], Callable[[Row[Any]], Entry]]]:
    return [
        (_posts(posts.c.conversation_id == conversation_id, posts.c.conversation_id > 0), *_keys(posts), _post),
        (_posts(_in_context(conversation_id)), *_keys(posts), _post),
        (_event_query((conversation_id, *merged)), audit.c.at, audit.c.id, _event),
        (select(notes).where(notes.c.conversation_id == conversation_id), notes.c.at, notes.c.id, _note),
        (
            select(outbox).where(outbox.c.conversation_id == conversation_id, outbox.c.state.in_(_SHOWN_OUTBOX)),
            *_keys(outbox),
            _sending,
        ),
        (_reply_events(conversation_id), audit.c.at, audit.c.id, _event),
    ]


def _keys(table: Any) -> tuple[ColumnElement[Millis], ColumnElement[int]]:
    return table.c.created_at, table.c.id


def _earlier(at: Any, rank: int, row_id: Any, bound: _Key) -> ColumnElement[bool]:
    there = tuple_(*(literal(value, Big) for value in bound))
    return tuple_(at, literal(rank, Big), row_id) < there


def _posts(*conditions: ColumnElement[bool]) -> Select[Any]:
    return (
        select(posts, identities.c.handle, identities.c.name)
        .join(identities, identities.c.id == posts.c.identity_id)
        .where(*conditions)
    )


def _in_context(conversation_id: int) -> ColumnElement[bool]:
    listed = select(context_posts.c.post_id).where(context_posts.c.conversation_id == conversation_id)
    return posts.c.id.in_(listed) & (posts.c.conversation_id != conversation_id)


def _event_query(ids: Iterable[int]) -> Select[Any]:
    return select(audit).where(audit.c.subject.in_([f"conversation:{number}" for number in ids]))


def _reply_events(conversation_id: int) -> Select[Any]:
    replies = select(literal("outbox:") + cast(outbox.c.id, Text)).where(outbox.c.conversation_id == conversation_id)
    return select(audit).where(audit.c.subject.in_(replies), audit.c.verb.not_in(_SHOWN_ITSELF))


def _post(row: Row[Any]) -> Entry:
    own = row.kind == PostKind.OWN
    labels = meaning.unpack_labels(row.labels) if row.kind == PostKind.HEARD else ()
    kind = automatic.about(labels)
    return Entry(
        kind=EntryKind.OWN if own else EntryKind.POST,
        id=row.id,
        at=row.created_at,
        text=row.text,
        name=row.name,
        handle=row.handle,
        native_id=row.native_id,
        url=row.url,
        language=row.language,
        sentiment=Sentiment(row.sentiment),
        score=row.score,
        media=meaning.unpack_media(row.media),
        edited=row.edited_at > 0,
        gone=bool(row.gone),
        mine=own,
        warnings=warnings_of(meaning.reasons_of(row.meaning)) if row.media else (),
        aside=row.kind in _ASIDE,
        direct=row.kind == PostKind.DIRECT,
        topics=numbers(row.topics),
        objections=meaning.objections_of(row.meaning),
        automatic=kind,
        about=row.parent if kind else "",
        code=automatic.code(labels) if kind else "",
    )


def _event(row: Row[Any]) -> Entry:
    return Entry(kind=EntryKind.EVENT, id=row.id, at=row.at, text=row.verb, name=row.after, by=row.who)


def _note(row: Row[Any]) -> Entry:
    return Entry(kind=EntryKind.NOTE, id=row.id, at=row.at, text=row.text, by=row.by)


def _sending(row: Row[Any]) -> Entry:
    return Entry(
        kind=EntryKind.SENDING,
        id=row.id,
        at=row.created_at,
        text=row.text,
        handle=row.handle,
        by=row.author,
        outbox=OutboxState(row.state),
        error=row.error,
        next_look=row.next_look,
        leaves_at=row.not_before if row.state == OutboxState.WAITING.value else 0,
        mine=True,
    )
