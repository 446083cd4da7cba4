"""Which labels conversations bear, and how many. Known by services; knows tables, tallies and kv.

The cells of `tallies` follow every change. What was labelled before they did is counted once, when first asked.
"""

from collections import Counter

import msgspec
from sqlalchemy import delete, func, select

from app.store import kv, tallies
from app.store.tables import conversations
from app.store.tables import tallies as cells
from app.store.transaction import Read, Write

COUNTED = "labels:counted"
"""Says in `blobs` that the cells hold every conversation."""

MOST = 1_000


def are_counted(tx: Read) -> bool:
    """Whether the cells hold what was labelled before there were any."""
    return kv.get(tx, COUNTED) is not None


def count_all(tx: Write) -> None:
    """Count every labelled conversation anew. Reads each of them: once in the life of a database."""
    tx.connection.execute(delete(cells).where(cells.c.scope == tallies.LABEL))
    found = tx.connection.execute(
        select(conversations.c.labels, conversations.c.status, func.count())
        .where(conversations.c.labels != "")
        .group_by(conversations.c.labels, conversations.c.status)
    )
    sums: Counter[tallies.Key] = Counter()
    for packed, status, count in found:
        for label in msgspec.json.decode(packed, type=tuple[str, ...]):
            sums[tallies.LABEL, label, status, 0] += int(count)
    tallies.add(tx, sums)
    kv.put(tx, COUNTED, b"1")


def counts(tx: Read) -> list[tuple[str, int]]:
    """Labels with how many conversations bear each, the most used first, then by name; at most 1,000."""
    total = func.sum(cells.c.count)
    found = tx.connection.execute(
        select(cells.c.name, total)
        .where(cells.c.scope == tallies.LABEL)
        .group_by(cells.c.name)
        .having(total > 0)
        .order_by(total.desc(), cells.c.name)
        .limit(MOST)
    )
    return [(str(name), int(count)) for name, count in found]
