"""Keeps SQLite's write-ahead log short while readers never pause. Known by `engine` only; knows SQLite.

SQLite itself folds the log into the file as it goes, but begins it anew only at a moment when nobody reads from it: on
a hub whose feeds always read there may be none, and the log would grow for as long as it runs.
"""

import sqlite3
from pathlib import Path
from typing import Any

import structlog
from sqlalchemy import Engine

from app.core.clock import Clock

log = structlog.get_logger(__name__)

LONGEST = 64 << 20
"""Bytes. `connect` has SQLite cut the file to as many when it begins anew."""
PATIENCE_MS = 500
"""So long the writer waits for those who read at that moment; new ones read past the log meanwhile."""
AGAIN_SECONDS = 10.0


class WriteAheadLog:
    """The log of one database file; for the writer's thread."""

    def __init__(self, path: str, clock: Clock) -> None:
        self._path = Path(f"{path}-wal")
        self._clock = clock
        self._next = clock.monotonic()

    def mind(self, writer: Engine) -> None:
        """After a commit, outside of any transaction: begin the log anew when it has become too long.

        Never raises: what was committed stands, and a disk that fails will say so to the next commit.
        """
        if self._clock.monotonic() < self._next or not self._is_long():
            return
        self._next = self._clock.monotonic() + AGAIN_SECONDS
        try:
            with writer.connect() as connection:
                _fold(connection.connection.driver_connection)
        except sqlite3.Error as error:
            log.warning("the write-ahead log could not be folded", error=str(error))

    def _is_long(self) -> bool:
        try:
            return self._path.stat().st_size > LONGEST
        except OSError:
            return False


def _fold(driver: Any) -> None:
    (before,) = driver.execute("PRAGMA busy_timeout").fetchone()
    driver.execute(f"PRAGMA busy_timeout={PATIENCE_MS}")
    try:
        driver.execute("PRAGMA wal_checkpoint(RESTART)").fetchone()
    finally:
        driver.execute(f"PRAGMA busy_timeout={before}")
