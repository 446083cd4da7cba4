"""The greatest id in the store, so that the next hub's ids go on from there. Known by the hub's main; knows tables."""

from sqlalchemy import func, select

from app.store.tables import audit, conversations, notes, outbox, people, posts
from app.store.transaction import Read

_NUMBERED = (audit, conversations, notes, outbox, people, posts)


def newest_id(tx: Read) -> int:
    """The greatest id any row has; 0 in an empty store."""
    greatest = [tx.connection.execute(select(func.max(table.c.id))).scalar() for table in _NUMBERED]
    return max(int(number or 0) for number in greatest)
