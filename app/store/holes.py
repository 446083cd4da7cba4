"""Minutes in which a network was not listened to, kept so that nobody takes silence for calm. Known by hub and
services; knows tables and bulk."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import select

from app.store import bulk
from app.store.tables import holes
from app.store.transaction import Read, Write


class Hole(NamedTuple):
    """Minutes `first` to `last`, both included; an empty network means none was heard."""

    network: str
    first: int
    last: int


def keep(tx: Write, found: Sequence[Hole]) -> None:
    """Keep these; one that began in the same minute has grown."""
    for hole in found:
        bulk.put(tx, holes, tuple(hole))


def between(tx: Read, first: int, last: int) -> list[Hole]:
    """The holes that touch the minutes `first` to `last`, oldest first."""
    query = select(holes).where(holes.c.last >= first, holes.c.first <= last).order_by(holes.c.first, holes.c.network)
    return [Hole(*row) for row in tx.connection.execute(query)]
