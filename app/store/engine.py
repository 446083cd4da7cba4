"""The store's door: one thread writes, a few read, everybody else awaits. Known by services and hub; knows the room's
files.

A unit of work is a plain function of a transaction. Writes are done one after another, each in one transaction whose
`Changes` are told to the listeners, in commit order, after it is safe on disk.
"""

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

import structlog
from sqlalchemy import Connection, inspect, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import SQLAlchemyError

from app.core.clock import Clock
from app.core.ids import IdMaker
from app.domain.changes import Changes
from app.store import connect, failures, migrate
from app.store.facts import StoreFacts, facts
from app.store.transaction import KeptConflict, Read, Write
from app.store.write_ahead import WriteAheadLog

__all__ = ["Read", "Store", "StoreFacts", "Write"]

log = structlog.get_logger(__name__)

T = TypeVar("T")
Listener = Callable[[Changes], None]

READERS = 2
_TRIES = 4
_QUICK_CHECK_BYTES = 64 << 20
"""A larger file is not checked at start, which must stay short; `doctor` can ask for it."""


class Store:
    """A database, opened.

    Attributes:
        sequence: of the last published changes.
    """

    def __init__(self, url: URL, *, ids: IdMaker, clock: Clock, readers: int) -> None:
        self._ids = ids
        self._clock = clock
        self._place = connect.place_of(url)
        self._loop = asyncio.get_running_loop()
        self._writer = connect.writer(url)
        self._readers = connect.readers(url, readers)
        self._log = WriteAheadLog(self._place, clock) if url.get_backend_name() == "sqlite" else None
        self._write_thread = ThreadPoolExecutor(1, thread_name_prefix="store-writer")
        self._read_threads = ThreadPoolExecutor(readers, thread_name_prefix="store-reader")
        self._listeners: list[Listener] = []
        self._closed = threading.Event()
        self.sequence = 0

    @classmethod
    async def open(cls, url: str | Path, *, ids: IdMaker, clock: Clock, readers: int = READERS) -> "Store":
        """Open and migrate. Raises StorageError or Unavailable in words, with the database untouched."""
        store = cls(connect.parse(url), ids=ids, clock=clock, readers=readers)
        try:
            await store._loop.run_in_executor(store._write_thread, store._prepare)
        except BaseException:
            await store.close()
            raise
        return store

    async def write(self, work: Callable[[Write], T], *, initiator: str = "") -> T:
        """Do `work` in one transaction; it is on disk when this returns. An exception takes everything back."""
        return await self._loop.run_in_executor(self._write_thread, self._commit, work, initiator)

    async def read(self, work: Callable[[Read], T]) -> T:
        """Do `work` on a snapshot, beside the writer and other readers."""
        return await self._loop.run_in_executor(self._read_threads, self._look, work)

    def listen(self, listener: Callable[[Changes], None]) -> Callable[[], None]:
        """Tell `listener` of every commit with news, in the event loop's thread; returns what ends it."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener) if listener in self._listeners else None

    async def facts(self) -> StoreFacts:
        """What `doctor` wants to know, cheaply."""
        return await self.read(facts)

    async def examine(self) -> str:
        """Read the whole database and say what is wrong with it; empty when nothing is. Takes long."""
        return await self.read(_examine)

    async def close(self) -> None:
        """Finish what was begun and let go of the database."""
        if self._closed.is_set():
            return
        self._closed.set()
        await self._loop.run_in_executor(None, self._shut)

    def _shut(self) -> None:
        self._read_threads.shutdown(wait=True)
        self._write_thread.shutdown(wait=True)
        # The writer last: the last connection to close folds SQLite's write-ahead log into the file.
        self._readers.dispose()
        self._writer.dispose()

    def _prepare(self) -> None:
        try:
            with self._writer.connect() as connection:
                if self._writer.dialect.name == "sqlite":
                    self._prepare_sqlite(connection)
                with connection.begin():
                    if self._writer.dialect.name == "postgresql":
                        # Two hubs that start at once migrate one after the other.
                        connection.exec_driver_sql("SELECT pg_advisory_xact_lock(7310022)")
                    migrate.migrate(connection)
                    self.sequence = int(connection.execute(text("SELECT sequence FROM house")).scalar_one())
        except Exception as error:
            self._explain(error)
            if isinstance(error, SQLAlchemyError):
                log.error("the database cannot be brought up to date", reason=str(error).splitlines()[0])
                raise failures.not_as_left(self._place) from error
            raise

    def _prepare_sqlite(self, connection: Connection) -> None:
        driver = connection.connection.driver_connection
        if not connect.is_empty(driver):
            # A file of a newer version is refused before anything about it is changed.
            with connection.begin():
                found = migrate.current(connection)
                migrate.refuse_newer(found)
                if not found and inspect(connection).get_table_names():
                    raise failures.not_as_left(self._place)
        connect.prepare_file(driver)
        path = Path(self._place)
        if connect.was_left_open(self._place) and path.stat().st_size <= _QUICK_CHECK_BYTES:
            with connection.begin():
                said = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar()
            if said != "ok":
                raise failures.damaged(self._place)

    def _commit(self, work: Callable[[Write], T], initiator: str) -> T:
        for tried in range(1, _TRIES + 1):
            try:
                return self._commit_once(work, initiator)
            except Exception as error:
                if not failures.is_passing(error) or tried == _TRIES:
                    self._explain(error)
                    raise
                log.info("transaction is done again", reason=str(error).splitlines()[0], tried=tried)
        raise AssertionError("unreachable")

    def _commit_once(self, work: Callable[[Write], T], initiator: str) -> T:
        kept: KeptConflict | None = None
        with self._writer.connect() as connection, connection.begin():
            tx = Write(connection, self._clock, self._ids)
            try:
                result = work(tx)
            except KeptConflict as conflict:
                kept = conflict
            changes = _numbered(tx, initiator)
        if changes:
            self._loop.call_soon_threadsafe(self._publish, changes)
        if self._log is not None:
            self._log.mind(self._writer)
        if kept is not None:
            raise kept
        return result

    def _look(self, work: Callable[[Read], T]) -> T:
        try:
            with self._readers.connect() as connection, connection.begin():
                return work(Read(connection, self._clock))
        except Exception as error:
            self._explain(error)
            raise

    def _publish(self, changes: Changes) -> None:
        self.sequence = max(self.sequence, changes.sequence)
        for listener in tuple(self._listeners):
            try:
                listener(changes)
            except Exception:
                log.exception("a listener failed", sequence=changes.sequence)

    def _explain(self, error: Exception) -> None:
        """Raise the error in words, if there are words for it."""
        said = failures.in_words(error, self._place)
        if said is not None:
            raise said from error


def _numbered(tx: Write, initiator: str) -> Changes:
    """The transaction's changes with the next sequence, which is stored with them; empty changes have none.

    On PostgreSQL the row's lock is held until the commit, so that several hubs' sequences follow their commits.
    """
    if not tx.changes:
        return Changes()
    tx.connection.exec_driver_sql("UPDATE house SET sequence = sequence + 1 WHERE id = 1")
    sequence = tx.connection.exec_driver_sql("SELECT sequence FROM house WHERE id = 1").scalar_one()
    return tx.changes.freeze(int(sequence), initiator)


def _examine(tx: Read) -> str:
    if not tx.sqlite:
        return ""
    said = str(tx.connection.exec_driver_sql("PRAGMA integrity_check(1)").scalar())
    return "" if said == "ok" else said
