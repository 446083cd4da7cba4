"""Puts a published reply of ours into its thread, once. Known by `outbox`; knows tables."""

from sqlalchemy import delete, select, update

from app.domain.heard import Public
from app.domain.post import PostKind
from app.domain.reply import OutboxItem
from app.domain.understanding import Sentiment, Understanding
from app.store import bulk, meaning, tallies
from app.store.tables import identities, people, posts
from app.store.transaction import Write

_UNNAMED = "outbox:"
"""Begins the native id of a post of ours whose own one the network did not tell."""


def publish(tx: Write, item: OutboxItem) -> None:
    """Our post, unless the network was faster to deliver it."""
    # A network that gives no id to what we publish cannot deliver it again either.
    native_id = item.native_id or f"{_UNNAMED}{item.id}"
    known = tx.connection.execute(
        select(posts.c.id).where(posts.c.network == item.network, posts.c.native_id == native_id)
    ).scalar()
    if known is not None:
        tx.connection.execute(
            update(posts)
            .where(posts.c.id == known)
            .values(kind=PostKind.OWN.value, conversation_id=item.conversation_id)
        )
        tx.changes.edited.add(int(known))
        return
    row = _row(tx, item, native_id)
    bulk.insert(tx, posts, [row])
    tallies.bump(tx, tallies.POSTS, 1)
    tx.changes.posts.append(row[0])


def give_way(tx: Write, conversation_id: int, text: str) -> None:
    """The network delivers a post of ours: what we kept of it without knowing its id makes room."""
    kept = tx.connection.execute(
        select(posts.c.id).where(
            posts.c.conversation_id == conversation_id,
            posts.c.conversation_id > 0,
            posts.c.kind == PostKind.OWN.value,
            posts.c.native_id.startswith(_UNNAMED),
            posts.c.text == text,
        )
    ).scalar()
    if kept is not None:
        tx.connection.execute(delete(posts).where(posts.c.id == kept))
        tallies.bump(tx, tallies.POSTS, -1)
        tx.changes.deleted.add(int(kept))


def _row(tx: Write, item: OutboxItem, native_id: str) -> tuple[int, *tuple[object, ...]]:
    """Our post in the order of the table's columns; nobody has judged it."""
    return (
        tx.ids.next(),
        item.network,
        native_id,
        PostKind.OWN.value,
        item.account_id,
        _own_identity(tx, item),
        item.conversation_id,
        item.text,
        item.url,
        item.thread,
        item.parent,
        "und",
        "",
        Sentiment.NEUTRAL.value,
        0.0,
        0,
        Public.HELD.value,
        "",
        item.sent_at,
        0,
        0,
        "",
        meaning.pack(Understanding()),
        "",
        "",
        0,
    )


def _own_identity(tx: Write, item: OutboxItem) -> int:
    """The identity our account speaks with; made up from its handle until the network tells more."""
    known = tx.connection.execute(
        select(identities.c.id).where(
            identities.c.network == item.network, identities.c.native_id == f"account:{item.account_id}"
        )
    ).scalar()
    if known is not None:
        return int(known)
    made = tx.ids.next()
    bulk.insert(tx, people, [(made, item.handle, tx.now)])
    bulk.insert(tx, identities, [(made, made, item.network, f"account:{item.account_id}", item.handle, "", 0, "")])
    return made
