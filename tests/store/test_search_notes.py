"""Notes are found beside posts, newest first, and are forgotten with their conversation."""

from app.domain.conversation import Status, View
from app.store import conversations, retention, search
from app.store.engine import Store
from app.store.search import StoredNote
from tests.fakes.clock import NOON, ManualClock
from tests.store.builders import mention, take


async def noted(store: Store) -> int:
    await take(store, mention("a", "the parcel is late"))
    (card,), _after = await store.read(lambda tx: conversations.page(tx, View()))
    await store.write(lambda tx: conversations.add_note(tx, card.id, "Depot: the parcel lies in Lyon", by="ana"))
    await store.write(search.catch_up)
    return card.id


async def found(store: Store, question: str, **how: object) -> list[str]:
    hits = await store.read(lambda tx: search.find_all(tx, question, **how).hits)  # type: ignore[arg-type]
    return [one.text if isinstance(one, StoredNote) else one.post.text for one in hits]


async def test_a_note_is_found_with_who_wrote_it_and_where(store: Store) -> None:
    conversation = await noted(store)
    assert await found(store, "parcel") == ["Depot: the parcel lies in Lyon", "the parcel is late"]
    (note,) = await store.read(lambda tx: search.find_all(tx, "lyon").hits)
    assert isinstance(note, StoredNote)
    assert (note.by, note.conversation_id, note.network) == ("ana", conversation, "pond")
    posts, _fresh, _after = await store.read(lambda tx: search.find(tx, "lyon"))
    assert posts == []


async def test_pages_hold_notes_and_posts_in_turn(store: Store) -> None:
    await noted(store)
    first = await store.read(lambda tx: search.find_all(tx, "parcel", limit=1))
    assert await found(store, "parcel", after=first.after, limit=1) == ["the parcel is late"]


async def test_every_note_is_indexed_once(store: Store, clock: ManualClock) -> None:
    await noted(store)
    await clock.advance(300)
    assert await store.write(search.catch_up) == 0
    assert len(await found(store, "lyon")) == 1


async def test_a_note_goes_with_its_conversation(store: Store) -> None:
    conversation = await noted(store)
    await store.write(lambda tx: conversations.set_status(tx, [conversation], Status.RESOLVED, by="ana"))
    await store.write(lambda tx: retention.sweep(tx, posts_before=NOON * 2))
    assert await store.read(lambda tx: search.matching(tx, "lyon", limit=5)) == []
