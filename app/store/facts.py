"""What `doctor` asks of a store. Known by `engine` and services; knows tables."""

from pathlib import Path

from msgspec import Struct

from app.core.clock import Millis
from app.store import search, tallies
from app.store.transaction import Read


class StoreFacts(Struct, frozen=True, kw_only=True):
    """The store in figures.

    Attributes:
        engine: name and version, in words.
        posts: how many are stored; kept while they come and go, never counted.
        bytes: on disk, write-ahead log included.
        search_fresh_to: the search index knows every post heard before this moment.
    """

    engine: str
    posts: int
    bytes: int
    search_fresh_to: Millis


def facts(tx: Read) -> StoreFacts:
    """The facts, without scanning anything."""
    return StoreFacts(
        engine=_engine(tx), posts=tallies.total(tx, "posts"), bytes=_bytes(tx), search_fresh_to=search.fresh_to(tx)
    )


def _engine(tx: Read) -> str:
    if tx.sqlite:
        return f"SQLite {tx.connection.exec_driver_sql('SELECT sqlite_version()').scalar()}"
    return f"PostgreSQL {tx.connection.exec_driver_sql('SHOW server_version').scalar()}"


def _bytes(tx: Read) -> int:
    if not tx.sqlite:
        return int(tx.connection.exec_driver_sql("SELECT pg_database_size(current_database())").scalar_one())
    path = Path(str(tx.connection.engine.url.database))
    files = (path, path.with_name(f"{path.name}-wal"))
    return sum(file.stat().st_size for file in files if file.exists())
