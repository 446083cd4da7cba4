"""Stations: who is let in, what each may read, and that coming back shows exactly what staying shows."""

import asyncio
import stat
import time

import aiohttp
import pytest
from aiohttp import WSMsgType, web

from app.core.errors import Code, FishbowlError
from app.core.http import open_session
from app.domain.account import Account
from app.domain.announcement import read_announcement
from app.domain.conversation import Status, View
from app.domain.principal import Principal
from app.hub import session
from app.hub.main import Hub
from app.link.base import LinkState
from app.link.child import FixedHub
from app.link.client import HubClient
from app.link.mirror import Mirror
from app.services.door import check_feed
from app.wire import frames
from app.wire.calls import ListTopics, MintToken, RevokeToken, Search
from app.wire.feeds import CountFeed, Feed, QueueFeed, StreamFeed, VolumeFeed
from tests.fakes.clock import NOON
from tests.fakes.pond import Water
from tests.hub.conftest import PATIENCE, Rooms, Until

ANY = View(statuses=tuple(Status))


async def until_state(client: HubClient, state: LinkState) -> None:
    changed = asyncio.Event()
    stop = client.on_state(changed.set)
    async with asyncio.timeout(PATIENCE):
        while client.state is not state:
            changed.clear()
            await changed.wait()
    stop()


async def test_the_owners_token_is_the_users_alone(rooms: Rooms, hub: Hub) -> None:
    assert stat.S_IMODE(rooms.data.announcement.stat().st_mode) == 0o600


async def test_a_wrong_token_is_refused_for_good(rooms: Rooms, hub: Hub) -> None:
    http = open_session()
    rooms.stack.push_async_callback(http.close)
    client = HubClient(FixedHub(hub.url, "wrong").find, http, station="stranger", mode="agent")
    await asyncio.wait_for(client.run(), PATIENCE)

    assert client.state is LinkState.REFUSED
    assert "token" in client.reason


@pytest.mark.parametrize(("version", "word"), [(0, "old"), (frames.VERSION + 1, "newer")])
async def test_another_version_is_refused_in_words(rooms: Rooms, hub: Hub, version: int, word: str) -> None:
    refused = await greeting(rooms, hub, frames.encode(frames.Hello(version=version, station="s", mode="wall")))

    assert isinstance(refused, frames.Refused)
    assert refused.code is Code.TOO_OLD
    assert word in refused.message
    assert refused.hint


async def test_a_station_that_speaks_rubbish_is_refused_in_words(rooms: Rooms, hub: Hub) -> None:
    assert isinstance(await greeting(rooms, hub, b"\xc1\x00"), frames.Refused)


async def greeting(rooms: Rooms, hub: Hub, first: bytes) -> frames.FromHub:
    """The hub's answer to a first frame."""
    announced = read_announcement(rooms.data.announcement)
    assert announced is not None
    headers = {"Authorization": f"Bearer {announced.token}"}
    async with aiohttp.ClientSession() as http, http.ws_connect(f"{hub.url}/v1/wire", headers=headers) as socket:
        await socket.send_bytes(first)
        message = await socket.receive(timeout=PATIENCE)
        return frames.decode_from_hub(message.data)


async def test_a_screen_reads_moderated_feeds_and_nothing_else(rooms: Rooms, desk: HubClient, until: Until) -> None:
    screen = await rooms.station(token=await desk.call(MintToken(name="Foyer", role="screen")), name="wall")
    volume = screen.subscribe(VolumeFeed())
    queue = screen.subscribe(QueueFeed(view=ANY))
    await until(volume, lambda: True)

    assert await screen.call(ListTopics()) == ()
    assert not queue.filled
    with pytest.raises(FishbowlError) as caught:
        await screen.call(Search(text="mira"))
    assert caught.value.code is Code.NOT_ALLOWED


async def test_a_revoked_token_ends_its_station_at_once(rooms: Rooms, desk: HubClient) -> None:
    screen = await rooms.station(token=await desk.call(MintToken(name="Foyer", role="screen")), name="wall")
    await desk.call(RevokeToken(name="Foyer"))

    await until_state(screen, LinkState.REFUSED)


async def test_a_token_that_is_revoked_while_its_station_connects_lets_nobody_in(
    rooms: Rooms, hub: Hub, desk: HubClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    token, prepare = await desk.call(MintToken(name="Foyer", role="screen")), web.WebSocketResponse.prepare

    async def slowly(socket: web.WebSocketResponse, request: web.BaseRequest) -> object:
        if token in request.headers["Authorization"]:
            await desk.call(RevokeToken(name="Foyer"))
        return await prepare(socket, request)

    monkeypatch.setattr(web.WebSocketResponse, "prepare", slowly)
    async with (
        open_session() as http,
        http.ws_connect(
            f"{hub.url.replace('http', 'ws')}/v1/wire", headers={"Authorization": f"Bearer {token}"}
        ) as socket,
    ):
        await socket.send_bytes(frames.encode(frames.Hello(version=frames.VERSION, station="wall", mode="wall")))
        assert (await socket.receive()).type in (WSMsgType.CLOSE, WSMsgType.CLOSED)


async def test_a_station_outlives_its_hub_and_shows_what_the_next_one_knows(
    rooms: Rooms, hub: Hub, desk: HubClient, brand: Account, water: Water, until: Until
) -> None:
    water.say("First", at=NOON)
    queue = desk.subscribe(QueueFeed(view=ANY))
    await until(queue, lambda: len(queue.rows) == 1)
    desk._find = rooms_find(rooms)

    await rooms.close_hub(hub)
    await until_state(desk, LinkState.LOST)
    assert queue.last_known
    assert len(queue.rows) == 1

    await rooms.open_hub()
    water.say("Second", at=NOON + 1000)
    desk.try_now()
    await until(queue, lambda: not queue.last_known and "Second" in {card.text for card in queue.rows.values()})


def rooms_find(rooms: Rooms):  # type: ignore[no-untyped-def]
    async def find():  # type: ignore[no-untyped-def]
        announced = read_announcement(rooms.data.announcement)
        if announced is None:
            raise FishbowlError("no hub", code=Code.UNAVAILABLE)
        return await FixedHub(announced.url, announced.token).find()

    return find


async def test_who_was_away_shows_exactly_what_who_stayed_shows(
    rooms: Rooms, desk: HubClient, brand: Account, water: Water, until: Until
) -> None:
    other = await rooms.station(name="other")
    feeds = (QueueFeed(view=ANY), VolumeFeed(minutes=60, step=1), CountFeed(me="ana"), StreamFeed())
    stayed = [desk.subscribe(feed) for feed in feeds]
    away = [other.subscribe(feed) for feed in feeds]
    now = round(1000 * time.time())
    water.say("Number 0", at=now)
    for mirror in (stayed[0], away[0]):
        await until(mirror, lambda mirror=mirror: len(mirror.rows) == 1)  # type: ignore[misc]

    await drop(other)
    for number in range(1, 150):
        water.say(f"Number {number}", at=now + number)
    await until(stayed[0], lambda: len(stayed[0].rows) == 150)
    await until(stayed[1], lambda: sum(row.posts for row in stayed[1].rows.values()) == 150)
    other.try_now()
    for gone, there in zip(away, stayed, strict=True):
        async with asyncio.timeout(PATIENCE):
            while gone.rows != there.rows or gone.last_known:
                await next_change(gone, there)
    assert sum(row.posts for row in away[1].rows.values()) == 150


async def next_change(*mirrors: Mirror) -> None:
    """Wait until any of these mirrors changes."""
    news = asyncio.Event()
    stops = [mirror.listen(lambda _mirror, _change: news.set()) for mirror in mirrors]
    await news.wait()
    for stop in stops:
        stop()


async def drop(client: HubClient) -> None:
    """Cut the station's connection without a word."""
    for connection in list(client._http.connector._acquired):  # type: ignore[union-attr]
        assert connection.transport is not None
        connection.transport.abort()
    await until_state(client, LinkState.LOST)


async def test_a_call_with_rubbish_in_it_is_answered(rooms: Rooms, hub: Hub, desk: HubClient) -> None:
    class Strange(ListTopics, frozen=True, kw_only=True, tag="house.burn"):
        """A call no hub knows."""

    with pytest.raises(FishbowlError) as caught:
        await desk.call(Strange())

    assert caught.value.code is Code.BAD_INPUT


async def test_a_hub_that_crashes_in_a_call_answers_and_lives(desk: HubClient, monkeypatch: pytest.MonkeyPatch) -> None:
    async def crash(*_arguments: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(session, "perform", crash)
    with pytest.raises(FishbowlError) as caught:
        await desk.call(ListTopics())

    assert caught.value.code is Code.INTERNAL
    assert desk.state is LinkState.LIVE


async def test_a_call_nested_too_deep_ends_no_connection(rooms: Rooms, hub: Hub, desk: HubClient) -> None:
    announced = read_announcement(rooms.data.announcement)
    assert announced is not None
    headers = {"Authorization": f"Bearer {announced.token}"}
    async with aiohttp.ClientSession() as http, http.ws_connect(f"{hub.url}/v1/wire", headers=headers) as socket:
        await socket.send_bytes(frames.encode(frames.Hello(version=frames.VERSION, station="s", mode="wall")))
        await socket.send_bytes(b"\x91" * 100_000 + b"\x90")
        async with asyncio.timeout(PATIENCE):
            while not isinstance(told := frames.decode_from_hub((await socket.receive()).data), frames.Failed):
                pass
    assert told.code is Code.BAD_INPUT


async def test_a_feed_that_crashes_the_hub_is_refused_and_the_others_go_on(
    desk: HubClient, until: Until, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(principal: Principal, feed: Feed) -> None:
        if isinstance(feed, CountFeed):
            raise ZeroDivisionError
        check_feed(principal, feed)

    monkeypatch.setattr(session, "check_feed", crash)
    states: list[LinkState] = []
    desk.on_state(lambda: states.append(desk.state))
    desk.subscribe(CountFeed(me="desk"))
    queue = desk.subscribe(QueueFeed(view=ANY))
    await until(queue, lambda: True)

    assert states == []
