"""Judging held posts through a hub: what was read is what is released, and a decision can be taken back."""

import asyncio

import msgspec
import pytest

from app.core.errors import Code, FishbowlError
from app.domain.account import Account
from app.domain.conversation import View
from app.domain.post import Batch, PostKind
from app.link.client import HubClient
from app.link.mirror import Mirror
from app.wire.calls import ListAudit, ListConversations, Moderate
from app.wire.feeds import CountFeed, HeldPostFeed, StreamFeed, ThreadFeed
from tests.fakes.clock import NOON
from tests.fakes.pond import Water
from tests.hub.conftest import Until

WORDS = "Thank you, the crew on the ferry were lovely today"
TWO_SECONDS = 2.0


@pytest.fixture
def held(desk: HubClient) -> Mirror:
    return desk.subscribe(HeldPostFeed())


@pytest.fixture
def stream(desk: HubClient) -> Mirror:
    return desk.subscribe(StreamFeed())


async def test_a_post_edited_after_it_was_read_is_not_released(
    brand: Account, desk: HubClient, water: Water, held: Mirror, stream: Mirror, until: Until
) -> None:
    post = water.say(WORDS, at=NOON)
    await until(held, lambda: len(held.rows) == 1)
    (read,) = held.rows.values()
    edited = msgspec.structs.replace(post, text="Something else altogether", edited_at=NOON + 1000)
    water.deliver(Batch(lane="all", posts=(edited,)))
    await until(held, lambda: [row.text for row in held.rows.values()] == [edited.text])

    with pytest.raises(FishbowlError, match="edited since") as caught:
        await desk.call(Moderate(post_ids=(read.id,), release=True, seen=(read.text,)))
    assert caught.value.code is Code.CONFLICT
    await until(stream, lambda: not stream.rows)

    await desk.call(Moderate(post_ids=(read.id,), release=True, seen=(edited.text,)))
    await until(stream, lambda: len(stream.rows) == 1)


@pytest.mark.parametrize("release", [True, False])
async def test_a_decision_taken_back_lets_the_post_wait_again_and_off_the_wall(
    brand: Account, desk: HubClient, water: Water, held: Mirror, stream: Mirror, until: Until, release: bool
) -> None:
    water.say(WORDS, at=NOON)
    await until(held, lambda: len(held.rows) == 1)
    (row,) = held.rows.values()
    await desk.call(Moderate(post_ids=(row.id,), release=release))
    await until(held, lambda: not held.rows)
    await until(stream, lambda: len(stream.rows) == release)

    await desk.call(Moderate(post_ids=(row.id,), release=False, again=True))
    await until(held, lambda: [one.id for one in held.rows.values()] == [row.id])
    await until(stream, lambda: not stream.rows)
    assert next(one.verb for one in await desk.call(ListAudit())) == "post.held"


async def test_a_direct_message_cannot_be_made_to_wait_for_release(
    brand: Account, desk: HubClient, water: Water, held: Mirror, until: Until
) -> None:
    water.say(WORDS, at=NOON, kind=PostKind.DIRECT)
    counts = desk.subscribe(CountFeed(me="ana"))
    await until(counts, lambda: counts.rows["open"].count == 1)
    thread = desk.subscribe(ThreadFeed(conversation_id=await open_conversation(desk)))
    await until(thread, lambda: bool(thread.rows))
    (entry,) = thread.rows.values()
    with pytest.raises(FishbowlError, match="direct message"):
        await desk.call(Moderate(post_ids=(entry.id,), release=False, again=True))
    await until(held, lambda: not held.rows)


async def open_conversation(desk: HubClient) -> int:
    page = await desk.call(ListConversations(view=View()))
    return int(page.cards[0].id)


async def test_the_rail_counts_what_waits_and_follows_a_decision(
    brand: Account, desk: HubClient, water: Water, held: Mirror, until: Until
) -> None:
    counts = desk.subscribe(CountFeed(me="ana"))
    water.say(WORDS, at=NOON)
    water.say(f"{WORDS} too", at=NOON + 1)
    await until(held, lambda: len(held.rows) == 2)
    await until(counts, lambda: counts.rows["held_posts"].count == 2)
    await desk.call(Moderate(post_ids=(next(iter(held.rows.values())).id,), release=True))
    await until(counts, lambda: counts.rows["held_posts"].count == 1)


async def test_a_deleted_post_is_off_every_wall_in_two_seconds(
    brand: Account, desk: HubClient, water: Water, held: Mirror, stream: Mirror, until: Until
) -> None:
    post = water.say(WORDS, at=NOON)
    await until(held, lambda: len(held.rows) == 1)
    await desk.call(Moderate(post_ids=tuple(row.id for row in held.rows.values()), release=True))
    await until(stream, lambda: len(stream.rows) == 1)
    water.deliver(Batch(lane="all", deleted=(post.native_id,)))
    async with asyncio.timeout(TWO_SECONDS):
        await until(stream, lambda: not stream.rows)
