"""Merging, splitting and spam through the hub: stations with an old id are led on, feeds and timeline tell it."""

import pytest

from app.core.errors import FishbowlError
from app.domain.account import Account
from app.domain.conversation import Card, EntryKind, Status, View
from app.link.client import HubClient
from app.wire.calls import (
    AddNote,
    GetConversation,
    MarkSpam,
    MergeConversations,
    SendReply,
    SetStatus,
    SplitConversation,
    UndoRegrouping,
)
from app.wire.feeds import CardFeed, CountFeed, QueueFeed
from tests.fakes.clock import NOON
from tests.fakes.pond import Water
from tests.hub.conftest import Until

EVERY = View(statuses=tuple(Status), order="newest")


@pytest.fixture
async def pair(desk: HubClient, brand: Account, water: Water, until: Until) -> tuple[Card, Card]:
    """Two threads by Mira: the older one first."""
    water.say("The door opened.", at=NOON)
    water.say("And my refund?", at=NOON + 1)
    queue = desk.subscribe(QueueFeed(view=EVERY))
    await until(queue, lambda: len(queue.rows) == 2)
    older, newer = sorted(queue.rows.values(), key=lambda card: card.last_at)
    return older, newer


async def events(desk: HubClient, number: int) -> list[str]:
    detail = await desk.call(GetConversation(id=number))
    return [entry.text for entry in detail.entries if entry.kind is EntryKind.EVENT]


async def test_a_merge_is_told_in_the_timeline_and_can_be_taken_back(
    desk: HubClient, pair: tuple[Card, Card], until: Until
) -> None:
    older, newer = pair
    queue = desk.subscribe(QueueFeed(view=EVERY))
    merged = await desk.call(MergeConversations(ids=(older.id, newer.id), into=older.id))
    await until(queue, lambda: list(queue.rows) == [str(older.id)])
    assert [card.id for card in merged.cards] == [older.id]
    assert await events(desk, older.id) == ["conversation.merged"]

    back = await desk.call(UndoRegrouping(ids=merged.undo))
    assert {card.id for card in back} == {older.id, newer.id}
    await until(queue, lambda: len(queue.rows) == 2)
    assert (await events(desk, older.id))[-1] == "conversation.unmerged"


async def test_a_station_that_holds_the_old_id_is_led_on(
    desk: HubClient, pair: tuple[Card, Card], until: Until
) -> None:
    older, newer = pair
    watched = desk.subscribe(CardFeed(conversation_id=newer.id))
    await until(watched, lambda: bool(watched.rows))
    await desk.call(MergeConversations(ids=(newer.id,), into=older.id))
    await until(watched, lambda: [card.id for card in watched.rows.values()] == [older.id])
    await desk.call(AddNote(conversation_id=newer.id, text="She rang as well."))
    await desk.call(SetStatus(ids=(newer.id,), status=Status.PENDING))
    detail = await desk.call(GetConversation(id=newer.id))
    assert (detail.card.id, detail.card.status) == (older.id, Status.PENDING)
    assert "She rang as well." in [entry.text for entry in detail.entries]


async def test_a_reply_pressed_under_the_old_id_leaves_in_the_merged_conversation(
    desk: HubClient, pair: tuple[Card, Card]
) -> None:
    older, newer = pair
    await desk.call(MergeConversations(ids=(newer.id,), into=older.id))
    item = await desk.call(
        SendReply(
            conversation_id=newer.id, account_id=newer.account_id, parent="post-2", to_handle="mira", text="Soon.",
            token="t",
        )
    )  # fmt: skip
    assert item.conversation_id == older.id


async def test_one_conversation_is_not_merged_with_itself(desk: HubClient, pair: tuple[Card, Card]) -> None:
    with pytest.raises(FishbowlError, match="two or more"):
        await desk.call(MergeConversations(ids=(pair[0].id,), into=pair[0].id))


async def test_a_split_tells_both_parts(desk: HubClient, pair: tuple[Card, Card]) -> None:
    older, newer = pair
    await desk.call(MergeConversations(ids=(newer.id,), into=older.id))
    detail = await desk.call(GetConversation(id=older.id))
    later = next(entry for entry in detail.entries if entry.text == "And my refund?")
    done = await desk.call(SplitConversation(id=older.id, post_id=later.id))
    made = done.cards[0]
    assert made.text == "And my refund?"
    assert "conversation.split" in await events(desk, older.id)
    assert await events(desk, made.id) == ["conversation.split_off"]


async def test_spam_is_resolved_and_leaves_the_queue_until_it_is_taken_back(
    desk: HubClient, pair: tuple[Card, Card], until: Until
) -> None:
    _older, newer = pair
    counts = desk.subscribe(CountFeed(me=desk.name))
    cards = await desk.call(MarkSpam(ids=(newer.id,)))
    assert [card.status for card in cards] == [Status.RESOLVED]
    await until(counts, lambda: counts.rows["open"].count == 1)
    await desk.call(MarkSpam(ids=(newer.id,)))
    cards = await desk.call(MarkSpam(ids=(newer.id,), spam=False))
    assert [card.status for card in cards] == [Status.OPEN]
    await until(counts, lambda: counts.rows["open"].count == 2)
