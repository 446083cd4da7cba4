"""Finds the reply of ours that a report is about. Known by services; knows tables.

A reply is found through its public post: that way both questions go through an index.
"""

from sqlalchemy import and_, select

from app.domain.reply import OutboxItem
from app.store import outbox
from app.store.tables import outbox as replies
from app.store.tables import posts
from app.store.transaction import Read


def reply_of(tx: Read, network: str, native_id: str) -> OutboxItem | None:
    """The reply that was published under this id; None when it did not go out from here."""
    known = posts.c.network == network, posts.c.native_id == native_id
    where = tx.connection.execute(select(posts.c.conversation_id).where(*known)).scalar()
    if not where:
        return None
    found = outbox.items(tx, and_(replies.c.conversation_id == where, replies.c.native_id == native_id))
    return found[-1] if found else None


def post_id(tx: Read, network: str, native_id: str) -> int:
    """Our number of a post; 0 for one that is not stored."""
    found = select(posts.c.id).where(posts.c.network == network, posts.c.native_id == native_id)
    return int(tx.connection.execute(found).scalar() or 0)
