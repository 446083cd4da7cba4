"""A reply leaves once, in its turn, and its fate is known or asked for."""

import asyncio
from typing import Any

import pytest

from app.core.clock import MINUTE, SECOND
from app.core.errors import Conflict, NotFound
from app.domain.conversation import Card, EntryKind, Status, View
from app.domain.post import PostKind
from app.domain.reply import OutboxItem, OutboxState, Receipt
from app.store import conversations, holding, outbox
from app.store.engine import Store
from tests.fakes.clock import NOON
from tests.store.builders import ACCOUNT, heard, mention, take
from tests.store.conftest import OpenStore

SENDING = {OutboxState.SENDING}
WAITING = {OutboxState.WAITING}


async def conversation(store: Store, native_id: str = "a") -> int:
    await take(store, mention(native_id, promise_minutes=30))
    found, _ = await store.read(lambda tx: conversations.page(tx, View(), limit=500))
    return max(card.id for card in found)


async def card_of(store: Store, conversation_id: int) -> Card:
    card = await store.read(lambda tx: conversations.card(tx, conversation_id))
    assert card is not None
    return card


async def queue(store: Store, conversation_id: int, token: str = "t", **how: Any) -> OutboxItem:
    fields: dict[str, Any] = {
        "account_id": ACCOUNT,
        "network": "pond",
        "handle": "brand",
        "to_handle": "ann.test",
        "text": "we look into it",
        "parent": "a",
        "thread": "a",
        "author": "eve",
        "not_before": NOON,
    }
    return await store.write(
        lambda tx: outbox.queue(tx, conversation_id=conversation_id, token=token, **(fields | how))
    )


async def claim(store: Store, *, now: int = NOON, limit: int = 10, key: str = "key") -> list[OutboxItem]:
    return await store.write(
        lambda tx: outbox.claim(tx, now=now, limit=limit, new_key=lambda account: f"{key}{account}")
    )


async def move(store: Store, item: OutboxItem, to: OutboxState, expect: set[OutboxState], **fields: Any) -> OutboxItem:
    return await store.write(lambda tx: outbox.move(tx, item.id, to=to, expect=expect, **fields))


async def send(store: Store, item: OutboxItem, native_id: str = "r") -> OutboxItem:
    receipt = Receipt(native_id=native_id, url="https://pond.test/r", published_at=NOON + MINUTE)
    return await store.write(lambda tx: outbox.sent(tx, item, receipt))


async def test_the_same_token_queues_once(store: Store) -> None:
    where = await conversation(store)
    first = await queue(store, where, "t")
    again = await queue(store, where, "t", text="something else")
    assert again == first
    assert await store.read(lambda tx: outbox.by_token(tx, "t")) == first
    assert await store.read(outbox.pending) == [first]


async def test_a_reply_is_claimed_when_its_time_has_come(store: Store) -> None:
    where = await conversation(store)
    item = await queue(store, where, not_before=NOON + 10 * SECOND)
    assert await claim(store, now=NOON + 9 * SECOND) == []
    assert await store.read(outbox.next_due) == NOON + 10 * SECOND
    (claimed,) = await claim(store, now=NOON + 10 * SECOND)
    assert (claimed.id, claimed.state, claimed.attempts) == (item.id, OutboxState.SENDING, 1)
    assert await store.read(lambda tx: outbox.get(tx, item.id)) == claimed
    assert await claim(store, now=NOON + MINUTE) == []


async def test_a_key_once_written_stays_the_same(store: Store) -> None:
    where = await conversation(store)
    await queue(store, where)
    (first,) = await claim(store, key="first")
    await move(store, first, OutboxState.WAITING, SENDING)
    (second,) = await claim(store, key="second")
    assert (first.key, second.key) == (f"first{ACCOUNT}", f"first{ACCOUNT}")
    assert second.attempts == 2


async def test_one_conversation_has_one_reply_in_flight_and_they_keep_their_order(store: Store) -> None:
    here, there = await conversation(store, "a"), await conversation(store, "b")
    first, second = await queue(store, here, "1"), await queue(store, here, "2")
    other = await queue(store, there, "3")
    assert [item.id for item in await claim(store)] == [first.id, other.id]
    assert await claim(store) == []
    assert await store.read(outbox.next_due) == 0
    await send(store, first)
    assert [item.id for item in await claim(store)] == [second.id]


async def test_a_reply_of_unknown_fate_holds_up_the_next_one(store: Store) -> None:
    where = await conversation(store)
    first, second = await queue(store, where, "1"), await queue(store, where, "2")
    await claim(store)
    await move(store, first, OutboxState.UNKNOWN, SENDING, next_look=NOON + SECOND)
    assert await claim(store) == []
    await store.write(lambda tx: outbox.failed(tx, first.id, expect={OutboxState.UNKNOWN}, error="not there"))
    assert [item.id for item in await claim(store)] == [second.id]


async def test_two_claims_at_once_never_take_the_same_reply(open_store: OpenStore) -> None:
    one = await open_store()
    for number in range(20):
        await queue(one, await conversation(one, f"a{number}"), f"t{number}")
    other = await open_store()
    taken = await asyncio.gather(*(claim(store, limit=3) for store in (one, other) for _ in range(6)))
    ids = [item.id for part in taken for item in part]
    assert len(ids) == len(set(ids)) == 20


async def test_a_claim_takes_no_more_than_asked(store: Store) -> None:
    for number in range(3):
        await queue(store, await conversation(store, f"a{number}"), f"t{number}")
    assert len(await claim(store, limit=2)) == 2


async def test_a_reply_that_moved_meanwhile_is_a_conflict_in_words(store: Store) -> None:
    where = await conversation(store)
    item = await queue(store, where)
    await claim(store)
    with pytest.raises(Conflict, match="being sent"):
        await move(store, item, OutboxState.CANCELLED, WAITING)
    with pytest.raises(Conflict):
        await move(store, item, OutboxState.CANCELLED, SENDING)
    with pytest.raises(NotFound):
        await store.write(lambda tx: outbox.move(tx, 1, to=OutboxState.SENT, expect=SENDING))


async def test_a_sent_reply_stands_in_the_thread_once(store: Store) -> None:
    where = await conversation(store)
    item = await queue(store, where)
    await claim(store)
    sent = await send(store, item, "r")
    assert (sent.state, sent.native_id, sent.sent_at) == (OutboxState.SENT, "r", NOON + MINUTE)
    own = heard("r", "we look into it", kind=PostKind.OWN, by="brand", parent="a", at=NOON + MINUTE)
    await take(store, own)
    entries, _ = await store.read(lambda tx: conversations.entries(tx, where))
    assert [(entry.kind, entry.text) for entry in entries] == [
        (EntryKind.POST, "@brand where is my parcel"),
        (EntryKind.OWN, "we look into it"),
    ]


async def test_a_network_faster_than_its_receipt_makes_no_double(store: Store) -> None:
    where = await conversation(store)
    item = await queue(store, where)
    await claim(store)
    await take(store, heard("r", "we look into it", kind=PostKind.OWN, by="brand", parent="a", at=NOON + MINUTE))
    await send(store, item, "r")
    entries, _ = await store.read(lambda tx: conversations.entries(tx, where))
    assert [entry.kind for entry in entries] == [EntryKind.POST, EntryKind.OWN]


async def test_what_a_person_saw_there_and_the_network_delivers_later_is_shown_once(store: Store) -> None:
    where = await conversation(store)
    item = await queue(store, where)
    await claim(store)
    await move(store, item, OutboxState.UNKNOWN, SENDING)
    await store.write(lambda tx: outbox.sent(tx, item, Receipt(native_id="")))
    await take(store, heard("r", "we look into it", kind=PostKind.OWN, by="brand", parent="a", at=NOON + MINUTE))
    entries, _ = await store.read(lambda tx: conversations.entries(tx, where))
    assert [(entry.kind, entry.native_id) for entry in entries if entry.mine] == [(EntryKind.OWN, "r")]


async def test_a_sent_reply_makes_the_conversation_wait_for_the_person(store: Store) -> None:
    where = await conversation(store)
    item = await queue(store, where)
    assert (await card_of(store, where)).outbox is OutboxState.WAITING
    await claim(store)
    assert (await card_of(store, where)).outbox is OutboxState.SENDING
    await send(store, item)
    card = await card_of(store, where)
    assert (card.status, card.due_at, card.outbox) == (Status.PENDING, 0, None)


async def test_who_wrote_again_before_the_reply_left_still_waits_for_an_answer(store: Store) -> None:
    where = await conversation(store)
    item = await queue(store, where)
    await claim(store)
    await take(store, mention("b", "and another thing", thread="a", at=NOON + 30 * SECOND))
    await send(store, item)
    assert (await card_of(store, where)).status is Status.OPEN


async def test_a_failed_reply_brings_the_conversation_back(store: Store) -> None:
    where = await conversation(store)
    item = await queue(store, where)
    await claim(store)
    await store.write(lambda tx: conversations.set_status(tx, [where], Status.RESOLVED, by="eve"))
    failed = await store.write(lambda tx: outbox.failed(tx, item.id, expect=SENDING, error="too long"))
    assert (failed.state, failed.error) == (OutboxState.FAILED, "too long")
    card = await card_of(store, where)
    assert (card.status, card.unread, card.outbox, card.due_at) == (Status.OPEN, True, OutboxState.FAILED, NOON)


async def test_after_a_crash_what_was_being_sent_is_found(open_store: OpenStore) -> None:
    store = await open_store()
    item = await queue(store, await conversation(store))
    await claim(store)
    await store.close()
    again = await open_store()
    (left,) = await again.read(outbox.interrupted)
    assert (left.id, left.state, left.key) == (item.id, OutboxState.SENDING, f"key{ACCOUNT}")


async def test_an_unknown_reply_is_looked_for_again_at_its_time(store: Store) -> None:
    item = await queue(store, await conversation(store))
    await claim(store)
    await move(store, item, OutboxState.UNKNOWN, SENDING, next_look=NOON + SECOND, error="broke off")
    assert await store.read(outbox.next_look) == NOON + SECOND
    assert await store.read(lambda tx: outbox.due_unknown(tx, NOON)) == []
    (due,) = await store.read(lambda tx: outbox.due_unknown(tx, NOON + SECOND))
    later = await store.write(lambda tx: outbox.look_later(tx, due.id, error="no answer", at=NOON + MINUTE))
    assert (later.error, later.next_look, later.state) == ("no answer", NOON + MINUTE, OutboxState.UNKNOWN)
    await send(store, item)
    with pytest.raises(Conflict, match="sent"):
        await store.write(lambda tx: outbox.look_later(tx, item.id, error="", at=NOON))


async def test_a_hold_stops_what_waits_and_nothing_else(store: Store) -> None:
    here, there = await conversation(store, "a"), await conversation(store, "b")
    flying = await queue(store, here, "1")
    await claim(store)
    waiting = await queue(store, there, "2")
    (stopped,) = await store.write(holding.hold_waiting)
    assert stopped.id == waiting.id
    assert await store.read(holding.held_count) == 1
    assert [item.id for item in await store.read(outbox.pending) if item.state is OutboxState.HELD] == [waiting.id]
    assert (await store.read(lambda tx: outbox.get(tx, flying.id))).state is OutboxState.SENDING
    assert await claim(store) == []


async def test_the_outbox_shows_what_moves_and_what_came_to_rest_just_now(store: Store, clock: Any) -> None:
    here, there = await conversation(store, "a"), await conversation(store, "b")
    done = await queue(store, here, "1")
    await claim(store)
    await send(store, done)
    await clock.advance(61)
    moving = await queue(store, there, "2")
    assert [item.id for item in await store.read(lambda tx: outbox.recent(tx, NOON))] == [done.id, moving.id]
    assert [item.id for item in await store.read(lambda tx: outbox.recent(tx, NOON + SECOND))] == [moving.id]


async def test_replies_of_busy_accounts_are_passed_over_and_others_go_on(store: Store) -> None:
    first, second = await conversation(store), await conversation(store, "b")
    await queue(store, first, token="one", account_id=ACCOUNT)
    other = await queue(store, second, token="two", account_id=ACCOUNT + 1, not_before=NOON + SECOND)
    assert await store.read(lambda tx: outbox.next_due(tx, busy={ACCOUNT})) == NOON + SECOND
    claimed = await store.write(
        lambda tx: outbox.claim(tx, now=NOON + SECOND, limit=5, new_key=lambda _account: "k", busy={ACCOUNT})
    )
    assert [item.id for item in claimed] == [other.id]


async def test_a_reply_that_is_looked_at_is_not_due_for_a_look(store: Store) -> None:
    await queue(store, await conversation(store))
    (item,) = await claim(store)
    await move(store, item, OutboxState.UNKNOWN, SENDING, next_look=NOON + SECOND)
    assert await store.read(outbox.next_look) == NOON + SECOND
    assert await store.read(lambda tx: outbox.next_look(tx, looked_at={item.id})) == 0
    assert await store.read(lambda tx: outbox.next_look(tx, busy={item.account_id})) == 0
