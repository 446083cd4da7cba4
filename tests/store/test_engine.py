"""The store's door: order of news, rollback, restart, and what it says when the ground gives way."""

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import select, text

from app.core.errors import BadInput, StorageError, Unavailable
from app.core.ids import IdMaker
from app.domain.changes import Changes
from app.domain.conversation import View
from app.store import conversations, failures, kv, posts
from app.store.engine import READERS, Store
from app.store.tables import posts as posts_table
from app.store.transaction import Read, Write
from tests.fakes.clock import ManualClock
from tests.fakes.postgres import Postgres
from tests.store.builders import heard, mention, take
from tests.store.conftest import OpenStore


async def test_news_are_told_in_the_order_of_commits(store: Store) -> None:
    news: list[Changes] = []
    store.listen(news.append)
    await asyncio.gather(*(take(store, heard(f"{number}")) for number in range(20)))
    assert [told.sequence for told in news] == list(range(1, 21))


async def test_news_are_told_before_the_writer_goes_on(store: Store) -> None:
    news: list[Changes] = []
    store.listen(news.append)
    await take(store, heard("a"))
    assert len(news) == 1


async def test_who_stops_listening_hears_nothing_more(store: Store) -> None:
    news: list[Changes] = []
    stop = store.listen(news.append)
    stop()
    stop()
    await take(store, heard("a"))
    assert news == []


async def test_a_listener_that_fails_does_not_silence_the_others(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    news: list[Changes] = []

    def broken(_changes: Changes) -> None:
        raise RuntimeError("broken listener")

    store.listen(broken)
    store.listen(news.append)
    await take(store, heard("a"))
    assert len(news) == 1


async def test_the_sequence_goes_on_after_a_restart(open_store: OpenStore) -> None:
    store = await open_store()
    await take(store, heard("a"))
    await take(store, heard("b"))
    await store.close()
    again = await open_store()
    assert again.sequence == 2
    await take(again, heard("c"))
    assert again.sequence == 3


async def test_what_is_no_news_does_not_move_the_sequence(store: Store) -> None:
    await store.write(lambda tx: kv.put(tx, "learned", b"\x00\x01"))
    assert store.sequence == 0
    assert await store.read(lambda tx: kv.get(tx, "learned")) == b"\x00\x01"
    assert await store.read(lambda tx: kv.get(tx, "other")) is None


async def test_a_reader_sees_a_snapshot_while_others_write(store: Store) -> None:
    await take(store, heard("a"))
    loop = asyncio.get_running_loop()

    def look(tx: Any) -> tuple[int, int]:
        count = select(posts_table.c.id)
        first = len(tx.connection.execute(count).all())
        asyncio.run_coroutine_threadsafe(take(store, heard("b")), loop).result()
        return first, len(tx.connection.execute(count).all())

    assert await store.read(look) == (1, 1)
    assert await store.read(lambda tx: len(tx.connection.execute(select(posts_table.c.id)).all())) == 2


async def test_a_reader_cannot_write(store: Store) -> None:
    with pytest.raises(Exception, match=r"(?i)read-?only|may not be written"):
        await store.read(lambda tx: tx.connection.execute(text("DELETE FROM posts")))


@pytest.mark.parametrize("engine_name", ["sqlite"])
async def test_sqlites_pages_take_50_mb_at_most(store: Store) -> None:
    def kilobytes(tx: Read) -> int:
        return -int(tx.connection.exec_driver_sql("PRAGMA cache_size").scalar_one())

    assert 0 < await store.write(kilobytes) + READERS * await store.read(kilobytes) <= 50_000


async def test_after_a_failure_the_store_goes_on(store: Store) -> None:
    with pytest.raises(ZeroDivisionError):
        await store.write(lambda _tx: 1 / 0)
    await take(store, heard("a"))
    assert (await store.facts()).posts == 1


async def test_facts_say_engine_posts_and_bytes(store: Store, engine_name: str) -> None:
    await take(store, heard("a"), heard("b"))
    facts = await store.facts()
    assert facts.engine.lower().startswith(engine_name)
    assert facts.posts == 2
    assert facts.bytes > 0
    assert await store.examine() == ""


async def test_closing_twice_is_no_error(store: Store) -> None:
    await store.close()
    await store.close()


async def test_two_hubs_on_one_postgresql_both_write(postgres_url: str, clock: ManualClock) -> None:
    hubs = [await Store.open(postgres_url, ids=IdMaker(node=node, clock=clock), clock=clock) for node in (1, 2)]
    try:
        same = [mention(f"{number}", by=f"p{number % 3}") for number in range(30)]
        results = await asyncio.gather(*(take(hub, *same) for hub in hubs))
        assert sum(result.new for result in results) == 30
        assert sum(result.repeated for result in results) == 30
        found, _ = await hubs[0].read(lambda tx: conversations.page(tx, View(), limit=100))
        assert len(found) == 30
    finally:
        for hub in hubs:
            await hub.close()


async def test_what_two_hubs_copy_at_once_is_done_again(store: Store) -> None:
    """A COPY raises the driver's own error, which SQLAlchemy does not wrap."""
    tries: list[int] = []

    def copy(_tx: Write) -> str:
        tries.append(1)
        if len(tries) == 1:
            raise psycopg.errors.UniqueViolation("duplicate key value violates a constraint")
        return "kept"

    assert await store.write(copy) == "kept"
    assert len(tries) == 2


# --- when the ground gives way


async def open_file(path: Path) -> Store:
    clock = ManualClock()
    return await Store.open(f"sqlite:///{path}", ids=IdMaker(clock=clock), clock=clock)


async def test_a_full_disk_is_said_in_words_and_loses_nothing(tmp_path: Path) -> None:
    store = await open_file(tmp_path / "fishbowl.db")
    await take(store, heard("a"))
    pages = await store.write(lambda tx: tx.connection.exec_driver_sql("PRAGMA page_count").scalar_one())
    await store.write(lambda tx: tx.connection.exec_driver_sql(f"PRAGMA max_page_count={pages + 2}").scalar())
    with pytest.raises(StorageError, match="disk is full"):
        await take(store, *(heard(f"x{number}", "long " * 500) for number in range(100)), cursor="9")
    assert await store.read(lambda tx: posts.by_native(tx, "pond", "x0")) is None
    await store.write(lambda tx: tx.connection.exec_driver_sql("PRAGMA max_page_count=1000000").scalar())
    await take(store, heard("b"))
    assert await store.read(lambda tx: posts.by_native(tx, "pond", "a")) is not None
    await store.close()


async def test_a_file_that_is_no_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "fishbowl.db"
    await asyncio.to_thread(path.write_bytes, b"Dear diary, " * 1000)
    with pytest.raises(StorageError, match="damaged"):
        await open_file(path)
    assert await asyncio.to_thread(path.read_bytes) == b"Dear diary, " * 1000


async def test_a_damaged_file_left_open_is_found_at_start(tmp_path: Path, sqlite_template: Path) -> None:
    path = tmp_path / "fishbowl.db"
    damage(sqlite_template, path)
    with pytest.raises(StorageError, match="damaged"):
        await open_file(path)


def damage(source: Path, target: Path) -> None:
    """Copy a database with its middle overwritten, as a program leaves it that was killed."""
    good = bytearray(source.read_bytes())
    good[4096 * 4 : 4096 * 12] = b"\x55" * (4096 * 8)
    target.write_bytes(good)
    target.with_name(f"{target.name}-wal").write_bytes(b"\x00" * 32)


async def test_a_missing_folder_is_said_in_words(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="cannot be opened"):
        await open_file(tmp_path / "nowhere" / "fishbowl.db")


async def test_a_read_only_file_is_said_in_words(tmp_path: Path, sqlite_template: Path) -> None:
    clock = ManualClock()
    url = f"sqlite:///file:{sqlite_template}?mode=ro&uri=true"
    with pytest.raises(StorageError, match="may not be written"):
        await Store.open(url, ids=IdMaker(clock=clock), clock=clock)


async def test_a_second_writer_of_the_same_file_is_told_so(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    path = sqlite_url.removeprefix("sqlite:///")
    store = await open_file(Path(path))
    await store.write(lambda tx: tx.connection.exec_driver_sql("PRAGMA busy_timeout=1").scalar())
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StorageError, match="Another program is writing"):
        await take(store, heard("a"))
    other.rollback()
    other.close()
    await take(store, heard("a"))
    await store.close()


async def test_a_server_that_is_not_there_is_said_in_words_without_the_password() -> None:
    clock = ManualClock()
    url = "postgresql+psycopg://fish:secret@127.0.0.1:1/fishbowl"
    with pytest.raises(Unavailable, match="cannot be reached") as raised:
        await Store.open(url, ids=IdMaker(clock=clock), clock=clock)
    assert "secret" not in str(raised.value)


@pytest.mark.parametrize("url", ["mysql://x/y", "rubbish", ""])
async def test_an_address_of_an_unknown_kind_is_bad_input(url: str) -> None:
    clock = ManualClock()
    with pytest.raises(BadInput):
        await Store.open(url, ids=IdMaker(clock=clock), clock=clock)


async def test_work_gets_the_stores_clock_and_ids(store: Store, clock: ManualClock) -> None:
    def work(tx: Write) -> tuple[int, bool]:
        return tx.now, tx.ids.next() < tx.ids.next()

    assert await store.write(work) == (clock.now(), True)


async def test_an_error_of_the_disk_is_called_full_where_there_is_no_room(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(_tx: Write) -> None:
        raise sqlite3.OperationalError("disk I/O error")

    with pytest.raises(StorageError, match="reports an error"):
        await store.write(fails)
    monkeypatch.setattr(failures, "is_full", lambda _folder: True)
    with pytest.raises(StorageError, match="disk is full"):
        await store.write(fails)


@pytest.mark.parametrize(
    "change",
    [
        "DELETE FROM alembic_version",
        "UPDATE alembic_version SET version_num = '0001'",
        "DELETE FROM house",
    ],
)
async def test_a_database_that_was_changed_by_hand_is_said_in_words(tmp_path: Path, change: str) -> None:
    path = tmp_path / "fishbowl.db"
    await (await open_file(path)).close()
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute(change)

    with pytest.raises(StorageError, match="not as Fishbowl left it") as caught:
        await open_file(path)
    assert "Put back a copy" in caught.value.hint


async def test_a_file_in_a_folder_of_any_name_lies_in_that_folder(tmp_path: Path) -> None:
    folder = tmp_path / "50%20 #off ü"
    folder.mkdir()
    clock = ManualClock()
    store = await Store.open(folder / "fishbowl.db", ids=IdMaker(clock=clock), clock=clock)
    await take(store, heard("a"))
    await store.close()

    lies = await asyncio.to_thread(lambda: sorted(str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*")))
    assert lies == [folder.name, f"{folder.name}/fishbowl.db"]


async def test_another_programs_database_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "fishbowl.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("CREATE TABLE songs (title TEXT)")
    before = path.read_bytes()

    with pytest.raises(StorageError, match="not as Fishbowl left it"):
        await open_file(path)
    assert path.read_bytes() == before


@pytest.fixture
def own_url(engine_name: str, tmp_path: Path, request: pytest.FixtureRequest) -> str:
    """The address of a database that no other test has, because it will not be the same afterwards."""
    if engine_name == "sqlite":
        return f"sqlite:///{tmp_path / 'own.db'}"
    server: Postgres = request.getfixturevalue("postgres")
    return server.url(server.create())


async def test_a_table_that_is_gone_is_said_in_words(own_url: str, clock: ManualClock) -> None:
    store = await Store.open(own_url, ids=IdMaker(clock=clock), clock=clock)
    await store.write(lambda tx: tx.connection.execute(text("DROP TABLE blobs")))

    with pytest.raises(StorageError, match="not as Fishbowl left it"):
        await store.read(lambda tx: kv.get(tx, "learned"))
    await store.close()
