"""Several hubs on one database: one works, the others stand by and take over."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import psycopg
import pytest

from app.core.clock import Clock
from app.core.errors import Conflict, Unavailable
from app.core.http import open_session
from app.core.paths import DataDir
from app.core.settings import HubSettings, Settings
from app.core.tasks import TaskScope
from app.domain.topic import Topic
from app.hub.main import Hub
from app.hub.turn import HANDOVER_SECONDS, LOOK_SECONDS, TURN, Turn
from app.link.child import FixedHub
from app.link.client import HubClient
from app.link.reach import live
from app.store import leases
from app.store.engine import Store
from app.wire.calls import ListTopics, SaveTopic
from tests.fakes.clock import HurriedClock, ManualClock
from tests.fakes.postgres import Postgres
from tests.hub.conftest import PATIENCE
from tests.store.conftest import postgres

__all__ = ["postgres"]
pytestmark = pytest.mark.postgres

TAKE = f"SELECT pg_advisory_lock({leases._ROOM}, hashtext('{TURN}'))".encode()


@pytest.fixture
def database(postgres: Postgres) -> Iterator[str]:
    name = postgres.create()
    yield name
    postgres.drop(name)


class Team:
    """Hubs with a folder each on one database."""

    def __init__(self, folder: Path, url: str) -> None:
        self._folder = folder
        self._url = url
        self.scope = TaskScope("team")
        self.clock: Clock = HurriedClock()

    def start(self, number: int) -> tuple[Hub, "asyncio.Task[None]"]:
        settings = Settings(hub=HubSettings(database=self._url, node=number))
        hub = Hub(DataDir(self._folder / str(number)), settings, clock=self.clock)
        return hub, self.scope.spawn(f"hub {number}", hub.run())

    async def begins(self, hub: Hub, run: "asyncio.Task[None]") -> None:
        """Wait until it works; fails with what ended it."""
        working = self.scope.spawn("working", hub.working.wait())
        await asyncio.wait({working, run}, return_when=asyncio.FIRST_COMPLETED, timeout=PATIENCE)
        assert hub.working.is_set(), run


@pytest.fixture
async def team(tmp_path: Path, postgres: Postgres, database: str) -> AsyncIterator[Team]:
    made = Team(tmp_path, postgres.url(database))
    yield made
    await made.scope.close(within=PATIENCE)


async def stands_by(hub: Hub) -> None:
    await asyncio.wait_for(hub.standing_by.wait(), PATIENCE)


def until_somebody_waits(connection: "psycopg.Connection[tuple[object, ...]]") -> None:
    asked = "SELECT 1 FROM pg_locks, pg_sleep(0.01) WHERE locktype = 'advisory' AND NOT granted"
    while not connection.execute(asked.encode()).fetchall():
        pass


async def test_a_second_hub_stands_by_and_takes_over_when_the_first_ends(team: Team) -> None:
    first, first_run = team.start(1)
    await team.begins(first, first_run)
    second, second_run = team.start(2)
    await stands_by(second)
    assert not second.ready.is_set()

    first.end()
    await asyncio.wait_for(first_run, PATIENCE)
    await team.begins(second, second_run)


async def test_a_hub_that_stands_by_ends_when_it_is_asked_to(team: Team) -> None:
    first, first_run = team.start(1)
    await team.begins(first, first_run)
    second, second_run = team.start(2)
    await stands_by(second)
    second.end()
    await asyncio.wait_for(second_run, PATIENCE)
    assert not second.ready.is_set()


async def test_a_hub_whose_turn_was_taken_ends_and_says_why(team: Team, postgres: Postgres, database: str) -> None:
    first, first_run = team.start(1)
    await team.begins(first, first_run)
    address = f"host=127.0.0.1 port={postgres.port} user=fish dbname={database}"
    with psycopg.connect(address, autocommit=True) as other, psycopg.connect(address, autocommit=True) as killer:
        taking = team.scope.spawn("take", asyncio.to_thread(other.execute, TAKE))
        await asyncio.wait_for(asyncio.to_thread(until_somebody_waits, killer), PATIENCE)
        killer.execute("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND granted")
        await asyncio.wait_for(taking, PATIENCE)
        with pytest.raises(Conflict, match="another hub has taken over"):
            await asyncio.wait_for(first_run, PATIENCE)


async def test_stations_find_the_hub_that_works(team: Team) -> None:
    first, first_run = team.start(1)
    await team.begins(first, first_run)
    second, _second_run = team.start(2)
    await stands_by(second)
    async with open_session() as http:
        token = first._owner_token
        desk = HubClient(FixedHub(f"http://127.0.0.1:9, {first.url}", token).find, http, station="desk", mode="agent")
        team.scope.spawn("desk", desk.run())
        await live(desk, within=PATIENCE)
        await desk.call(SaveTopic(topic=Topic(id=0, name="Parcels", query="parcel")))
        assert [topic.name for topic in await desk.call(ListTopics())] == ["Parcels"]


async def test_a_hub_that_stands_by_waits_for_a_database_that_is_away(
    monkeypatch: pytest.MonkeyPatch, team: Team
) -> None:
    first, first_run = team.start(1)
    await team.begins(first, first_run)
    taken, away, looked = Turn._taken, asyncio.Event(), asyncio.Event()
    seen: set[Turn] = set()

    async def gone(turn: Turn) -> bool:
        if not away.is_set():
            return await taken(turn)
        seen.add(turn)
        if len(seen) == 2:
            looked.set()
        raise Unavailable("The database cannot be reached.")

    second, second_run = team.start(2)
    await stands_by(second)
    monkeypatch.setattr(Turn, "_taken", gone)
    away.set()
    await asyncio.wait_for(looked.wait(), PATIENCE)
    away.clear()
    first.end()
    await asyncio.wait_for(first_run, PATIENCE)
    await team.begins(second, second_run)


class Scripted(Turn):
    """A turn whose database answers as it is told: whether the lease was given, or that it is away."""

    def __init__(self, store: Store, clock: Clock, *answers: bool | None) -> None:
        super().__init__(store, clock)
        self._answers = list(answers)

    async def _taken(self) -> bool:
        answer = self._answers.pop(0)
        if answer is None:
            raise Unavailable("The database cannot be reached.")
        return answer


async def test_a_hub_that_works_asks_an_absent_database_sooner_than_those_that_stand_by(
    store: Store, clock: ManualClock
) -> None:
    scope = TaskScope("turns")
    working, standing = Scripted(store, clock, None, None, *[True] * 9), Scripted(store, clock, False, None, True)
    scope.spawn("keep", working.keep())
    taking = scope.spawn("take", standing.take(on_wait=lambda: None))
    while HANDOVER_SECONDS not in clock.naps:
        await clock.advance(LOOK_SECONDS)
    await clock.advance(HANDOVER_SECONDS - 1)

    assert len(working._answers) < 9, "it has its turn again"
    assert standing._answers == [True]
    assert not taking.done()
    await scope.close()
