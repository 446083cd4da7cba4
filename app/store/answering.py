"""How fast we answer. Known by hub; knows tables."""

from sqlalchemy import select

from app.core.clock import MINUTE, Millis
from app.store.tables import conversations
from app.store.transaction import Read

_MOST = 10_000


def first_reply_minutes(tx: Read, *, since: Millis) -> list[float]:
    """Minutes from a conversation's opening to our first reply, of those that got it since then; newest first."""
    first = conversations.c.first_answered_at
    rows = tx.connection.execute(
        select(first, conversations.c.opened_at).where(first > 0, first >= since).order_by(first.desc()).limit(_MOST)
    )
    return [max(0, answered_at - opened_at) / MINUTE for answered_at, opened_at in rows]
