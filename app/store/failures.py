"""Turns what the databases complain about into sentences. Known by `engine` only; knows core.errors."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from app.core.disk import is_full
from app.core.errors import FishbowlError, StorageError, Unavailable
from app.core.i18n import _

_RETRIED = frozenset({"40001", "40P01", "23505"})
"""PostgreSQL: serialization failure, deadlock, and two hubs that heard the same post at once."""


def is_passing(error: BaseException) -> bool:
    """Whether the same work, done again at once, may succeed."""
    return _state(error) in _RETRIED


def _state(error: BaseException) -> str:
    """PostgreSQL's code of an error (SQLSTATE); a COPY raises the driver's own, which SQLAlchemy does not wrap."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    return str(getattr(cause, "sqlstate", None) or "")


def in_words(error: BaseException, place: str) -> FishbowlError | None:
    """The error as a person should read it; None when it is not the store's to explain."""
    if isinstance(error, OSError):
        return _full(place) if error.errno == 28 else _broken(place, str(error))
    if not isinstance(error, DBAPIError | sqlite3.Error) and not _state(error):
        return None
    cause = error.orig if isinstance(error, DBAPIError) else error
    said = str(cause).strip()
    for part, make in _SAID:
        if part in said.lower():
            return make(place)
    state = _state(error)
    if state == "53100":
        return _full(place)
    if state == "42P01":  # undefined table
        return not_as_left(place)
    if state.startswith(("08", "57")) or "connection" in said.lower():
        return Unavailable(
            _("The database at {place} cannot be reached: {said}").format(place=place, said=said.splitlines()[0]),
            hint=_("Check that the PostgreSQL server runs and that the address, user and password are right."),
        )
    return None


def _full(place: str) -> FishbowlError:
    return StorageError(
        _("The disk is full: nothing more can be stored in {place}.").format(place=place),
        hint=_("Free some space; everything stored so far is safe, and work goes on by itself."),
    )


def _read_only(place: str) -> FishbowlError:
    return StorageError(
        _("The database {place} may not be written.").format(place=place),
        hint=_("Give this user the right to write the file and its folder, or choose another with --data."),
    )


def _missing(place: str) -> FishbowlError:
    return StorageError(
        _("The database {place} cannot be opened.").format(place=place),
        hint=_("Check that the folder exists and that this user may write in it, or choose another with --data."),
    )


def damaged(place: str) -> FishbowlError:
    """The file is not what it was."""
    return StorageError(
        _("The database {place} is damaged.").format(place=place),
        hint=_("Nothing was changed. Put back a copy, or move the file away and start with an empty one."),
    )


def not_as_left(place: str) -> FishbowlError:
    """Tables are missing, or are not of the schema that the database says it has."""
    return StorageError(
        _("The database {place} is not as Fishbowl left it: parts of it are missing or changed.").format(place=place),
        hint=_("Put back a copy, or move it away and start with an empty one. The hub's log has the details."),
    )


def _locked(place: str) -> FishbowlError:
    return StorageError(
        _("Another program is writing to {place}.").format(place=place),
        hint=_("Stop the other hub, or connect to it instead of starting one."),
    )


def _broken(place: str, said: str = "") -> FishbowlError:
    if is_full(Path(place).parent):
        return _full(place)  # SQLite calls it so where it maps a file that cannot grow
    return StorageError(
        _("The disk below {place} reports an error. {said}").format(place=place, said=said).strip(),
        hint=_("Check the disk and the system log before going on."),
    )


_SAID: tuple[tuple[str, Callable[[str], FishbowlError]], ...] = (
    ("database or disk is full", _full),
    ("no space left", _full),
    ("readonly database", _read_only),
    ("read-only", _read_only),
    ("unable to open database file", _missing),
    ("malformed", damaged),
    ("not a database", damaged),
    ("no such table", not_as_left),
    ("database is locked", _locked),
    ("disk i/o error", _broken),
)
