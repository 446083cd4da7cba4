"""The rollups of whole hours, summed up by topic, so that weeks are read in a moment. Known by hub; knows tables and
bulk."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import case, delete, func, select

from app.domain.topic import ALL_TOPICS
from app.domain.understanding import Sentiment
from app.store import bulk
from app.store.tables import hours, rollups
from app.store.transaction import Read, Write

HOUR_MINUTES = 60


class Hour(NamedTuple):
    """One hour of one topic; `hour` counts from the epoch."""

    topic: int
    hour: int
    posts: int
    negative: int
    reach: int


def summed(tx: Read, first: int, last: int) -> list[Hour]:
    """The rollups of the hours from `first` up to and without `last`; an hour in which nothing was heard has one row,
    of all topics with no posts."""
    hour = rollups.c.minute - rollups.c.minute % HOUR_MINUTES
    negative = case((rollups.c.sentiment == Sentiment.NEGATIVE.value, rollups.c.posts), else_=0)
    query = (
        select(rollups.c.topic, hour, func.sum(rollups.c.posts), func.sum(negative), func.sum(rollups.c.reach))
        .where(rollups.c.minute >= first * HOUR_MINUTES, rollups.c.minute < last * HOUR_MINUTES)
        .group_by(rollups.c.topic, hour)
    )
    found = [
        Hour(int(topic), int(minute) // HOUR_MINUTES, int(posts), int(angry), int(reach))
        for topic, minute, posts, angry, reach in tx.connection.execute(query)
    ]
    heard = {one.hour for one in found}
    silent = [Hour(ALL_TOPICS, number, 0, 0, 0) for number in range(first, last) if number not in heard]
    return [*found, *silent]


def keep(tx: Write, first: int, last: int, found: Sequence[Hour]) -> None:
    """Put these sums in place of what is kept of the hours from `first` up to and without `last`."""
    tx.connection.execute(delete(hours).where(hours.c.hour >= first, hours.c.hour < last))
    bulk.insert(tx, hours, [tuple(one) for one in found])


def of(tx: Read, topic: int, *, since: int) -> list[Hour]:
    """The kept hours of a topic (0: all posts) from this one on, oldest first; one without posts may be missing."""
    query = select(hours).where(hours.c.topic == topic, hours.c.hour >= since).order_by(hours.c.hour)
    return [Hour(*row) for row in tx.connection.execute(query)]


def newest(tx: Read) -> int:
    """The newest hour that was summed up; −1 before the first."""
    query = select(func.max(hours.c.hour)).where(hours.c.topic == ALL_TOPICS)
    found = tx.connection.execute(query).scalar()
    return -1 if found is None else int(found)
