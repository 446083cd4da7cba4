"""Numbers that are kept while things change, so that no screen counts rows. Known by the files of this room; knows
tables and bulk.

A conversation stands in one cell for its desk (assignee × status), one each for account, network, topics and labels; an
open one with a promise also in the minute it is due, a resolved one in the minute it was resolved. A million open
conversations are then summed from a few thousand cells.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Protocol

from sqlalchemy import delete, func, select

from app.core.clock import Millis, minute_of
from app.domain.conversation import Status
from app.store import bulk
from app.store.tables import NEVER, tallies
from app.store.transaction import Read, Write

Key = tuple[str, str, str, int]
"""(scope, name, status, slot)."""

POSTS: Key = ("posts", "", "", 0)

LABEL = "label"


class Counted(Protocol):
    """What the cells depend on."""

    status: str
    assignee: str
    account_id: int
    network: str
    due_at: Millis
    resolved_at: Millis

    def topic_ids(self) -> tuple[int, ...]: ...

    def label_names(self) -> tuple[str, ...]: ...


def keys(thread: Counted) -> list[Key]:
    """The cells a conversation stands in."""
    status = thread.status
    cells: list[Key] = [
        ("desk", thread.assignee, status, 0),
        ("account", str(thread.account_id), status, 0),
        ("network", thread.network, status, 0),
    ]
    cells += [("topic", str(topic), status, 0) for topic in thread.topic_ids()]
    cells += [(LABEL, label, status, 0) for label in thread.label_names()]
    if status == Status.OPEN and thread.due_at < NEVER:
        cells.append(("due", "", status, minute_of(thread.due_at)))
    if status == Status.RESOLVED:
        cells.append(("resolved", "", status, minute_of(thread.resolved_at)))
    return cells


def move(tx: Write, moves: Iterable[tuple[Sequence[Key], Sequence[Key]]]) -> None:
    """Take things out of their old cells and put them into the new ones."""
    sums: Counter[Key] = Counter()
    for before, after in moves:
        sums.subtract(before)
        sums.update(after)
    add(tx, sums)


def add(tx: Write, sums: Counter[Key]) -> None:
    """Add to cells; those that would not change are left alone."""
    bulk.add_up(tx, tallies, [(*key, count) for key, count in sorted(sums.items()) if count])


def bump(tx: Write, key: Key, by: int) -> None:
    """Add to one cell."""
    add(tx, Counter({key: by}))


def of(tx: Read, scope: str, name: str, status: str) -> int:
    """What one cell counts."""
    counted = select(tallies.c.count).where(
        tallies.c.scope == scope, tallies.c.name == name, tallies.c.status == status, tallies.c.slot == 0
    )
    return int(tx.connection.execute(counted).scalar() or 0)


def names(tx: Read, scope: str, status: str) -> set[str]:
    """The names of a scope under which something of this status is counted."""
    counted = select(tallies.c.name).where(tallies.c.scope == scope, tallies.c.status == status, tallies.c.count > 0)
    return set(tx.connection.execute(counted).scalars())


def total(tx: Read, scope: str) -> int:
    """The sum of a scope's cells."""
    summed = tx.connection.execute(select(func.sum(tallies.c.count)).where(tallies.c.scope == scope)).scalar()
    return int(summed or 0)


def drop_empty(tx: Write) -> None:
    """Remove cells that count nothing any more: minutes long past."""
    tx.connection.execute(delete(tallies).where(tallies.c.count == 0))
