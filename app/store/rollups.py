"""Minute counts as analytics reads them. Known by hub; knows tables. They are written by `counting.py`."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Select, func, select

from app.domain.counts import Count, CountKey
from app.domain.topic import ALL_TOPICS
from app.domain.understanding import Sentiment
from app.store.tables import rollups
from app.store.transaction import Read

RawCount = tuple[int, int, str, str, str, str, int, int, int, int, int]
"""(minute, topic, network, language, region, sentiment, posts, reach, score_milli, unsafe, authors)."""

_CHUNK = 10_000
_SENTIMENTS = {one.value: one for one in Sentiment}


def since(tx: Read, minute: int) -> list[Count]:
    """Every cell from this minute on, in the order of minutes."""
    return [_count(row) for row in raw(tx, minute)]


def numbered_since(tx: Read, minute: int) -> tuple[int, list[Count]]:
    """The same with the sequence of the newest commit they contain: what comes later has a greater one."""
    sequence = tx.connection.exec_driver_sql("SELECT sequence FROM house WHERE id = 1").scalar_one()
    return int(sequence), since(tx, minute)


def between(tx: Read, first: int, last: int, *, topic: int | None = None) -> list[Count]:
    """Cells from minute `first` up to and without `last`, of one topic (0: all posts) or of every one (None)."""
    query = select(rollups).where(rollups.c.minute >= first, rollups.c.minute < last)
    if topic is not None:
        query = query.where(rollups.c.topic == topic)
    return [_count(row) for row in _rows(tx, query)]


def raw(tx: Read, minute: int) -> Iterator[RawCount]:
    """As `since`, one plain tuple a cell and never all of them in memory: made for numpy."""
    return _rows(tx, select(rollups).where(rollups.c.minute >= minute))


def totals(tx: Read, first: int, last: int, *, step: int) -> list[tuple[int, int, int]]:
    """(First minute of the bucket, topic, posts) from minute `first` up to and without `last`, in order of minutes.

    `first` and `last` are multiples of `step`, the bucket's length in minutes.
    """
    bucket = rollups.c.minute - rollups.c.minute % step
    query = (
        select(bucket, rollups.c.topic, func.sum(rollups.c.posts))
        .where(rollups.c.minute >= first, rollups.c.minute < last)
        .group_by(bucket, rollups.c.topic)
        .order_by(bucket)
    )
    return [(int(start), int(topic), int(posts)) for start, topic, posts in tx.connection.execute(query)]


def series(
    tx: Read, first: int, last: int, *, topic: int, region: str = "", network: str = "", step: int
) -> dict[int, int]:
    """Posts by first minute of the bucket, as in `totals`, of one topic, wholly or in one region or on one network."""
    bucket = rollups.c.minute - rollups.c.minute % step
    query = select(bucket, func.sum(rollups.c.posts)).where(
        rollups.c.minute >= first, rollups.c.minute < last, rollups.c.topic == topic
    )
    if region:
        query = query.where(rollups.c.region == region)
    if network:
        query = query.where(rollups.c.network == network)
    return {int(start): int(posts) for start, posts in tx.connection.execute(query.group_by(bucket))}


def span(tx: Read) -> tuple[int, int]:
    """The first and last minute with any post; (0, 0) when there is none."""
    ends = select(func.min(rollups.c.minute), func.max(rollups.c.minute)).where(rollups.c.topic == ALL_TOPICS)
    first, last = tx.connection.execute(ends).one()
    return (int(first), int(last)) if first is not None else (0, 0)


def _rows(tx: Read, query: Select[Any]) -> Iterator[RawCount]:
    ordered = query.order_by(rollups.c.minute).execution_options(yield_per=_CHUNK)
    for part in tx.connection.execute(ordered).partitions():
        yield from part


def _count(row: RawCount) -> Count:
    minute, topic, network, language, region, sentiment, *figures = row
    return Count(CountKey(minute, topic, network, language, region, _SENTIMENTS[sentiment]), *figures)
