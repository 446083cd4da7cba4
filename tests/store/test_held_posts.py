"""A flood of held posts costs no screen anything: the newest are listed, and nobody counts to the end."""

import pytest
from sqlalchemy import text

from app.store import posts
from app.store.engine import Store
from tests.store.builders import heard, take


async def test_the_newest_are_listed_and_the_count_ends_where_nobody_reads_it(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(posts, "MOST_COUNTED", 40)
    await take(store, *(heard(f"p{number}") for number in range(60)))
    listed = await store.read(lambda tx: posts.held(tx, limit=10))
    assert [found.post.native_id for found in listed] == [f"p{number}" for number in range(59, 49, -1)]
    assert await store.read(posts.count_held) == 40


async def test_few_are_counted_exactly(store: Store) -> None:
    await take(store, *(heard(f"p{number}") for number in range(3)), deleted=("p1",))
    assert await store.read(posts.count_held) == 2


async def test_held_posts_are_found_and_counted_by_the_index_alone(store: Store) -> None:
    def plans(tx: object) -> list[str]:
        connection = tx.connection  # type: ignore[attr-defined]
        if connection.dialect.name != "sqlite":
            return ["ix_posts_public"]
        asked = "SELECT count(*) FROM (SELECT id FROM posts WHERE public = 'held' LIMIT 10000)"
        return [str(row[3]) for row in connection.execute(text(f"EXPLAIN QUERY PLAN {asked}"))]

    assert any("ix_posts_public" in plan for plan in await store.read(plans))
