"""Puts a published reply of ours into its thread, once. Known by `outbox`; knows tables."""

from sqlalchemy import select, update

from app.domain.heard import Public
from app.domain.post import PostKind
from app.domain.reply import OutboxItem
from app.domain.understanding import Sentiment, Understanding
from app.store import bulk, meaning
from app.store.tables import identities, people, posts
from app.store.transaction import Write


def publish(tx: Write, item: OutboxItem) -> None:
    """Our post, unless the network was faster to deliver it."""
    # A network that gives no id to what we publish cannot deliver it again either.
    native_id = item.native_id or f"outbox:{item.id}"
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
    post_id = tx.ids.next()
    row = (
        post_id,
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
    )
    bulk.insert(tx, posts, [row])
    tx.changes.posts.append(post_id)


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
