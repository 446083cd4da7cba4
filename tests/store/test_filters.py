"""Conversations are found by label, language and intent, in every order and beside every other filter; what no index
knows is tried on walks that end, and every conversation is met once."""

import pytest
from msgspec.structs import replace
from sqlalchemy import delete

from app.domain.conversation import Status, View
from app.domain.heard import Heard
from app.domain.priority import priority_of
from app.domain.understanding import Intent
from app.store import conversations, label_lists, narrow, queue, retention
from app.store.engine import Store
from app.store.tables import conversation_topics
from tests.fakes.clock import NOON
from tests.store.builders import mention, take

ORDERS = ("newest", "due", "priority")


def meant(one: Heard, intent: Intent) -> Heard:
    """The post, understood as this."""
    meaning = replace(one.meaning, intent=intent)
    return replace(one, meaning=meaning, reasons=priority_of(one.post, meaning)[1])


async def ids(store: Store, view: View, *, limit: int = 200) -> list[int]:
    """The ids of every page of a view, in order."""
    found: list[int] = []
    after = ""
    while True:
        cards, after = await store.read(lambda tx, at=after: conversations.page(tx, view, after=at, limit=limit))  # type: ignore[misc]
        found += [card.id for card in cards]
        if not after:
            return found


async def filled(store: Store, count: int = 8) -> list[int]:
    """Conversations of which each fourth is German and each third is praise; their ids in the order they came."""
    for number in range(count):
        one = mention(
            f"p{number}", f"word{number}", by=f"by{number}", at=NOON + number, language="en" if number % 4 else "de",
            promise_minutes=number + 1,
        )  # fmt: skip
        await take(store, meant(one, Intent.QUESTION if number % 3 else Intent.PRAISE))
    return list(reversed(await ids(store, View(order="newest"))))


@pytest.mark.parametrize("few", [narrow.FEW, 0])
@pytest.mark.parametrize("order", ORDERS)
async def test_only_those_that_bear_a_label(
    store: Store, order: str, few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(narrow, "FEW", few)
    made = await filled(store)
    await store.write(lambda tx: conversations.label(tx, made[2], ["Refund", "Késő"]))
    await store.write(lambda tx: conversations.label(tx, made[5], ["Refund"]))
    assert sorted(await ids(store, View(order=order, label="Refund"))) == [made[2], made[5]]
    assert await ids(store, View(order=order, label="Késő", network="pond")) == [made[2]]
    assert await ids(store, View(order=order, label="refund")) == []
    await store.write(lambda tx: conversations.label(tx, made[5], []))
    await store.write(lambda tx: conversations.set_status(tx, [made[2]], Status.RESOLVED, by="eve"))
    assert await ids(store, View(order=order, label="Refund")) == []
    assert await ids(store, View(statuses=(Status.RESOLVED,), order="resolved", label="Refund")) == [made[2]]


@pytest.mark.parametrize("walked", [queue.WALKED, 3, 1])
@pytest.mark.parametrize("order", ORDERS)
async def test_a_walk_meets_every_conversation_of_a_language_or_intent_once(
    store: Store, order: str, walked: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue, "WALKED", walked)
    made = await filled(store)
    await store.write(lambda tx: conversations.set_status(tx, [made[4]], Status.PENDING, by="eve"))
    both = (Status.OPEN, Status.PENDING)
    every = await ids(store, View(order=order, statuses=both))
    for limit in (1, 2, 200):
        found = await ids(store, View(order=order, statuses=both, language="de"), limit=limit)
        assert found == [one for one in every if one in {made[0], made[4]}]
        praised = await ids(store, View(order=order, statuses=both, intent=Intent.PRAISE), limit=limit)
        assert praised == [one for one in every if one in {made[0], made[3], made[6]}]
        asked = await ids(store, View(order=order, statuses=both, intent=Intent.QUESTION), limit=limit)
        assert asked == [one for one in every if one not in praised]
    assert await ids(store, View(order=order, language="de", intent=Intent.PRAISE, assignee="none")) == [made[0]]


async def test_no_page_tries_more_rows_than_it_may(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queue, "WALKED", 3)
    made = await filled(store)
    view = View(order="newest", language="de")
    cards, after = await store.read(lambda tx: conversations.page(tx, view))
    assert (cards, bool(after)) == ([], True)
    cards, after = await store.read(lambda tx: conversations.page(tx, view, after=after))
    assert [card.id for card in cards] == [made[4]]
    assert after


async def test_some_are_counted_and_whether_there_may_be_more(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    await filled(store)

    async def counted(view: View, most: int) -> tuple[int, bool]:
        return await store.read(lambda tx: queue.count_some(tx, view, most=most))

    assert await counted(View(), 8) == (8, False)
    assert await counted(View(), 5) == (5, True)
    assert await counted(View(language="de"), 5) == (2, False)
    assert await counted(View(statuses=()), 5) == (0, False)
    monkeypatch.setattr(queue, "WALKED", 5)
    assert await counted(View(language="de"), 5) == (2, True)


async def test_what_was_labelled_before_there_were_lists_is_listed_once(store: Store) -> None:
    made = await filled(store, 2)
    await store.write(lambda tx: conversations.label(tx, made[0], ["Late", "Late"]))
    await store.write(lambda tx: tx.connection.execute(delete(conversation_topics)))
    for _time in range(2):
        await store.write(label_lists.list_once)
        assert await ids(store, View(label="Late")) == [made[0]]


async def test_a_forgotten_conversation_leaves_its_list(store: Store) -> None:
    made = await filled(store, 1)
    await store.write(lambda tx: conversations.label(tx, made[0], ["Late"]))
    await store.write(lambda tx: conversations.set_status(tx, made, Status.RESOLVED, by="eve"))
    await store.write(lambda tx: retention.sweep(tx, posts_before=NOON * 2))
    listed = await store.read(lambda tx: tx.connection.execute(conversation_topics.select()).all())
    assert listed == []


@pytest.mark.parametrize("intent", Intent)
async def test_every_intent_is_found_whether_it_weighs_or_not(store: Store, intent: Intent) -> None:
    for number, one in enumerate(Intent):
        await take(store, meant(mention(one.value, by=f"by{number}", at=NOON + number), one))
    cards, _after = await store.read(lambda tx: conversations.page(tx, View(intent=intent)))
    assert len(cards) == 1
    (post,) = await store.read(lambda tx: conversations.entries(tx, cards[0].id)[0])
    assert post.native_id == intent.value
