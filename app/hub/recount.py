"""Alarms over counts made anew from the store: at start, and when the past was filled in. Known by the hub's figures;
knows analytics and store.

The order is that of `app.analytics.memory`. Rows are read and counted part by part on a thread: two loud days are
millions of them, and the hub's loop stays free.
"""

import asyncio
from collections.abc import Collection, Sequence
from typing import NamedTuple

import structlog

from app.analytics.alarms import AlarmBook
from app.analytics.counts import MinuteCounts
from app.analytics.memory import restore
from app.analytics.shelf import BUCKET_MINUTES
from app.analytics.signals import Witness
from app.core.errors import BadInput
from app.domain.topic import ALL_TOPICS
from app.store import kv, rollups
from app.store.engine import Store
from app.store.newest import newest_sequence
from app.store.transaction import Read

log = structlog.get_logger(__name__)

WINDOW_MINUTES = 2 * 1440
DAY_MINUTES = 1440
RELEARNED_MINUTES = 35 * DAY_MINUTES
"""So far back rhythm is learned anew: five weeks tell every hour of the week."""

LEARNED = "learned"


class Lost(NamedTuple):
    """Minutes `first` to `last` in which a network was not listened to; an empty network means none was."""

    first: int
    last: int
    network: str = ""


def empty_book(witness: Witness | None) -> AlarmBook:
    """Alarms over nothing yet."""
    return AlarmBook(MinuteCounts(WINDOW_MINUTES), witness=witness)


async def remembered(store: Store, witness: Witness | None) -> AlarmBook:
    """An empty book that knows again what was learned before, as far as that can be read."""
    saved = await store.read(lambda tx: kv.get(tx, LEARNED))
    book = empty_book(witness)
    if saved:
        try:
            restore(book, saved)
        except BadInput as error:
            log.warning("what was learned is learned again", error=str(error))
            return empty_book(witness)
    return book


async def relearn(book: AlarmBook, store: Store, *, now: int, topics: Collection[int]) -> None:
    """Learn the rhythm of what lies before the window from rollups, five weeks at most."""
    until = (now - WINDOW_MINUTES) // BUCKET_MINUTES * BUCKET_MINUTES
    oldest, _newest = await store.read(rollups.span)
    first = max(oldest, until - RELEARNED_MINUTES + WINDOW_MINUTES) // BUCKET_MINUTES * BUCKET_MINUTES
    if not oldest:
        return
    for start in range(first, until, DAY_MINUTES):
        rows = await _day(store, start, min(start + DAY_MINUTES, until))
        await asyncio.to_thread(book.counts.relearn, [row for row in rows if row[1] in topics])


async def _day(store: Store, first: int, last: int) -> list[tuple[int, int, int]]:
    return await store.read(lambda tx: rollups.totals(tx, first, last, step=BUCKET_MINUTES))


async def fill(
    book: AlarmBook, store: Store, *, now: int, topics: Collection[int], lost: Sequence[Lost], listening: bool
) -> tuple[int, Lost | None]:
    """Fill the window from the rollups; the sequence of the newest commit that is in it, and the hole up to now.

    Args:
        topics: the ones that are followed; what is stored of others is left out.
        lost: outages that are known of.
        listening: whether somebody listened since the newest stored minute.
    """
    counts = book.counts
    counts.follow([ALL_TOPICS, *topics])

    def read(tx: Read) -> tuple[int, int]:
        oldest, newest = rollups.span(tx, since=now - WINDOW_MINUTES)
        if newest:
            counts.expect(oldest, newest)
        for part in rollups.parts_since(tx, now - WINDOW_MINUTES):
            counts.add([cell for cell in part if cell.key.topic in topics])
        return newest_sequence(tx), newest

    sequence, newest = await store.read(read)
    await asyncio.to_thread(_settle, book, now, lost, listening=listening)
    hole = Lost(newest + 1, now) if newest and not listening and newest < now else None
    return sequence, hole


def _settle(book: AlarmBook, now: int, lost: Sequence[Lost], *, listening: bool) -> None:
    """Take from the filled window what is judged by, and let time pass up to now."""
    counts = book.counts
    mark(counts, lost)
    book.refill()
    counts.advance(now, listening=listening or counts.head < 0)  # before the first post ever there is no hole
    mark(counts, lost)
    book.settle(now)


def mark(counts: MinuteCounts, lost: Sequence[Lost]) -> None:
    """Say of these minutes that nobody listened."""
    for first, last, network in lost:
        counts.mark_lost(first, last, network=network)
