"""State that others keep as they like: what analytics learned, the hold's reason. Known by services and hub; knows
tables.
"""

from sqlalchemy import select

from app.store import bulk
from app.store.tables import blobs
from app.store.transaction import Read, Write


def get(tx: Read, name: str) -> bytes | None:
    """What was put under this name."""
    value = tx.connection.execute(select(blobs.c.value).where(blobs.c.name == name)).scalar()
    return None if value is None else bytes(value)


def put(tx: Write, name: str, value: bytes) -> None:
    """Keep it under this name, in place of what was there. This alone is no news; say so in `tx.changes` if it is."""
    bulk.put(tx, blobs, (name, value, tx.now))
