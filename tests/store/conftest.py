"""The store on both engines: every test that asks for `store` or `open_store` runs on SQLite and on PostgreSQL.

Without PostgreSQL its half is left out, and the run says so at its end; with FISHBOWL_REQUIRE_POSTGRES=1 it fails.
"""

import asyncio
import os
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path

import pytest

from app.core.ids import IdMaker
from app.store.engine import Store
from tests.fakes.clock import ManualClock
from tests.fakes.postgres import Missing, Postgres

REQUIRED = "FISHBOWL_REQUIRE_POSTGRES"

OpenStore = Callable[..., Awaitable[Store]]


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
def ids(clock: ManualClock) -> IdMaker:
    return IdMaker(clock=clock)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def engine_name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def url(engine_name: str, request: pytest.FixtureRequest) -> str:
    """The address of an empty, migrated database of this test's own."""
    return str(request.getfixturevalue(f"{engine_name}_url"))


@pytest.fixture
async def open_store(url: str, ids: IdMaker, clock: ManualClock) -> AsyncIterator[OpenStore]:
    """Opens the test's database, as often as wanted; what is left open is closed at the end."""
    opened: list[Store] = []

    async def again(**changed: object) -> Store:
        options = {"ids": ids, "clock": clock} | changed
        opened.append(await Store.open(url, **options))  # type: ignore[arg-type]
        return opened[-1]

    yield again
    for store in opened:
        await store.close()


@pytest.fixture
async def store(open_store: OpenStore) -> Store:
    return await open_store()


@pytest.fixture
def sqlite_url(tmp_path: Path, sqlite_template: Path) -> str:
    target = tmp_path / "fishbowl.db"
    shutil.copy(sqlite_template, target)
    return f"sqlite:///{target}"


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated file, made once: migrating takes longer than most tests."""
    path = tmp_path_factory.mktemp("template") / "fishbowl.db"
    asyncio.run(_make(f"sqlite:///{path}"))
    return path


@pytest.fixture
def postgres_url(postgres: Postgres, postgres_database: str) -> Iterator[str]:
    yield postgres.url(postgres_database)
    postgres.clean(postgres_database)


@pytest.fixture(scope="session")
def postgres_database(postgres: Postgres) -> str:
    """A migrated database that the tests use one after another, emptied in between."""
    name = postgres.create()
    asyncio.run(_make(postgres.url(name)))
    return name


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """The run's own server."""
    try:
        server = Postgres()
    except Missing as reason:
        if os.environ.get(REQUIRED) == "1":
            pytest.fail(f"PostgreSQL is required ({REQUIRED}=1): {reason}")
        pytest.skip(f"no PostgreSQL: {reason}")
    yield server
    server.stop()


async def _make(url: str) -> None:
    clock = ManualClock()
    store = await Store.open(url, ids=IdMaker(clock=clock), clock=clock)
    await store.close()
