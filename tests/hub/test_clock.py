"""The wall clock is set on a running hub, an hour back and a day ahead: nothing is lost, early or stuck."""

import asyncio

import aiohttp
import pytest

from app.core.clock import DAY, HOUR, MINUTE, SECOND, Millis
from app.core.ids import IdMaker
from app.domain.account import Account
from app.domain.announcement import read_announcement
from app.domain.conversation import Card, Status, View
from app.domain.reply import OutboxState
from app.hub import chores
from app.hub import outbox as hub_outbox
from app.hub.jumps import Jumps, Reading
from app.hub.main import Hub
from app.link.client import HubClient
from app.link.mirror import Mirror
from app.store import posts
from app.wire import frames
from app.wire.calls import SaveAccount, SendReply, SetStatus, UndoSend
from app.wire.feeds import OutboxFeed, QueueFeed, ThreadFeed, VolumeFeed
from tests.fakes.clock import ManualClock, SettableClock
from tests.fakes.pond import Water
from tests.hub.conftest import PATIENCE, Rooms, Until

ANY = View(statuses=tuple(Status))
UNDO_SECONDS = 300
SETS: list[Millis] = [-HOUR, DAY]
"""Back an hour, as when summer ends on a badly kept machine; a day ahead, as after a flat battery."""


@pytest.fixture
def clock(rooms: Rooms) -> SettableClock:
    made = SettableClock()
    rooms.clock = made
    return made


@pytest.fixture
async def hub(rooms: Rooms, clock: SettableClock) -> Hub:
    return await rooms.open_hub()


@pytest.fixture
async def careful(desk: HubClient, water: Water) -> Account:
    """An account of ours with a long undo window."""
    account = Account(
        id=0, network="pond", handle="brand", brand="Brand", options={"water": "deep"}, undo_seconds=UNDO_SECONDS
    )
    saved: Account = await desk.call(SaveAccount(account=account, secrets={"password": "x"}, session_only=True))
    return saved


@pytest.fixture
async def card(desk: HubClient, careful: Account, water: Water, clock: SettableClock, until: Until) -> Card:
    water.say("Is the ferry late?", at=clock.now())
    queue = desk.subscribe(QueueFeed(view=ANY))
    await until(queue, lambda: len(queue.rows) == 1)
    found: Card = next(iter(queue.rows.values()))
    return found


@pytest.fixture
def outbox(desk: HubClient) -> Mirror:
    return desk.subscribe(OutboxFeed())


def reply(card: Card, *, not_before: Millis = 0) -> SendReply:
    return SendReply(
        conversation_id=card.id,
        account_id=card.account_id,
        parent="post-1",
        to_handle="mira",
        text="It is on time.",
        token="t",
        not_before=not_before,
    )


def waiting_until(outbox: Mirror, number: int) -> Millis:
    row = outbox.rows.get(str(number))
    return int(row.not_before) if row else 0


def wake(hub: Hub) -> None:
    """The dispatcher looks now; else it would within half a minute."""
    hub._dispatcher.stir()


@pytest.mark.parametrize("by", SETS)
async def test_an_undo_window_neither_ends_early_nor_grows(
    hub: Hub,
    clock: SettableClock,
    desk: HubClient,
    card: Card,
    water: Water,
    outbox: Mirror,
    until: Until,
    by: Millis,
) -> None:
    item = await desk.call(reply(card))
    clock.set_by(by)
    wake(hub)
    await until(outbox, lambda: abs(waiting_until(outbox, item.id) - (item.not_before + by)) < SECOND)
    assert outbox.rows[str(item.id)].state is OutboxState.WAITING
    assert water.sends == 0

    clock.let_pass(UNDO_SECONDS)
    wake(hub)
    await until(outbox, lambda: outbox.rows[str(item.id)].state is OutboxState.SENT)
    assert water.sends == 1


@pytest.mark.parametrize("by", SETS)
async def test_a_reply_written_after_the_clock_was_set_waits_as_long_as_any(
    hub: Hub, clock: SettableClock, desk: HubClient, card: Card, outbox: Mirror, until: Until, by: Millis
) -> None:
    clock.set_by(by)
    item = await desk.call(reply(card))  # its commit wakes the dispatcher, which finds the clock set
    await until(outbox, lambda: waiting_until(outbox, item.id) > 0)
    clock.let_pass(UNDO_SECONDS + 1)
    wake(hub)
    await until(outbox, lambda: outbox.rows[str(item.id)].state is OutboxState.SENT)


async def test_a_clock_that_is_set_right_after_it_was_looked_at_ends_no_undo_window(
    hub: Hub,
    clock: SettableClock,
    desk: HubClient,
    card: Card,
    water: Water,
    outbox: Mirror,
    until: Until,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    read, sets = hub._dispatcher._jumps.read, iter([DAY])

    def read_and_set() -> Reading:
        reading = read()
        clock.set_by(next(sets, 0))
        return reading

    item = await desk.call(reply(card))
    monkeypatch.setattr(hub._dispatcher._jumps, "read", read_and_set)
    wake(hub)
    await until(outbox, lambda: abs(waiting_until(outbox, item.id) - (item.not_before + DAY)) < SECOND)
    assert water.sends == 0


@pytest.mark.parametrize("by", SETS)
async def test_what_is_in_its_undo_window_can_still_be_undone(
    hub: Hub, clock: SettableClock, desk: HubClient, card: Card, water: Water, by: Millis
) -> None:
    item = await desk.call(reply(card))
    clock.set_by(by)
    wake(hub)

    assert (await desk.call(UndoSend(id=item.id))).state is OutboxState.CANCELLED
    assert water.sends == 0


async def test_a_reply_for_a_date_keeps_its_date(
    hub: Hub, clock: SettableClock, desk: HubClient, card: Card, water: Water, outbox: Mirror, until: Until
) -> None:
    date = clock.now() + 6 * HOUR
    item = await desk.call(reply(card, not_before=date))
    clock.set_by(-HOUR)
    wake(hub)
    clock.let_pass(6 * 3600)
    wake(hub)
    await until(outbox, lambda: str(item.id) in outbox.rows)
    assert waiting_until(outbox, item.id) == date
    assert water.sends == 0

    clock.let_pass(3600)
    wake(hub)
    await until(outbox, lambda: outbox.rows[str(item.id)].state is OutboxState.SENT)


@pytest.mark.parametrize("by", SETS)
async def test_a_reply_of_unknown_fate_is_soon_asked_about(
    hub: Hub,
    clock: SettableClock,
    desk: HubClient,
    card: Card,
    water: Water,
    outbox: Mirror,
    until: Until,
    by: Millis,
) -> None:
    water.fault, water.blind = "ambiguous", True
    item = await desk.call(reply(card))
    clock.let_pass(UNDO_SECONDS)
    wake(hub)
    await until(outbox, lambda: "murky" in outbox.rows[str(item.id)].error if str(item.id) in outbox.rows else False)

    clock.set_by(by)
    water.blind = False
    wake(hub)
    clock.let_pass(hub_outbox.LOOK_AGAIN[-1] / SECOND)
    wake(hub)
    await until(outbox, lambda: outbox.rows[str(item.id)].state is OutboxState.SENT)
    assert water.sends == 1


async def test_looks_go_on_for_a_reply_that_is_younger_than_nothing(
    hub: Hub, clock: SettableClock, desk: HubClient, card: Card, water: Water, outbox: Mirror, until: Until
) -> None:
    water.fault, water.blind = "ambiguous", True
    item = await desk.call(reply(card))
    clock.let_pass(UNDO_SECONDS)
    wake(hub)
    await until(outbox, lambda: "murky" in outbox.rows[str(item.id)].error if str(item.id) in outbox.rows else False)

    clock.set_by(-DAY)
    clock.let_pass(hub_outbox.LOOK_AGAIN[-1] / SECOND)
    wake(hub)
    soon = hub_outbox.LOOK_AGAIN[1]  # it was the second look: waits grow by looks, not by age
    await until(outbox, lambda: 0 < outbox.rows[str(item.id)].next_look - clock.now() <= soon)


@pytest.mark.parametrize("by", SETS)
async def test_ids_grow_and_posts_go_on_arriving(
    hub: Hub, clock: SettableClock, desk: HubClient, card: Card, water: Water, until: Until, by: Millis
) -> None:
    volume = desk.subscribe(VolumeFeed(minutes=60, step=1))
    clock.set_by(by)
    hub._figures.tick()  # as every second
    water.say("And the next one?", at=clock.now())
    queue = desk.subscribe(QueueFeed(view=ANY))
    await until(queue, lambda: len(queue.rows) == 2)
    await until(volume, lambda: sum(row.posts for row in volume.rows.values()) >= 1)
    found = await hub.house.store.read(lambda tx: posts.recent(tx, since=0, limit=10))

    assert [one.post.native_id for one in found] == ["post-1", "post-2"]


async def test_ids_grow_over_a_restart_with_the_clock_set_back(
    rooms: Rooms, hub: Hub, clock: SettableClock, card: Card, water: Water, until: Until
) -> None:
    await rooms.close_hub(hub)
    clock.set_by(-HOUR)
    again = await rooms.open_hub()
    water.say("And the next one?", at=clock.now())
    station = await rooms.station(name="second")
    queue = station.subscribe(QueueFeed(view=ANY))
    await until(queue, lambda: len(queue.rows) == 2)
    found = await again.house.store.read(lambda tx: posts.recent(tx, since=0, limit=10))

    assert [one.post.native_id for one in found] == ["post-1", "post-2"]


def test_ids_of_a_later_process_are_greater_and_its_own() -> None:
    clock = ManualClock()
    last = IdMaker(node=5, clock=clock).block(9)[-1]
    clock.set_back(HOUR)
    maker = IdMaker(node=3, clock=clock)
    maker.continue_after(last)

    fresh = maker.next()
    assert fresh > last
    assert fresh >> 12 & 1023 == 3


async def test_posts_from_the_future_are_taken_as_of_now(
    clock: SettableClock, desk: HubClient, card: Card, water: Water, until: Until
) -> None:
    post = water.say("Greetings from tomorrow", at=clock.now() + DAY)
    queue = desk.subscribe(QueueFeed(view=ANY))
    await until(queue, lambda: post.text in {row.text for row in queue.rows.values()})
    arrived = next(row for row in queue.rows.values() if row.text == post.text)
    thread = desk.subscribe(ThreadFeed(conversation_id=arrived.id))
    await until(thread, lambda: bool(thread.rows))

    assert max(entry.at for entry in thread.rows.values()) <= clock.now() + 5 * MINUTE


@pytest.mark.parametrize("by", SETS)
async def test_who_sleeps_until_an_hour_wakes_at_that_hour(
    rooms: Rooms,
    clock: SettableClock,
    monkeypatch: pytest.MonkeyPatch,
    hub: Hub,
    card: Card,
    until: Until,
    by: Millis,
) -> None:
    monkeypatch.setattr(chores, "WAKE_SECONDS", 0.01)
    await rooms.close_hub(hub)
    await rooms.open_hub()
    station = await rooms.station(name="second")
    queue = station.subscribe(QueueFeed(view=View()))
    hour = clock.now() + 2 * HOUR
    await station.call(SetStatus(ids=(card.id,), status=Status.SNOOZED, until=hour))
    await until(queue, lambda: not queue.rows)

    clock.set_by(by)
    clock.let_pass(max(0.0, (hour - clock.now()) / SECOND))
    await until(queue, lambda: str(card.id) in queue.rows)


@pytest.mark.parametrize("by", SETS)
async def test_beats_go_on_and_tell_the_hubs_time(rooms: Rooms, hub: Hub, clock: SettableClock, by: Millis) -> None:
    announced = read_announcement(rooms.data.announcement)
    assert announced is not None
    headers = {"Authorization": f"Bearer {announced.token}"}
    async with aiohttp.ClientSession() as http, http.ws_connect(f"{hub.url}/v1/wire", headers=headers) as socket:
        await socket.send_bytes(frames.encode(frames.Hello(version=frames.VERSION, station="s", mode="wall")))
        await beat_of(socket)
        clock.set_by(by)

        assert abs(await beat_of(socket) - clock.now()) < 5 * SECOND


async def beat_of(socket: aiohttp.ClientWebSocketResponse) -> Millis:
    """The time that the next beat tells."""
    while True:
        message = await socket.receive(timeout=PATIENCE)
        frame = frames.decode_from_hub(message.data)
        if isinstance(frame, frames.Beat):
            return frame.now


async def test_a_clock_far_ahead_does_not_sweep_the_house_empty(
    monkeypatch: pytest.MonkeyPatch, rooms: Rooms, clock: SettableClock
) -> None:
    waits = asyncio.Event()
    sleep = clock.sleep

    async def nap(seconds: float) -> None:
        if seconds == chores.DISTRUST_SECONDS:
            waits.set()
        await sleep(seconds)

    monkeypatch.setattr(chores, "SWEEP_SECONDS", 0.01)
    monkeypatch.setattr(clock, "sleep", nap)
    await rooms.open_hub()
    assert not waits.is_set()

    clock.set_by(1000 * DAY)
    await asyncio.wait_for(waits.wait(), PATIENCE)


async def test_a_hub_that_starts_with_a_clock_far_ahead_sweeps_nothing(
    monkeypatch: pytest.MonkeyPatch, rooms: Rooms, hub: Hub, clock: SettableClock, card: Card
) -> None:
    waits = asyncio.Event()
    sleep = clock.sleep

    async def nap(seconds: float) -> None:
        if seconds == chores.DISTRUST_SECONDS:
            waits.set()
        await sleep(seconds)

    await rooms.close_hub(hub)
    clock.set_by(1000 * DAY)
    monkeypatch.setattr(clock, "sleep", nap)
    again = await rooms.open_hub()
    await asyncio.wait_for(waits.wait(), PATIENCE)

    assert (await again.house.store.facts()).posts == 1


async def test_a_hub_that_was_off_for_a_night_sweeps_at_once(
    monkeypatch: pytest.MonkeyPatch, rooms: Rooms, hub: Hub, clock: SettableClock, card: Card
) -> None:
    swept = asyncio.Event()
    sleep = clock.sleep

    async def nap(seconds: float) -> None:
        assert seconds != chores.DISTRUST_SECONDS
        if seconds == chores.SWEEP_SECONDS:
            swept.set()
        await sleep(seconds)

    await rooms.close_hub(hub)
    clock.let_pass(12 * HOUR / SECOND)
    monkeypatch.setattr(clock, "sleep", nap)
    await rooms.open_hub()
    await asyncio.wait_for(swept.wait(), PATIENCE)


def test_a_jump_is_told_once_and_drift_never() -> None:
    clock = SettableClock()
    jumps = Jumps(clock)
    clock.let_pass(3600)
    assert jumps.taken() == 0

    clock.set_by(-HOUR)
    assert abs(jumps.taken() + HOUR) < SECOND
    assert jumps.taken() == 0
    for _second in range(100):
        clock.set_by(50)
        assert jumps.taken() == 0
