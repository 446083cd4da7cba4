"""The greatest id and sequence in the store: the next hub's ids go on from there, later commits are told by it. Known
by hub; knows tables."""

from sqlalchemy import func, select

from app.store.tables import audit, conversations, notes, outbox, people, posts
from app.store.transaction import Read

_NUMBERED = (audit, conversations, notes, outbox, people, posts)


def newest_id(tx: Read) -> int:
    """The greatest id any row has; 0 in an empty store."""
    greatest = [tx.connection.execute(select(func.max(table.c.id))).scalar() for table in _NUMBERED]
    return max(int(number or 0) for number in greatest)


def newest_sequence(tx: Read) -> int:
    """The sequence of the newest commit that this snapshot holds: what comes later has a greater one."""
    return int(tx.connection.exec_driver_sql("SELECT sequence FROM house WHERE id = 1").scalar_one())
