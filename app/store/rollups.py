"""Minute counts as analytics reads them. Known by hub; knows tables. They are written by `counting.py`."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Select, func, select

from app.domain.counts import Count, CountKey
from app.domain.understanding import Sentiment
from app.store.tables import rollups
from app.store.transaction import Read

RawCount = tuple[int, int, str, str, str, str, int, int, int, int, int]
"""(minute, topic, network, language, region, sentiment, posts, reach, score_milli, unsafe, authors)."""

_CHUNK = 10_000
_SENTIMENTS = {one.value: one for one in Sentiment}


def since(tx: Read, minute: int) -> list[Count]:
    """Every cell from this minute on, in the order of minutes."""
    return [cell for part in parts_since(tx, minute) for cell in part]


def parts_since(tx: Read, minute: int) -> Iterator[list[Count]]:
    """The same, some thousands at a time and never all of them in memory: two loud days hold millions."""
    query = select(rollups).where(rollups.c.minute >= minute)
    return ([_count(row) for row in part] for part in _parts(tx, query))


def between(tx: Read, first: int, last: int, *, topic: int | None = None) -> list[Count]:
    """Cells from minute `first` up to and without `last`, of one topic (0: all posts) or of every one (None)."""
    query = select(rollups).where(rollups.c.minute >= first, rollups.c.minute < last)
    if topic is not None:
        query = query.where(rollups.c.topic == topic)
    return [_count(row) for part in _parts(tx, query) for row in part]


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


def span(tx: Read, *, since: int = 0) -> tuple[int, int]:
    """The first and last minute, from this one on, with any post; (0, 0) when there is none."""
    minutes = select(rollups.c.minute).where(rollups.c.minute >= since).limit(1)
    first = tx.connection.execute(minutes.order_by(rollups.c.minute)).scalar()
    last = tx.connection.execute(minutes.order_by(rollups.c.minute.desc())).scalar()
    return int(first or 0), int(last or 0)


def _parts(tx: Read, query: Select[Any]) -> Iterator[Sequence[RawCount]]:
    ordered = query.order_by(rollups.c.minute).execution_options(yield_per=_CHUNK)
    return tx.connection.execute(ordered).partitions()


def _count(row: RawCount) -> Count:
    minute, topic, network, language, region, sentiment, *figures = row
    return Count(CountKey(minute, topic, network, language, region, _SENTIMENTS[sentiment]), *figures)
