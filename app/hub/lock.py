"""One hub per data folder: an advisory lock on a file. Known by the hub's main; knows core."""

import contextlib
import os
import sys
from pathlib import Path
from typing import IO

from app.core.disk import told_in_words
from app.core.errors import Conflict
from app.core.i18n import _


class FolderTaken(Conflict):
    """Another hub works on the folder."""


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
