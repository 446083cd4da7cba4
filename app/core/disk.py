"""What the disk refuses, in words that say what to do; and the data folder, made ready to be written. Known by hub,
link and the front door; knows paths and errors."""

import contextlib
import errno
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from app.core.errors import StorageError
from app.core.i18n import _
from app.core.paths import DataDir

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_NOT_OURS = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})
_NO_FOLDER = frozenset({errno.ENOTDIR, errno.EEXIST})
_NOTHING_LEFT = 64 * 1024
"""Bytes: with less, a program can hardly say what is wrong with it."""


def is_full(folder: Path) -> bool:
    """Whether next to nothing can be written in the folder any more; False where that cannot be told."""
    try:
        return shutil.disk_usage(folder).free < _NOTHING_LEFT
    except OSError:
        return False


def in_words(error: OSError, place: Path) -> StorageError:
    """What the system said against writing `place`, as a person should read it."""
    if error.errno in _FULL:
        return full(place)
    if error.errno in _NOT_OURS:
        return _not_ours(place)
    if error.errno in _NO_FOLDER:
        return StorageError(
            _("{place} cannot be made: something else is in its place.").format(place=place),
            hint=_("Move that away, or choose another folder with --data."),
        )
    return StorageError(
        _("{place} cannot be written: {reason}.").format(place=place, reason=error.strerror or error),
        hint=_("Check the disk, or choose another folder with --data."),
    )


def full(place: Path) -> StorageError:
    """There is no room left for `place`."""
    return StorageError(
        _("The disk is full: {place} cannot be written.").format(place=place),
        hint=_("Free some space; everything stored so far is safe."),
    )


@contextlib.contextmanager
def told_in_words(place: Path) -> Iterator[None]:
    """Whatever the system says against writing `place` meanwhile is raised as a StorageError."""
    try:
        yield
    except OSError as error:
        raise in_words(error, place) from error


def made(data: DataDir) -> DataDir:
    """The data folder, there and writable. Raises StorageError in words when it cannot be."""
    with told_in_words(data.root):
        data.make()
    if not os.access(data.root, os.W_OK | os.X_OK):
        raise _not_ours(data.root)
    return data


def _not_ours(place: Path) -> StorageError:
    return StorageError(
        _("{place} may not be written by this user.").format(place=place),
        hint=_("Give this user the right to write it, or choose another folder with --data."),
    )
