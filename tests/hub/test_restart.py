"""A hub that stops and comes back goes on exactly where it was, and stops at once whatever hangs."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
import pytest

from app.domain.account import Account
from app.domain.announcement import read_announcement
from app.domain.conversation import Card, Status, View
from app.domain.post import Batch, Post
from app.domain.reply import OutboxState
from app.hub.main import Hub
from app.link.client import HubClient
from app.wire import frames
from app.wire.calls import HoldSending, SaveAccount, SaveDraft
from app.wire.feeds import AccountFeed, DraftFeed, HealthFeed, HouseFeed, OutboxFeed, QueueFeed
from tests.fakes.clock import NOON
from tests.fakes.pond import Pond, Water
from tests.hub.conftest import PATIENCE, Rooms, Until
from tests.hub.test_sending import reply, state_of

ANY = View(statuses=tuple(Status))
PROMISE_SECONDS = 3.0
"""Issue 2: the hub stops in less."""


class Attentive(Water):
    """A water that remembers from where it was asked to go on."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.asked: list[str] = []

    async def batches(self, cursor: str) -> AsyncIterator[Batch]:
        self.asked.append(cursor)
        async for batch in super().batches(cursor):
            yield batch


@pytest.fixture
def water() -> Attentive:
    return Attentive("deep")


@pytest.fixture
async def card(desk: HubClient, brand: Account, water: Water, until: Until) -> Card:
    return await first_card(desk, water, until)


async def first_card(desk: HubClient, water: Water, until: Until) -> Card:
    water.say("Is the ferry late?", at=NOON)
    queue = desk.subscribe(QueueFeed(view=ANY))
    await until(queue, lambda: len(queue.rows) == 1)
    card: Card = next(iter(queue.rows.values()))
    return card


async def test_every_lane_goes_on_behind_what_was_committed(
    rooms: Rooms, hub: Hub, desk: HubClient, card: Card, brand: Account, water: Attentive, until: Until
) -> None:
    health = desk.subscribe(HealthFeed())
    for number in range(2, 8):
        water.say(f"Number {number}", at=NOON + number)
    queue = desk.subscribe(QueueFeed(view=ANY))
    await until(queue, lambda: len(queue.rows) == 7)
    water.asked.clear()
    await until(health, lambda: str(brand.id) in health.rows)
    await rooms.close_hub(hub)
    await rooms.open_hub()
    station = await rooms.station(name="second")
    water.say("Number 8", at=NOON + 8)
    again = station.subscribe(QueueFeed(view=ANY))
    await until(again, lambda: len(again.rows) == 8)

    assert water.asked == ["7"]


async def test_drafts_hold_and_outbox_are_there_again(
    rooms: Rooms, hub: Hub, desk: HubClient, card: Card, brand: Account, water: Water, until: Until
) -> None:
    await desk.call(SaveDraft(conversation_id=card.id, kind="note", text="Ask the purser", based_on=0))
    await desk.call(HoldSending(reason="Storm"))
    item = await desk.call(reply(card))
    await rooms.close_hub(hub)
    await rooms.open_hub()
    station = await rooms.station(name="second")
    queue, drafts = station.subscribe(QueueFeed(view=ANY)), station.subscribe(DraftFeed(conversation_id=card.id))
    house, outbox = station.subscribe(HouseFeed()), station.subscribe(OutboxFeed())
    accounts = station.subscribe(AccountFeed())
    for mirror in (queue, drafts, house, outbox, accounts):
        await until(mirror, lambda mirror=mirror: bool(mirror.rows))  # type: ignore[misc]

    assert [found.text for found in queue.rows.values()] == [card.text]
    assert drafts.rows["note"].text == "Ask the purser"
    assert house.rows["house"].hold == "Storm"
    assert state_of(outbox, item) is OutboxState.HELD
    assert accounts.rows == {str(brand.id): brand}
    assert water.sends == 0


class Babbling(Pond):
    """Never stops speaking, and does not like to be stopped."""

    async def stream(self, cursors: object) -> AsyncIterator[Batch]:
        number = 0
        while True:
            number += 1
            post: Post = self._water.say(f"Number {number}", at=NOON + number)
            yield Batch(lane="all", posts=(post,), cursor=str(number))

    async def close(self) -> None:
        await asyncio.Event().wait()


async def test_it_stops_in_time_while_a_send_hangs_and_everybody_speaks(
    rooms: Rooms, hub: Hub, desk: HubClient, card: Card, water: Water, until: Until, monkeypatch: pytest.MonkeyPatch
) -> None:
    outbox = desk.subscribe(OutboxFeed())
    water.fault = "hang"
    item = await desk.call(reply(card))
    await until(outbox, lambda: state_of(outbox, item) is OutboxState.SENDING)
    monkeypatch.setattr("tests.fakes.pond.Pond.stream", Babbling.stream)
    monkeypatch.setattr("tests.fakes.pond.Pond.close", Babbling.close)
    for name in ("second", "third"):
        account = Account(id=0, network="pond", handle=name, brand=name, options={"water": "deep"})
        await desk.call(SaveAccount(account=account, secrets={"password": "x"}, session_only=True))
    queue = desk.subscribe(QueueFeed(view=ANY))
    await until(queue, lambda: len(queue.rows) > 20)
    async with silent_station(rooms, hub):
        began = time.monotonic()
        await rooms.close_hub(hub)
        took = time.monotonic() - began

    print(f"stopped in {took:.2f} s")
    assert took < PROMISE_SECONDS


@asynccontextmanager
async def silent_station(rooms: Rooms, hub: Hub) -> AsyncIterator[None]:
    """A station that came in and reads nothing any more."""
    announced = read_announcement(rooms.data.announcement)
    assert announced is not None
    url, headers = f"{hub.url}/v1/wire", {"Authorization": f"Bearer {announced.token}"}
    async with aiohttp.ClientSession() as http:
        socket = await http.ws_connect(url, headers=headers, autoping=False)
        await socket.send_bytes(frames.encode(frames.Hello(version=frames.VERSION, station="s", mode="wall")))
        await socket.receive(timeout=PATIENCE)
        await socket.send_bytes(frames.encode(frames.Subscribe(id=1, feed=QueueFeed(view=ANY))))
        yield


async def test_new_secrets_start_the_connector_anew_and_only_once(
    rooms: Rooms, hub: Hub, desk: HubClient, card: Card, brand: Account, water: Attentive, until: Until
) -> None:
    began = len(water.asked)
    changed = Account(
        id=brand.id, network="pond", handle="brand", brand="Renamed", options={"water": "deep"}, undo_seconds=0
    )
    await desk.call(SaveAccount(account=changed, secrets={"password": "y"}, session_only=True))
    health = desk.subscribe(HealthFeed())
    await until(health, lambda: health.rows[str(brand.id)].title == "Renamed")  # the old one is gone by then
    water.say("Number 2", at=NOON + 2)
    queue = desk.subscribe(QueueFeed(view=ANY))
    await until(queue, lambda: len(queue.rows) == 2)
    await rooms.close_hub(hub)

    assert set(water.asked[began:]) == {"1"}
    assert hub._connectors._running == {}


async def test_a_connector_that_cannot_be_made_stops_no_other(desk: HubClient, water: Water, until: Until) -> None:
    broken = Account(id=0, network="pond", handle="broken", brand="Broken", options={"water": "dry"})
    sound = Account(id=0, network="pond", handle="sound", brand="Sound", options={"water": "deep"})
    first = await desk.call(SaveAccount(account=broken, secrets={"password": "x"}, session_only=True))
    await desk.call(SaveAccount(account=sound, secrets={"password": "x"}, session_only=True))
    await first_card(desk, water, until)
    health = desk.subscribe(HealthFeed())
    await until(health, lambda: "could not be started" in health.rows[str(first.id)].error)
