"""The live feed under load: ten refreshes a second at most, nothing queued for a slow station, no feed held up by
another that fails."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from typing import Any

import pytest
from aiohttp import WSMessage, WSMsgType

from app.core.clock import Clock
from app.core.errors import StorageError
from app.core.tasks import TaskScope
from app.domain.changes import Changes
from app.domain.principal import Principal, Role
from app.hub import session as hub_session
from app.hub import sources
from app.hub.session import Session
from app.hub.sources import LONGEST_SECONDS, LiveFeed, Source
from app.link.mirror import Mirror
from app.wire import frames
from app.wire.calls import ListTopics, Request
from app.wire.feeds import CountFeed, CountRow, Feed
from app.wire.frames import encode
from tests.fakes.clock import ManualClock, settle
from tests.hub.conftest import PATIENCE

FEED = CountFeed(me="ana")
OTHER = CountFeed(me="dev")
NEWS = Changes(sequence=1, conversations=(1,))


class Numbers:
    """Tables whose rows are a number that a test changes.

    Attributes:
        asked: how often each feed's rows were computed.
        broken: feeds that cannot be computed now.
    """

    def __init__(self) -> None:
        self.value = 0
        self.asked: dict[Feed, int] = {}
        self.broken: dict[Feed, Exception] = {}

    async def rows(self, feed: Feed) -> Mapping[str, bytes]:
        self.asked[feed] = self.asked.get(feed, 0) + 1
        if feed in self.broken:
            raise self.broken[feed]
        return {
            f"row-{self.value % 100}": encode(CountRow("open", self.value)),
            "now": encode(CountRow("", self.value)),
        }

    def touched(self, feed: Feed, changes: Changes) -> bool:
        return True

    def every(self, feed: Feed) -> float:
        return 0.0


@pytest.fixture
def tables() -> Numbers:
    return Numbers()


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
async def live(tables: Numbers, clock: ManualClock) -> AsyncIterator[LiveFeed]:
    scope = TaskScope("test", clock=clock)
    feed = LiveFeed(tables, clock=clock, scope=scope)
    feed.start()
    yield feed
    await scope.close()


class Told:
    """A watcher that waits for news."""

    def __init__(self) -> None:
        self._news = asyncio.Event()

    def __call__(self) -> None:
        self._news.set()

    async def news(self) -> None:
        await asyncio.wait_for(self._news.wait(), PATIENCE)
        self._news.clear()


async def flood(live: LiveFeed, tables: Numbers, clock: ManualClock, *, changes: int, seconds: float) -> None:
    """So many commits in so much time."""
    for _number in range(changes):
        tables.value += 1
        live.changed(NEWS)
        await clock.advance(seconds / changes)


async def test_a_flood_refreshes_a_feed_ten_times_a_second_at_most(
    live: LiveFeed, tables: Numbers, clock: ManualClock
) -> None:
    told = Told()
    source = live.watch(FEED, told)
    await told.news()
    tables.asked.clear()
    await flood(live, tables, clock, changes=1000, seconds=3.0)
    assert 20 <= tables.asked[FEED] <= 31

    await clock.advance(1.0)
    live.changed(NEWS)
    await settle()
    assert bytes(source.rows["now"]) == encode(CountRow("", tables.value))


async def test_a_costly_feed_takes_a_fifth_of_the_time_at_most(tables: Numbers, clock: ManualClock) -> None:
    class Costly(Numbers):
        async def rows(self, feed: Feed) -> Mapping[str, bytes]:
            clock._move_to(clock.monotonic() + 1.0)
            return await super().rows(feed)

    costly, scope, told = Costly(), TaskScope("test", clock=clock), Told()
    live = LiveFeed(costly, clock=clock, scope=scope)
    live.start()
    live.watch(FEED, told)
    await told.news()
    began = clock.monotonic()
    while clock.monotonic() - began < 50:
        costly.value += 1
        live.changed(NEWS)
        await clock.advance(0.1)
    await scope.close()

    assert 2 <= costly.asked[FEED] <= 12


async def test_a_machine_that_sleeps_while_a_feed_is_refreshed_shows_it_soon_after(clock: ManualClock) -> None:
    class Sleepy(Numbers):
        async def rows(self, feed: Feed) -> Mapping[str, bytes]:
            clock._move_to(clock.monotonic() + 3600.0)
            return await super().rows(feed)

    scope, told = TaskScope("test", clock=clock), Told()
    live = LiveFeed(Sleepy(), clock=clock, scope=scope)
    live.start()
    source = live.watch(FEED, told)
    await told.news()
    await scope.close()
    assert source.due - clock.monotonic() <= LONGEST_SECONDS


@pytest.mark.parametrize("error", [StorageError("The disk is full."), ZeroDivisionError()])
async def test_a_feed_that_cannot_be_computed_is_tried_again_and_others_go_on(
    live: LiveFeed, tables: Numbers, clock: ManualClock, error: Exception
) -> None:
    tables.broken[FEED] = error
    broken, sound = Told(), Told()
    live.watch(FEED, broken)
    other = live.watch(OTHER, sound)
    await sound.news()
    for _second in range(5):
        tables.value += 1
        await clock.advance(1.2)
        live.changed(NEWS)
        await sound.news()
    assert other.version == 6
    assert 3 <= tables.asked[FEED] <= 7

    del tables.broken[FEED]
    await clock.advance(1.2)
    live.changed(NEWS)
    await broken.news()


async def test_a_feed_nobody_watches_is_not_computed(live: LiveFeed, tables: Numbers, clock: ManualClock) -> None:
    told = Told()
    source = live.watch(FEED, told)
    await told.news()
    live.leave(source, told)
    tables.asked.clear()
    await flood(live, tables, clock, changes=100, seconds=10.0)

    assert tables.asked == {}


async def left_behind(live: LiveFeed, tables: Numbers, clock: ManualClock, feed: Feed) -> Source:
    """A feed that was watched for some changes, and is not any more."""
    told = Told()
    source = live.watch(feed, told)
    await told.news()
    await flood(live, tables, clock, changes=3, seconds=3.0)
    live.leave(source, told)
    return source


async def test_of_feeds_left_behind_the_newest_are_kept_as_far_as_their_bytes_fit(
    live: LiveFeed, tables: Numbers, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = await left_behind(live, tables, clock, FEED)
    monkeypatch.setattr(sources, "MOST_IDLE_BYTES", 4 * first.weight)
    left = [await left_behind(live, tables, clock, CountFeed(me=f"desk {number}")) for number in range(9)]
    assert first.weight > len(encode(CountRow("now", tables.value)))
    assert [live.watch(one.feed, Told()) is one for one in (first, *left[:3], left[-1])] == [False] * 4 + [True]


class Stuck:
    """The hub's end of a station's socket, whose other end takes nothing until it is told to.

    Attributes:
        taken: frames the station has taken.
    """

    def __init__(self) -> None:
        self.taken: list[frames.FromHub] = []
        self.open = asyncio.Event()
        self.open.set()
        self._from_station: asyncio.Queue[WSMessage] = asyncio.Queue()
        self._arrived = asyncio.Event()
        self.say(frames.Hello(version=frames.VERSION, station="slow", mode="wall"))

    def say(self, frame: frames.Frame) -> None:
        """The station says something."""
        self._from_station.put_nowait(WSMessage(WSMsgType.BINARY, encode(frame), None))

    def unread(self) -> int:
        """How much the station said that the hub has not listened to yet."""
        return self._from_station.qsize()

    async def until(self, kind: type[frames.Frame]) -> None:
        """Wait until the station has taken a frame of this kind."""
        async with asyncio.timeout(PATIENCE):
            while not any(isinstance(frame, kind) for frame in self.taken):
                self._arrived.clear()
                await self._arrived.wait()

    async def receive(self) -> WSMessage:
        return await self._from_station.get()

    def __aiter__(self) -> "Stuck":
        return self

    async def __anext__(self) -> WSMessage:
        return await self.receive()

    async def send_bytes(self, data: bytes) -> None:
        await self.open.wait()
        self.taken.append(frames.decode_from_hub(data))
        self._arrived.set()


class Means:
    """As much of a house and of a hub's facts as a session needs."""

    epoch, organisation, demo = "e", "Harbour", False

    def __init__(self, clock: Clock) -> None:
        self.clock = clock

    def as_of(self) -> int:
        return 0


@pytest.fixture
async def slow(live: LiveFeed, clock: ManualClock) -> AsyncIterator[Stuck]:
    """A station at the hub that has its first snapshot."""
    socket, scope = Stuck(), TaskScope("test")
    means: Any = Means(clock)
    principal = Principal(name="Ana", role=Role.AGENT)
    session = Session(socket, house=means, live=live, facts=means, principal=principal, token="")  # type: ignore[arg-type]
    scope.spawn("session", session.run())
    socket.say(frames.Subscribe(id=1, feed=FEED))
    await socket.until(frames.Snapshot)
    yield socket
    await scope.close()


async def test_a_slow_station_gets_one_exact_snapshot_instead_of_a_queue(
    live: LiveFeed, tables: Numbers, clock: ManualClock, slow: Stuck
) -> None:
    slow.open.clear()
    slow.taken.clear()
    await flood(live, tables, clock, changes=2000, seconds=3600.0)
    slow.open.set()
    await clock.advance(5.0)
    live.changed(NEWS)
    await slow.until(frames.Snapshot)
    await settle()

    kinds = [type(frame) for frame in slow.taken]
    assert kinds.count(frames.Snapshot) == 1
    assert kinds.count(frames.Delta) <= 1
    assert kinds.count(frames.Beat) <= 5
    mirror = Mirror(FEED)
    for frame in slow.taken:
        if isinstance(frame, frames.Snapshot):
            mirror.take_snapshot(epoch=frame.epoch, version=frame.version, rows=frame.rows, at=1)
    assert mirror.rows["now"] == CountRow("", tables.value)


async def test_a_station_that_was_slow_for_a_moment_gets_the_steps_it_missed(
    live: LiveFeed, tables: Numbers, clock: ManualClock, slow: Stuck
) -> None:
    slow.open.clear()
    slow.taken.clear()
    await flood(live, tables, clock, changes=10, seconds=5.0)
    slow.open.set()
    await slow.until(frames.Delta)
    await settle()

    versions = [frame.version for frame in slow.taken if isinstance(frame, frames.Delta)]
    assert not any(isinstance(frame, frames.Snapshot) for frame in slow.taken)
    assert versions == list(range(2, 2 + len(versions)))


async def test_a_station_that_asks_and_does_not_read_is_not_listened_to_meanwhile(
    monkeypatch: pytest.MonkeyPatch, slow: Stuck
) -> None:
    async def perform(_house: object, _principal: Principal, _request: Request) -> str:
        return "x" * 10_000

    monkeypatch.setattr(hub_session, "perform", perform)
    slow.open.clear()
    asked = 1000
    for number in range(asked):
        slow.say(frames.Invoke(id=number + 10, request=ListTopics()))
    await settle(200)
    listened = asked - slow.unread()
    assert listened <= hub_session.MOST_ANSWERS + hub_session.MOST_CALLS + 2

    slow.taken.clear()
    slow.open.set()
    async with asyncio.timeout(PATIENCE):
        while len([frame for frame in slow.taken if isinstance(frame, frames.Answered)]) < asked:
            await settle()
    assert slow.unread() == 0
