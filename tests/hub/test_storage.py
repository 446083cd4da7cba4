"""The disk is full: the hub says so in words, forgets nothing it has acknowledged and goes on when there is room.

SQLite is told the largest size it may grow to; from there on it answers as it does on a full disk.
"""

import asyncio

import pytest

from app.core.errors import Code, FishbowlError
from app.domain.account import Account, HealthState
from app.domain.conversation import Card, Status, View
from app.domain.reply import OutboxState, OutgoingReply, Receipt
from app.hub import outbox as hub_outbox
from app.hub.main import Hub
from app.link.client import HubClient
from app.store.transaction import Write
from app.wire.calls import SaveDraft
from app.wire.feeds import DraftFeed, HealthFeed, OutboxFeed, QueueFeed
from tests.fakes.clock import NOON, SettableClock
from tests.fakes.pond import Water
from tests.hub.conftest import PATIENCE, Rooms, Until
from tests.hub.test_sending import reply, state_of

ANY = View(statuses=tuple(Status))
BULKY = "word " * 999


class HurriedSettable(SettableClock):
    """Waits are cut short: what is tried again is tried soon."""

    async def sleep(self, seconds: float) -> None:
        await super().sleep(min(seconds, 0.05))


@pytest.fixture
async def hub(rooms: Rooms) -> Hub:
    rooms.clock = HurriedSettable()
    return await rooms.open_hub()


async def fill_disk(hub: Hub) -> None:
    """Not a page more from now on."""

    def work(tx: Write) -> None:
        tx.connection.exec_driver_sql("PRAGMA incremental_vacuum")
        used = tx.connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        tx.connection.exec_driver_sql(f"PRAGMA max_page_count = {used}")

    await hub.house.store.write(work)


async def free_disk(hub: Hub) -> None:
    await hub.house.store.write(lambda tx: tx.connection.exec_driver_sql("PRAGMA max_page_count = 1000000").scalar())


@pytest.fixture
async def card(desk: HubClient, brand: Account, water: Water, until: Until) -> Card:
    water.say("Is the ferry late?", at=NOON)
    queue = desk.subscribe(QueueFeed(view=ANY))
    await until(queue, lambda: len(queue.rows) == 1)
    found: Card = next(iter(queue.rows.values()))
    return found


async def test_what_cannot_be_stored_is_kept_and_said_and_stored_when_there_is_room(
    hub: Hub, desk: HubClient, card: Card, brand: Account, water: Water, until: Until
) -> None:
    health = desk.subscribe(HealthFeed())
    queue = desk.subscribe(QueueFeed(view=ANY))
    await fill_disk(hub)
    for number in range(20):
        water.say(f"{BULKY} {number}", at=NOON + number)
    await until(health, lambda: "disk is full" in health.rows[str(brand.id)].error)
    assert health.rows[str(brand.id)].state is HealthState.LATE
    assert "Free some space" in health.rows[str(brand.id)].error

    await free_disk(hub)
    await until(queue, lambda: len(queue.rows) == 21)
    await until(health, lambda: health.rows[str(brand.id)].state is HealthState.CONNECTED)
    assert health.rows[str(brand.id)].error == ""


async def test_a_draft_that_cannot_be_kept_is_refused_in_words_and_the_last_one_stays(
    hub: Hub, desk: HubClient, card: Card, until: Until
) -> None:
    kept = await desk.call(SaveDraft(conversation_id=card.id, kind="reply", text="Short", based_on=0))
    await fill_disk(hub)
    bulky = SaveDraft(conversation_id=card.id, kind="reply", text=15 * BULKY, based_on=kept.revision)
    with pytest.raises(FishbowlError) as caught:
        await desk.call(bulky)
    drafts = desk.subscribe(DraftFeed(conversation_id=card.id))
    await until(drafts, lambda: "reply" in drafts.rows)

    assert caught.value.code is Code.STORAGE
    assert "disk is full" in caught.value.message
    assert drafts.rows["reply"].text == "Short"


async def test_a_reply_that_cannot_be_settled_is_settled_later_and_was_sent_once(
    monkeypatch: pytest.MonkeyPatch, hub: Hub, desk: HubClient, card: Card, water: Water, until: Until
) -> None:
    outbox = desk.subscribe(OutboxFeed())
    house = water.publish
    refused = asyncio.Event()

    async def publish_and_fill(reply: OutgoingReply, key: str) -> Receipt:
        receipt = await house(reply, key)
        await fill_disk(hub)
        return Receipt(native_id=receipt.native_id, url=f"pond:/{BULKY}")

    def said(_event: str, **words: object) -> None:
        assert "disk is full" in str(words["error"])
        refused.set()

    monkeypatch.setattr(water, "publish", publish_and_fill)
    monkeypatch.setattr(hub_outbox.log, "error", said)
    item = await desk.call(reply(card))
    await asyncio.wait_for(refused.wait(), PATIENCE)
    await until(outbox, lambda: state_of(outbox, item) is OutboxState.SENDING)

    await free_disk(hub)
    await until(outbox, lambda: state_of(outbox, item) is OutboxState.SENT)
    assert water.sends == 1
    assert len(water.published) == 1


async def test_a_reply_whose_sending_could_not_be_settled_is_found_by_the_next_hub(
    monkeypatch: pytest.MonkeyPatch, rooms: Rooms, hub: Hub, desk: HubClient, card: Card, water: Water, until: Until
) -> None:
    house = water.publish
    refused = asyncio.Event()

    async def publish_and_fill(reply: OutgoingReply, key: str) -> Receipt:
        receipt = await house(reply, key)
        await fill_disk(hub)
        return Receipt(native_id=receipt.native_id, url=f"pond:/{BULKY}")

    monkeypatch.setattr(water, "publish", publish_and_fill)
    monkeypatch.setattr(hub_outbox.log, "error", lambda _event, **_words: refused.set())
    item = await desk.call(reply(card))
    await asyncio.wait_for(refused.wait(), PATIENCE)
    await rooms.close_hub(hub)
    await rooms.open_hub()
    station = await rooms.station(name="second")
    outbox = station.subscribe(OutboxFeed())

    await until(outbox, lambda: state_of(outbox, item) is OutboxState.SENT)
    assert water.sends == 1


async def test_a_reply_that_cannot_be_queued_is_refused_in_words_and_not_sent(
    hub: Hub, desk: HubClient, card: Card, brand: Account, water: Water
) -> None:
    await fill_disk(hub)
    with pytest.raises(FishbowlError) as caught:
        await desk.call(reply(card, token=BULKY))

    assert caught.value.code is Code.STORAGE
    assert "disk is full" in caught.value.message
    assert water.sends == 0
