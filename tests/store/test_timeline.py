"""The timeline tells what was done to a conversation and to its replies, page by page."""

from app.domain.conversation import Entry, EntryKind, View
from app.domain.principal import HUB
from app.store import audit, conversations, holding, outbox
from app.store.engine import Store
from app.store.transaction import Write
from tests.fakes.clock import NOON, ManualClock
from tests.store.builders import ACCOUNT, mention, take


async def replied(store: Store, *, parts: int = 0) -> tuple[int, list[int]]:
    """A conversation, and a reply to it that waits, in so many parts."""
    await take(store, mention("a"))
    (card,), _after = await store.read(lambda tx: conversations.page(tx, View()))

    def queue(tx: Write) -> list[int]:
        made: list[int] = []
        for part in range(1, max(1, parts) + 1):
            item = outbox.queue(
                tx, conversation_id=card.id, account_id=ACCOUNT, network="pond", handle="brand", to_handle="ann.test",
                text=f"part {part}", parent="a", thread="a", author="eve", token=f"t{part}", not_before=NOON,
                chain=made[0] if made else 0, part=part if parts else 0, parts=parts,
            )  # fmt: skip
            made.append(item.id)
        return made

    return card.id, await store.write(queue)


async def events(store: Store, conversation_id: int, *, limit: int = 60) -> list[Entry]:
    """All of them, however many pages that takes."""
    found: list[Entry] = []
    before = ""
    while True:
        entries, before = await store.read(
            lambda tx, at=before: conversations.entries(tx, conversation_id, before=at, limit=limit)  # type: ignore[misc]
        )
        found = [*entries, *found]
        if not before:
            return [entry for entry in found if entry.kind is EntryKind.EVENT]


async def test_deeds_on_a_conversation_and_on_its_replies_stand_in_the_order_of_time(
    store: Store, clock: ManualClock
) -> None:
    where, (number,) = await replied(store)
    for verb, subject in (
        ("conversation.taken", f"conversation:{where}"),
        ("reply.failed", f"outbox:{number}"),
        ("reply.sent", f"outbox:{number}"),
        ("reply.failed", f"outbox:{number + 1}"),
        ("conversation.resolved", f"conversation:{where}"),
    ):
        await clock.advance(1)
        await store.write(lambda tx, verb=verb, subject=subject: audit.write(tx, HUB, verb, subject))  # type: ignore[misc]
    for limit in (60, 1):
        told = [entry.text for entry in await events(store, where, limit=limit)]
        assert told == ["conversation.taken", "reply.failed", "conversation.resolved"]


async def test_of_a_thread_that_is_held_one_line_is_kept(store: Store) -> None:
    where, (first, *_rest) = await replied(store, parts=3)
    await store.write(lambda tx: holding.note(tx, HUB, holding.hold_waiting(tx), "Wrong prices"))
    (event,) = await events(store, where)
    assert (event.text, event.name) == ("reply.held", '{"reason":"Wrong prices"}')
    kept = await store.read(lambda tx: outbox.get(tx, first))
    assert kept.part == 1
