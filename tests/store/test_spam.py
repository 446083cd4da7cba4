"""Posts a person called spam: not shown, not counted, kept as a word against the model, and all of it taken back."""

from sqlalchemy import select

from app.domain.heard import Public
from app.domain.post import PostKind
from app.store import corrections, posts, rollups, spam
from app.store.engine import Store
from app.store.tables import corrections as said
from tests.fakes.clock import NOON
from tests.store.builders import heard, mention, take
from tests.store.test_conversations import id_of

MINUTE_OF_NOON = NOON // 60_000


async def counted(store: Store) -> dict[int, tuple[int, int]]:
    """Posts and reach by topic."""
    rows = await store.read(lambda tx: rollups.since(tx, MINUTE_OF_NOON))
    return {row.key.topic: (row.posts, row.reach) for row in rows}


async def test_spam_leaves_walls_and_counts_and_comes_back_to_wait_for_a_person(store: Store) -> None:
    await take(store, mention("a", "cheap watches", topics=(3,), reach=50, public=Public.RELEASED))
    await take(store, heard("o", "no thanks", kind=PostKind.OWN, by="brand", parent="a"))
    here = await id_of(store, "cheap watches")
    assert await counted(store) == {0: (1, 50), 3: (1, 50)}

    (number,) = await store.write(lambda tx: spam.mark(tx, [here], spam=True, by="eve"))
    assert await counted(store) == {0: (0, 0), 3: (0, 0)}
    post = await store.read(lambda tx: posts.get(tx, number))
    assert post is not None
    assert (post.public, post.moderated_by) == (Public.BLOCKED, "eve")

    await store.write(lambda tx: spam.mark(tx, [here], spam=False, by="eve"))
    assert await counted(store) == {0: (1, 50), 3: (1, 50)}
    post = await store.read(lambda tx: posts.get(tx, number))
    assert post is not None
    assert post.public is Public.HELD


async def test_the_same_word_twice_counts_once(store: Store) -> None:
    await take(store, mention("a", "cheap watches"))
    here = await id_of(store, "cheap watches")
    assert await store.write(lambda tx: spam.mark(tx, [here], spam=False, by="eve")) == []
    assert len(await store.write(lambda tx: spam.mark(tx, [here], spam=True, by="eve"))) == 1
    assert await store.write(lambda tx: spam.mark(tx, [here], spam=True, by="ben")) == []
    assert await counted(store) == {0: (0, 0)}


async def test_a_word_about_spam_is_kept_and_is_no_word_about_sentiment(store: Store) -> None:
    await take(store, mention("a", "cheap watches"))
    here = await id_of(store, "cheap watches")
    await store.write(lambda tx: spam.mark(tx, [here], spam=True, by="eve"))
    assert await store.read(corrections.page) == []
    kept = await store.read(lambda tx: tx.connection.execute(select(said.c.after, said.c.who, said.c.model)).all())
    assert [tuple(row) for row in kept] == [("spam", "eve", "test-1")]
