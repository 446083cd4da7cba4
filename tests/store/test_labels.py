"""Labels and how many conversations bear them, kept while things change."""

from sqlalchemy import delete

from app.domain.conversation import Status, View
from app.store import conversations, labels
from app.store.engine import Store
from app.store.tables import blobs, tallies
from app.store.transaction import Write
from tests.store.builders import mention, take


async def three(store: Store) -> list[int]:
    """Three conversations, by id."""
    await take(store, mention("1", "one", by="ann"), mention("2", "two", by="ben"), mention("3", "three", by="cid"))
    cards, _after = await store.read(lambda tx: conversations.page(tx, View(), limit=10))
    return sorted(card.id for card in cards)


async def label(store: Store, conversation_id: int, *names: str) -> None:
    await store.write(lambda tx: conversations.label(tx, conversation_id, names))


async def test_each_label_counts_the_conversations_that_bear_it_whatever_their_status(store: Store) -> None:
    one, two, three_ = await three(store)
    await label(store, one, "late", "door")
    await label(store, two, "late", "late")
    await label(store, three_, "door")
    await label(store, three_, "abc")
    assert await store.read(labels.counts) == [("late", 2), ("abc", 1), ("door", 1)]
    await store.write(lambda tx: conversations.set_status(tx, [two], Status.RESOLVED, by="ana"))
    assert await store.read(labels.counts) == [("late", 2), ("abc", 1), ("door", 1)]
    await label(store, one)
    assert await store.read(labels.counts) == [("abc", 1), ("late", 1)]


async def test_what_was_labelled_before_there_were_counts_is_counted_once(store: Store) -> None:
    one, two, _three = await three(store)
    await label(store, one, "late", "door")
    await label(store, two, "late")

    def forget(tx: Write) -> None:
        tx.connection.execute(delete(tallies).where(tallies.c.scope == "label"))
        tx.connection.execute(delete(blobs).where(blobs.c.name == labels.COUNTED))

    await store.write(forget)
    await label(store, two, "abc")
    assert not await store.read(labels.are_counted)
    await store.write(labels.count_all)
    assert await store.read(labels.are_counted)
    assert await store.read(labels.counts) == [("abc", 1), ("door", 1), ("late", 1)]
