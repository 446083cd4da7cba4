"""What is old is forgotten, a slice at a time; what is open stays."""

from sqlalchemy import select, text

from app.core.clock import DAY
from app.domain.conversation import Status, View
from app.store import conversations, posts, retention, rollups, search
from app.store.engine import Store
from app.store.tables import conversations as conversations_table
from app.store.tables import identities, people, post_topics
from tests.fakes.clock import NOON, ManualClock
from tests.store.builders import heard, mention, take

EVERY = View(statuses=tuple(Status))


async def sweep(store: Store, *, before: int, limit: int = 2) -> int:
    swept = 0
    while step := await store.write(lambda tx: retention.sweep(tx, posts_before=before, limit=limit)):
        swept += step
    return swept


async def texts(store: Store) -> list[str]:
    return [one.post.text for one in await store.read(lambda tx: posts.recent(tx, since=0, limit=100))]


async def test_old_posts_go_and_new_ones_stay(store: Store, clock: ManualClock) -> None:
    await take(store, *(heard(f"{number}", f"old {number}", by=f"p{number}", topics=(3,)) for number in range(5)))
    await clock.advance(10 * DAY / 1000)
    await take(store, heard("new", "new", by="p0"))
    assert await sweep(store, before=NOON + DAY) == 5
    assert await texts(store) == ["new"]
    assert (await store.facts()).posts == 1
    left = await store.read(lambda tx: tx.connection.execute(select(post_topics)).all())
    assert left == []


async def test_counts_outlive_their_posts(store: Store, clock: ManualClock) -> None:
    await take(store, heard("a"))
    await clock.advance(10 * DAY / 1000)
    await sweep(store, before=NOON + DAY)
    assert [count.posts for count in await store.read(lambda tx: rollups.since(tx, 0))] == [1]


async def test_what_is_open_stays_whole_however_old(store: Store, clock: ManualClock) -> None:
    await take(store, mention("a"), heard("b", "noise"))
    await clock.advance(10 * DAY / 1000)
    await sweep(store, before=NOON + DAY)
    assert await texts(store) == ["@brand where is my parcel"]
    found, _ = await store.read(lambda tx: conversations.page(tx, EVERY))
    assert len(found) == 1


async def test_a_resolved_conversation_goes_with_its_posts_and_its_person(store: Store, clock: ManualClock) -> None:
    await take(store, mention("a", topics=(3,)))
    found, _ = await store.read(lambda tx: conversations.page(tx, EVERY))
    await store.write(lambda tx: conversations.add_note(tx, found[0].id, "n", by="eve"))
    await store.write(lambda tx: conversations.set_status(tx, [found[0].id], Status.RESOLVED, by="eve"))
    await clock.advance(10 * DAY / 1000)
    await sweep(store, before=NOON + DAY)
    for table in (conversations_table, identities, people):
        assert await store.read(lambda tx, table=table: tx.connection.execute(select(table)).all()) == []
    now = await store.read(lambda tx: conversations.counts(tx, me="eve", now=NOON, breaching_before=NOON, day_began=0))
    assert set(now.values()) == {0}


async def test_forgotten_posts_are_not_found(store: Store, clock: ManualClock) -> None:
    await take(store, heard("a", "secret plan"), heard("b", "edited later"))
    await store.write(search.catch_up)
    await take(store, heard("b", "changed", edited_at=NOON + 1))
    await clock.advance(10 * DAY / 1000)
    await sweep(store, before=NOON + DAY)
    for word in ("secret", "edited", "changed"):
        assert await store.read(lambda tx, word=word: search.matching(tx, word, limit=9)) == []
    assert await store.write(search.catch_up) == 0


async def test_space_is_given_back_to_the_disk(sqlite_url: str, clock: ManualClock) -> None:
    from app.core.ids import IdMaker

    store = await Store.open(sqlite_url, ids=IdMaker(clock=clock), clock=clock)
    await take(store, *(heard(f"{number}", "long text " * 200) for number in range(300)))
    pages = text("PRAGMA page_count")
    before = await store.read(lambda tx: tx.connection.execute(pages).scalar_one())
    await clock.advance(10 * DAY / 1000)
    await sweep(store, before=NOON + DAY, limit=100)
    assert await store.read(lambda tx: tx.connection.execute(pages).scalar_one()) < before / 2
    await store.close()
