"""A hub in this process on a fresh folder, with the pond for a network, and links to it over real sockets."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from app.connectors import registry
from app.core.clock import Clock, SystemClock
from app.core.http import open_session
from app.core.ids import IdMaker
from app.core.paths import DataDir
from app.core.settings import Settings
from app.core.tasks import TaskScope
from app.domain.account import Account
from app.domain.announcement import read_announcement
from app.hub.main import Hub
from app.link.child import FixedHub
from app.link.client import HubClient
from app.link.mirror import Mirror
from app.link.reach import live
from app.store.engine import Store
from app.wire.calls import SaveAccount
from tests.fakes.clock import ManualClock
from tests.fakes.pond import WATERS, Water

PATIENCE = 60.0
"""How long a test waits for what must come (s); never so long unless it fails."""


class Rooms:
    """Hubs on one folder, one after another, and stations."""

    def __init__(self, folder: Path) -> None:
        self.clock: Clock = SystemClock()
        self.data = DataDir(folder)
        self.settings = Settings()
        self.stack = AsyncExitStack()
        self.scope = TaskScope("test")

    async def open_hub(self) -> Hub:
        """Start a hub and wait until it listens."""
        hub = Hub(self.data, self.settings, clock=self.clock)
        self._task = self.scope.spawn("hub", hub.run())
        working = self.scope.spawn("working", hub.working.wait())
        await asyncio.wait({working, self._task}, return_when=asyncio.FIRST_COMPLETED, timeout=PATIENCE)
        if self._task.done():
            self._task.result()
        return hub

    async def close_hub(self, hub: Hub) -> None:
        """Stop it as SIGTERM does."""
        hub.end()
        await asyncio.wait_for(self._task, PATIENCE)

    async def station(self, *, token: str = "", name: str = "desk") -> HubClient:
        """A live link with the owner's token or another."""
        announced = read_announcement(self.data.announcement)
        assert announced is not None
        address = FixedHub(announced.url, token or announced.token)
        http = open_session()
        self.stack.push_async_callback(http.close)
        client = HubClient(address.find, http, station=name, mode="agent")
        self.scope.spawn(name, client.run())
        await live(client, within=PATIENCE)
        return client


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
async def store(tmp_path: Path, clock: ManualClock) -> AsyncIterator[Store]:
    opened = await Store.open(f"sqlite:///{tmp_path / 'fishbowl.db'}", ids=IdMaker(clock=clock), clock=clock)
    yield opened
    await opened.close()


@pytest.fixture
async def rooms(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Rooms]:
    monkeypatch.setitem(registry.BUILT_IN, "pond", "tests.fakes.pond:Pond")
    registry._places.cache_clear()
    made = Rooms(tmp_path / "data")
    yield made
    await made.scope.close(within=PATIENCE)
    await made.stack.aclose()
    registry._places.cache_clear()
    WATERS.clear()


@pytest.fixture
async def hub(rooms: Rooms) -> Hub:
    return await rooms.open_hub()


@pytest.fixture
async def desk(rooms: Rooms, hub: Hub) -> HubClient:
    return await rooms.station()


@pytest.fixture
def water() -> Water:
    return Water("deep")


@pytest.fixture
async def brand(desk: HubClient, water: Water) -> Account:
    """An account of ours on the pond, without an undo window."""
    account = Account(id=0, network="pond", handle="brand", brand="Brand", options={"water": "deep"}, undo_seconds=0)
    saved: Account = await desk.call(SaveAccount(account=account, secrets={"password": "x"}, session_only=True))
    return saved


Until = Callable[[Mirror, Callable[[], bool]], Awaitable[None]]


@pytest.fixture
def until() -> Until:
    """Wait until a mirror's rows satisfy a condition."""

    async def wait(mirror: Mirror, condition: Callable[[], bool]) -> None:
        news = asyncio.Event()
        stop = mirror.listen(lambda _mirror, _change: news.set())
        try:
            async with asyncio.timeout(PATIENCE):
                while not (mirror.filled and condition()):
                    news.clear()
                    await news.wait()
        finally:
            stop()

    return wait
