"""What people allow us to do: the newest word of each purpose, as long as the person is known."""

from sqlalchemy import select

from app.core.clock import DAY, SECOND
from app.domain.consent import Consent, Purpose, Word
from app.domain.conversation import Status, View
from app.store import consents, conversations, people, retention
from app.store.engine import Store
from app.store.tables import blobs
from tests.fakes.clock import NOON, ManualClock
from tests.store.builders import mention, take


async def ann(store: Store) -> tuple[int, int]:
    """Ann's person and conversation."""
    await take(store, mention("1", by="ann"))
    (card,), _after = await store.read(lambda tx: conversations.page(tx, View(), limit=10))
    return card.person_id, card.id


async def note(store: Store, person_id: int, purpose: Purpose, word: Word, by: str = "dev") -> None:
    await store.write(lambda tx: consents.keep(tx, person_id, purpose, word, by=by))


async def test_the_newest_word_of_each_purpose_is_kept_with_who_and_when(store: Store, clock: ManualClock) -> None:
    person_id, _conversation = await ann(store)
    assert (await store.read(lambda tx: people.person(tx, person_id))).consents == ()
    await note(store, person_id, Purpose.QUOTE, Word.ASKED)
    await note(store, person_id, Purpose.MESSAGES, Word.REFUSED)
    await clock.advance(5)
    await note(store, person_id, Purpose.QUOTE, Word.GIVEN, by="ana")
    found = (await store.read(lambda tx: people.person(tx, person_id))).consents
    assert found == (
        Consent(purpose=Purpose.MESSAGES, word=Word.REFUSED, at=NOON, by="dev"),
        Consent(purpose=Purpose.QUOTE, word=Word.GIVEN, at=NOON + 5 * SECOND, by="ana"),
    )
    assert await store.read(lambda tx: consents.of(tx, person_id + 1)) == ()


async def test_with_the_person_goes_what_they_allowed(store: Store) -> None:
    person_id, conversation_id = await ann(store)
    await note(store, person_id, Purpose.QUOTE, Word.GIVEN)
    await store.write(lambda tx: conversations.set_status(tx, [conversation_id], Status.RESOLVED, by="ana"))
    while await store.write(lambda tx: retention.sweep(tx, posts_before=NOON + DAY, limit=5)):
        pass
    left = await store.read(
        lambda tx: tx.connection.execute(select(blobs.c.name).where(blobs.c.name.startswith("consent:"))).all()
    )
    assert left == []
