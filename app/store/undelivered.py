"""Finds the reply of ours that a report is about. Known by services; knows tables.

A reply is found through its public post: that way both questions go through an index.
"""

from sqlalchemy import and_, select

from app.core.ids import first_id_at
from app.domain.mark import UNDELIVERED
from app.domain.reply import OutboxItem, OutboxState
from app.store import marks, outbox, redirects, thread_row
from app.store.tables import outbox as replies
from app.store.tables import posts
from app.store.transaction import Read, Write


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


def mark(tx: Write, reply: OutboxItem, report: int) -> None:
    """Mark the reply's conversation, unless we have said something there since.

    `report` is our number of the post that reports it: it tells when we heard of it, however often it is delivered.
    """
    later = and_(
        replies.c.conversation_id == reply.conversation_id,
        replies.c.id > reply.id,
        replies.c.state == OutboxState.SENT.value,
    )
    if outbox.items(tx, later):
        return
    threads = thread_row.load(tx, [redirects.resolve(tx, reply.conversation_id)])
    for thread in threads:
        if report >= first_id_at(thread.row.answered_at):
            thread.row.reasons = marks.add(thread.row.reasons, UNDELIVERED)
    thread_row.keep(tx, threads)
