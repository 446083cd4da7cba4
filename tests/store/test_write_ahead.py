"""SQLite's write-ahead log does not grow with time, whoever reads meanwhile."""

import asyncio
import threading
from pathlib import Path

import pytest

from app.core.ids import IdMaker
from app.core.tasks import TaskScope
from app.store import write_ahead
from app.store.engine import Store
from app.store.transaction import Read
from app.store.write_ahead import AGAIN_SECONDS
from tests.fakes.clock import ManualClock
from tests.store.builders import heard, take

LONGEST = 300_000


@pytest.fixture(autouse=True)
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """A log that is long soon, and a writer who waits for nobody."""
    monkeypatch.setattr(write_ahead, "LONGEST", LONGEST)
    monkeypatch.setattr(write_ahead, "PATIENCE_MS", 1)


@pytest.fixture
def log(sqlite_url: str) -> Path:
    return Path(f"{sqlite_url.removeprefix('sqlite:///')}-wal")


def bytes_of(log: Path) -> int:
    return log.stat().st_size


async def write(store: Store, clock: ManualClock, *, name: str, commits: int) -> None:
    """So many commits of twenty posts, one every ten seconds."""
    for number in range(commits):
        await take(store, *(heard(f"{name}-{number}-{post}", text="long " * 100) for post in range(20)))
        await clock.advance(AGAIN_SECONDS)


async def test_the_log_begins_anew_when_it_is_long(
    sqlite_url: str, log: Path, clock: ManualClock, ids: IdMaker
) -> None:
    store = await Store.open(sqlite_url, ids=ids, clock=clock)
    await write(store, clock, name="p", commits=40)
    size = bytes_of(log)
    await store.close()
    assert size < 3 * LONGEST


async def test_somebody_who_reads_for_long_holds_no_writer_up_and_the_log_begins_anew_after_him(
    sqlite_url: str, log: Path, clock: ManualClock, ids: IdMaker
) -> None:
    store = await Store.open(sqlite_url, ids=ids, clock=clock)
    begun, over = threading.Event(), threading.Event()

    def read(tx: Read) -> None:
        tx.connection.exec_driver_sql("SELECT count(*) FROM posts").scalar_one()
        begun.set()
        over.wait()

    reading = TaskScope("test").spawn("read", store.read(read))
    await asyncio.to_thread(begun.wait)
    await write(store, clock, name="p", commits=20)
    grown = bytes_of(log)
    over.set()
    await reading
    await write(store, clock, name="q", commits=20)
    size = bytes_of(log)
    await store.close()
    assert grown > 3 * LONGEST
    assert size < grown + LONGEST  # begun anew: the file keeps its length and is written from its beginning
