"""Where each lane of each account resumes. Known by `ingest` and hub; knows tables."""

from sqlalchemy import delete, select

from app.store import bulk
from app.store.tables import cursors
from app.store.transaction import Read, Write


def get(tx: Read, account_id: int) -> dict[str, str]:
    """Lane → cursor, as last committed."""
    found = tx.connection.execute(select(cursors.c.lane, cursors.c.value).where(cursors.c.account_id == account_id))
    return {row.lane: row.value for row in found}


def put(tx: Write, account_id: int, *, lane: str, value: str) -> None:
    """Resume this lane behind `value` from now on."""
    bulk.put(tx, cursors, (account_id, lane, value, tx.now))


def forget(tx: Write, account_id: int) -> None:
    """Begin all lanes of an account anew."""
    tx.connection.execute(delete(cursors).where(cursors.c.account_id == account_id))
