"""Makes the SQLAlchemy engines: one connection that writes, a few that read. Known by `engine` only."""

from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event, make_url
from sqlalchemy.engine import URL

from app.core.errors import BadInput
from app.core.i18n import _

_WRITER = (
    # Nothing acknowledged may be lost, so every commit reaches the disk; a batch shares one flush.
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    # In KB. With 8 MB as with 64 a flood is stored as fast and reads as many bytes: the system keeps the file's pages.
    "PRAGMA cache_size=-32768",
    "PRAGMA temp_store=MEMORY",
    # A checkpoint every 16 MB instead of every 4 MB: fewer random writes under load.
    "PRAGMA wal_autocheckpoint=4000",
    "PRAGMA journal_size_limit=67108864",
)
_READER = (
    "PRAGMA query_only=ON",
    # SQLite throws a reader's pages away after each commit of the writer: they serve one question only.
    "PRAGMA cache_size=-8192",
    "PRAGMA temp_store=MEMORY",
)
_NEW_FILE = ("PRAGMA auto_vacuum=INCREMENTAL", "PRAGMA journal_mode=WAL")


def parse(url: str | Path) -> URL:
    """The address of a SQLite file, or the address if it is of an engine we know; else BadInput.

    A file is best given as a path: in an address ?, # and % are no letters of a name.
    """
    if isinstance(url, Path):
        return URL.create("sqlite", database=str(url))
    try:
        made = make_url(url)
    except Exception as error:
        raise BadInput(_("The database address cannot be read: {error}").format(error=error)) from error
    if made.get_backend_name() not in ("sqlite", "postgresql"):
        raise BadInput(
            _("Fishbowl does not know the database {name}.").format(name=made.get_backend_name()),
            hint=_("Use sqlite:////path/fishbowl.db or postgresql+psycopg://user@host/name."),
        )
    return made


def place_of(url: URL) -> str:
    """How the database is called in messages: a path, or an address without its password."""
    if url.get_backend_name() == "sqlite":
        return url.database or ":memory:"
    return url.render_as_string(hide_password=True)


def writer(url: URL) -> Engine:
    """The engine of the one writing connection."""
    if url.get_backend_name() == "sqlite":
        return _sqlite(url, 1, _WRITER, begin="BEGIN IMMEDIATE")
    return _postgresql(url, 1)


def readers(url: URL, count: int) -> Engine:
    """The engine of the reading connections; each transaction is one snapshot."""
    if url.get_backend_name() == "sqlite":
        return _sqlite(url, count, _READER, begin="BEGIN")
    return _postgresql(url, count, isolation_level="REPEATABLE READ").execution_options(postgresql_readonly=True)


def is_empty(connection: Any) -> bool:
    """Whether nothing was ever written to this SQLite file; asked without beginning a transaction, which writes."""
    return bool(connection.execute("PRAGMA page_count").fetchone()[0] == 0)


def prepare_file(connection: Any) -> None:
    """Settings a SQLite file must have before its first table; harmless on one that has them."""
    cursor = connection.cursor()
    for pragma in _NEW_FILE:
        cursor.execute(pragma)
    cursor.close()


def was_left_open(path: str) -> bool:
    """Whether the last program that wrote this SQLite file did not close it: its write-ahead log is still there."""
    log = Path(f"{path}-wal")
    return log.exists() and log.stat().st_size > 0


def _sqlite(url: URL, size: int, pragmas: tuple[str, ...], *, begin: str) -> Engine:
    engine = create_engine(
        url,
        pool_size=size,
        max_overflow=0,
        # One thread at a time uses a connection, but not always the same thread.
        connect_args={"check_same_thread": False, "timeout": 5.0, "cached_statements": 256},
    )

    @event.listens_for(engine, "connect")
    def connected(connection: Any, _record: Any) -> None:
        # sqlite3 must not begin transactions by itself: it would begin them too late and without a lock.
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in pragmas:
            cursor.execute(pragma)
        cursor.close()

    @event.listens_for(engine, "begin")
    def began(connection: Any) -> None:
        connection.exec_driver_sql(begin)

    return engine


def _postgresql(url: URL, size: int, **options: Any) -> Engine:
    return create_engine(
        url.set(drivername="postgresql+psycopg"),
        pool_size=size,
        max_overflow=0,
        pool_pre_ping=True,
        # Disks without moving heads: an index is worth using from the first row on.
        connect_args={
            "connect_timeout": 5,
            "application_name": "fishbowl",
            "options": "-c random_page_cost=1.1",
        },
        **options,
    )
