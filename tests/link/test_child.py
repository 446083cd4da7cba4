"""The machine's own hub: started where there is none, found where there is one, started again when it was killed."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from app.core.errors import StorageError, Unavailable
from app.core.http import open_session
from app.core.paths import DataDir
from app.core.tasks import TaskScope
from app.domain.announcement import Announcement, announce, read_announcement
from app.domain.topic import Topic
from app.link.address import Address
from app.link.base import LinkState
from app.link.child import MAIN, LocalHub, answers
from app.link.client import HubClient
from app.link.reach import live
from app.wire.calls import ListTopics, SaveTopic
from app.wire.feeds import TopicFeed
from tests.hub.test_stations import until_state

PATIENCE = 60.0
STATION = """
import asyncio, sys
from pathlib import Path
from app.core.http import open_session
from app.core.paths import DataDir
from app.link.child import LocalHub
from app.link.client import HubClient
from app.link.child import MAIN
from app.link.reach import live
from app.core.tasks import TaskScope

async def station(folder):
    http, scope = open_session(), TaskScope("station")
    hub = LocalHub(DataDir(folder), folder=folder, arguments=["--log", "warning"], main=MAIN)
    client = HubClient(hub.find, http, station="other", mode="agent")
    scope.spawn("run", client.run())
    await live(client, within=60)
    print("live", flush=True)
    await asyncio.Event().wait()

asyncio.run(station(Path(sys.argv[1])))
"""


class Machine:
    """One data folder, and what runs on it."""

    def __init__(self, folder: Path) -> None:
        self.data = DataDir(folder)
        self.folder = folder
        self.stack = AsyncExitStack()
        self._started: list[LocalHub] = []

    def local_hub(self) -> LocalHub:
        made = LocalHub(self.data, folder=self.folder, arguments=["--log", "warning"], main=MAIN)
        self._started.append(made)
        return made

    async def station(self) -> HubClient:
        """A live station."""
        http, scope = open_session(), TaskScope("station")
        self.stack.push_async_callback(http.close)
        self.stack.push_async_callback(scope.close)
        client = HubClient(self.local_hub().find, http, station="desk", mode="agent")
        scope.spawn("run", client.run())
        await live(client, within=PATIENCE)
        return client

    def pid(self) -> int:
        """The announced hub's."""
        announced = read_announcement(self.data.announcement)
        assert announced is not None
        return announced.pid

    async def close(self) -> None:
        await self.stack.aclose()
        for hub in self._started:
            if hub.process is not None:
                hub.process.kill()
                hub.process.wait()


@pytest.fixture
async def machine(tmp_path: Path) -> AsyncIterator[Machine]:
    made = Machine(tmp_path / "a folder")
    yield made
    await made.close()


async def test_two_stations_started_at_once_share_one_hub(machine: Machine) -> None:
    one, other = machine.local_hub(), machine.local_hub()
    addresses = await asyncio.gather(one.find(), other.find())

    assert addresses[0] == addresses[1]
    statuses = [hub.process.wait(PATIENCE) for hub in (one, other) if hub.process and hub.process.pid != machine.pid()]
    assert len(statuses) == 1


async def test_a_station_outlives_a_killed_hub_and_starts_the_next_one(machine: Machine) -> None:
    desk = await machine.station()
    await desk.call(SaveTopic(topic=Topic(id=0, name="Delays", query="late")))
    topics = desk.subscribe(TopicFeed())
    news = asyncio.Event()
    topics.listen(lambda _mirror, _change: news.set())
    async with asyncio.timeout(PATIENCE):
        while not topics.rows:
            news.clear()
            await news.wait()
    first = machine.pid()

    os.kill(first, signal.SIGKILL)
    await until_state(desk, LinkState.LOST)
    assert topics.last_known
    assert [topic.name for topic in topics.rows.values()] == ["Delays"]

    await live(desk, within=PATIENCE)
    async with asyncio.timeout(PATIENCE):
        while topics.last_known:
            news.clear()
            await news.wait()
    assert machine.pid() != first
    assert [topic.name for topic in await desk.call(ListTopics())] == ["Delays"]


async def test_a_hub_outlives_the_killed_station_that_started_it(machine: Machine) -> None:
    station = await asyncio.create_subprocess_exec(
        sys.executable, "-c", STATION, str(machine.folder), cwd=MAIN.parent, stdout=subprocess.PIPE
    )
    assert station.stdout is not None
    await asyncio.wait_for(station.stdout.readuntil(b"live\n"), PATIENCE)
    hub = machine.pid()

    station.kill()
    await station.wait()
    desk = await machine.station()
    assert machine.pid() == hub
    assert await desk.call(ListTopics()) == ()
    os.kill(hub, signal.SIGKILL)


async def test_a_number_that_belongs_to_another_program_now_is_no_hub(machine: Machine) -> None:
    machine.data.make()
    stale = Announcement(url="http://127.0.0.1:1", token="t", pid=os.getpid(), started_at=0)
    announce(machine.data.announcement, stale)
    assert not await answers(stale)

    desk = await machine.station()
    assert await desk.call(ListTopics()) == ()


async def test_a_hub_that_cannot_start_is_quoted(machine: Machine) -> None:
    machine.data.make()
    machine.data.settings.write_text('[hub]\nlissten = "x"\n')

    with pytest.raises(Unavailable, match="did not start") as caught:
        await machine.local_hub().find()
    assert "Unknown setting “hub.lissten”" in str(caught.value)
    assert "Did you mean “listen”?" in str(caught.value)


async def test_a_hub_that_could_not_even_say_why_has_a_full_disk(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    hub = LocalHub(machine.data, folder=machine.folder, arguments=[], main=machine.folder / "silent.py")
    machine.data.make()
    (machine.folder / "silent.py").write_text("raise SystemExit(1)")
    monkeypatch.setattr("app.link.child.is_full", lambda _folder: True)

    with pytest.raises(Unavailable, match="disk is full"):
        await hub.find()


async def test_a_station_whose_folder_cannot_be_made_says_so(machine: Machine) -> None:
    machine.folder.write_text("a file, not a folder")

    with pytest.raises(StorageError, match="something else is in its place"):
        await machine.local_hub().find()


async def test_an_announcement_that_was_changed_by_hand_is_no_hub(machine: Machine) -> None:
    machine.data.make()
    strange = Announcement(url="http://127.0.0.1:no-port", token="t", pid=os.getpid(), started_at=0)
    announce(machine.data.announcement, strange)
    assert not await answers(strange)

    desk = await machine.station()
    assert await desk.call(ListTopics()) == ()


async def test_a_link_that_makes_a_mistake_says_so_and_tries_again(machine: Machine) -> None:
    hub = machine.local_hub()
    mistakes = [ZeroDivisionError()]

    async def find() -> Address:
        if mistakes:
            raise mistakes.pop()
        return await hub.find()

    http, scope = open_session(), TaskScope("station")
    machine.stack.push_async_callback(http.close)
    machine.stack.push_async_callback(scope.close)
    client = HubClient(find, http, station="desk", mode="agent")
    said: list[str] = []
    client.on_state(lambda: said.append(client.reason))
    scope.spawn("run", client.run())
    await live(client, within=PATIENCE)

    assert "made a mistake" in said[0]


ENDS_WELL_FIRST = """
import sys
from pathlib import Path
first = Path(sys.argv[0]).with_suffix(".first")
if first.exists():
    sys.exit("this is the second one")
first.touch()
"""


async def test_a_hub_that_just_ended_in_order_is_followed_by_another(machine: Machine) -> None:
    machine.data.make()
    program = machine.folder / "main.py"
    program.write_text(ENDS_WELL_FIRST)
    hub = LocalHub(machine.data, folder=machine.folder, arguments=[], main=program)

    with pytest.raises(Unavailable, match="this is the second one"):
        await hub.find()
