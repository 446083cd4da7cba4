"""Minute counts written into a store as ingest would, without posts. Known by tests of the hub."""

from collections.abc import Sequence

from app.domain.counts import Count
from app.store import bulk
from app.store.engine import Store
from app.store.tables import rollups
from app.store.transaction import Write

AT_ONCE = 5_000


async def store_counts(store: Store, counts: Sequence[Count], *, backfill: bool = False) -> None:
    """Write them and tell the news of them, some thousand in a transaction."""
    for start in range(0, len(counts), AT_ONCE):
        part = counts[start : start + AT_ONCE]

        def work(tx: Write, part: Sequence[Count] = part) -> None:
            bulk.add_up(tx, rollups, [_row(count) for count in part])
            tx.changes.counts.extend(part)
            tx.changes.backfill = backfill

        await store.write(work)


def _row(count: Count) -> tuple[object, ...]:
    key = count.key
    named = (key.minute, key.topic, key.network, key.language, key.region, key.sentiment.value)
    return (*named, count.posts, count.reach, count.score_milli, count.unsafe, count.authors)
