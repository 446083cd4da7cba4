"""One hub per data folder: an advisory lock on a file. Known by the hub's main; knows core."""

import asyncio
import contextlib
import os
import sys
from pathlib import Path
from typing import IO

from app.core.clock import Clock
from app.core.disk import told_in_words
from app.core.errors import Conflict, StorageError
from app.core.i18n import _

LOOK_SECONDS = 5.0


class FolderTaken(Conflict):
    """Another hub works on the folder."""


def gone(folder: Path) -> StorageError:
    """The folder is no longer the one that the hub began with."""
    return StorageError(
        _("The data folder {folder} was removed or replaced while the hub worked on it.").format(folder=folder),
        hint=_("Put it back if it was moved away, and start the hub again."),
    )


class FolderLock:
    """Held from `take` to `release`; the system lets go of it when the process dies, however it dies."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: IO[bytes] | None = None

    def take(self) -> None:
        """Raises FolderTaken when another hub has the folder, and StorageError when the file cannot be written."""
        with told_in_words(self._path):
            file = self._path.open("a+b", buffering=0)
        try:
            _lock(file)
        except OSError:
            file.close()
            raise FolderTaken(
                _("Another hub already works on {folder}.").format(folder=self._path.parent),
                hint=_("Use that one, stop it, or choose another folder with --data."),
            ) from None
        with contextlib.suppress(
            OSError
        ):  # the lock counts; the number is for people, and a full disk has no room for it
            file.truncate(0)
            file.write(str(os.getpid()).encode())
        self._file = file

    async def until_lost(self, clock: Clock) -> None:
        """Return when the folder was removed or replaced: what is stored from then on is in no folder any more, and
        another hub may work on the one that is there now."""
        while await asyncio.to_thread(self._is_in_place):
            await clock.sleep(LOOK_SECONDS)

    def _is_in_place(self) -> bool:
        if self._file is None:
            return True
        try:
            return os.path.samestat(self._path.stat(), os.fstat(self._file.fileno()))
        except FileNotFoundError:
            return False
        except OSError:
            return True  # nobody can say

    def release(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None


if sys.platform == "win32":
    import msvcrt

    def _lock(file: IO[bytes]) -> None:
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(file: IO[bytes]) -> None:
        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
