"""A database of any released schema opens, with everything in it; one of a later schema is refused untouched."""

import gzip
import re
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import text

from app.core.errors import StorageError
from app.core.ids import IdMaker
from app.domain.conversation import EntryKind, Status, View
from app.domain.post import PostKind
from app.store import accounts, connect, conversations, cursors, drafts, kv, migrate, outbox, posts, search, topics
from app.store.engine import Store
from app.store.tables import metadata
from tests.fakes.clock import NOON, ManualClock
from tests.fakes.postgres import Postgres
from tests.store.builders import ACCOUNT, mention, take

RELEASED = Path(__file__).parent / "released"
SCHEMAS = migrate.revisions()


async def open_at(url: str) -> Store:
    clock = ManualClock()
    return await Store.open(url, ids=IdMaker(node=1, clock=clock), clock=clock)


async def expect_the_small_house(store: Store) -> None:
    """Everything `released/make.py` put in is there, and goes on working."""
    (card,), _ = await store.read(lambda tx: conversations.page(tx, View()))
    assert (card.text, card.status, card.topics) == ("where is my parcel", Status.OPEN, (3,))
    entries, _ = await store.read(lambda tx: conversations.entries(tx, card.id))
    assert [entry.kind for entry in entries if entry.kind is not EntryKind.SENDING] == [
        EntryKind.POST,
        EntryKind.EVENT,
        EntryKind.NOTE,
    ]
    assert [account.handle for account in await store.read(accounts.all)] == ["brand"]
    assert [topic.query for topic in await store.read(topics.all)] == ["parcel*"]
    assert [draft.text for draft in await store.read(lambda tx: drafts.of(tx, card.id))] == ["Dear Ann"]
    assert [item.text for item in await store.read(outbox.pending)] == ["we look"]
    assert await store.read(lambda tx: cursors.get(tx, ACCOUNT)) == {"notifications": "41"}
    assert await store.read(lambda tx: kv.get(tx, "learned")) == b"\x01"
    assert (await store.facts()).posts == 4
    own = await store.read(lambda tx: posts.by_native(tx, "pond", "o"))
    assert own is not None
    assert own.post.kind is PostKind.OWN
    found, _, _ = await store.read(lambda tx: search.find(tx, "blue"))
    assert [one.post.text for one in found] == ["blue sky"]
    assert (await take(store, mention("a"))).repeated == 1
    assert (await take(store, mention("new", at=NOON + 1))).new == 1


@pytest.mark.parametrize("schema", SCHEMAS)
async def test_a_sqlite_file_of_every_released_schema_opens_with_everything_in_it(tmp_path: Path, schema: str) -> None:
    path = tmp_path / "fishbowl.db"
    path.write_bytes(gzip.decompress((RELEASED / f"schema-{schema}.db.gz").read_bytes()))
    store = await open_at(f"sqlite:///{path}")
    await expect_the_small_house(store)
    await store.close()


@pytest.mark.postgres
@pytest.mark.parametrize("schema", SCHEMAS)
async def test_a_postgresql_database_of_every_released_schema_opens_with_everything_in_it(
    postgres: Postgres, schema: str
) -> None:
    name = postgres.create()
    dump = gzip.decompress((RELEASED / f"schema-{schema}.sql.gz").read_bytes())
    address = f"host=127.0.0.1 port={postgres.port} user=fish dbname={name}"
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(_for_a_driver(dump))
    store = await open_at(postgres.url(name))
    await expect_the_small_house(store)
    await store.close()
    postgres.drop(name)


def _for_a_driver(dump: bytes) -> bytes:
    r"""A dump without psql's own commands (lines that begin with a backslash)."""
    return re.sub(rb"(?m)^\\.*$", b"", dump)


async def test_a_database_of_a_newer_version_is_refused_and_left_as_it_is(url: str, engine_name: str) -> None:
    became(url, "9999")
    before = _bytes(url) if engine_name == "sqlite" else b""
    with pytest.raises(StorageError, match="newer Fishbowl") as raised:
        await open_at(url)
    assert "9999" in raised.value.message
    assert "--data" in raised.value.hint
    assert (_bytes(url) if engine_name == "sqlite" else b"") == before
    became(url, SCHEMAS[-1])


def became(url: str, schema: str) -> None:
    """Let a database say that it is of this schema."""
    engine = connect.writer(connect.parse(url))
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :schema"), {"schema": schema})
    engine.dispose()


def _bytes(url: str) -> bytes:
    return Path(url.removeprefix("sqlite:///")).read_bytes()


def test_the_migrations_make_the_tables_that_the_code_knows(url: str) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    engine = connect.writer(connect.parse(url))
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_object": _is_ours})
        differences = compare_metadata(context, metadata)
    engine.dispose()
    assert differences == []


def _is_ours(_object: object, name: str | None, kind: str, _reflected: bool, _compared: object) -> bool:
    return not (kind == "table" and (name or "").startswith("post_words"))


async def test_a_migration_that_fails_leaves_the_database_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(connection: object, target: str) -> None:
        connection.execute(text("CREATE TABLE half_done (id INTEGER)"))  # type: ignore[attr-defined]
        raise RuntimeError("out of luck")

    url = f"sqlite:///{tmp_path / 'fishbowl.db'}"
    monkeypatch.setattr(migrate, "_upgrade", fails)
    with pytest.raises(RuntimeError, match="out of luck"):
        await open_at(url)
    monkeypatch.undo()
    store = await open_at(url)
    tables = await store.read(
        lambda tx: tx.connection.exec_driver_sql("SELECT name FROM sqlite_schema").scalars().all()
    )
    assert "half_done" not in tables
    await store.close()
