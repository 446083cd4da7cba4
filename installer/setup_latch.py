"""Lets one start at a time set things up; a second one waits for it. Known by setup_front; knows setup_trouble."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from setup_trouble import Trouble, explain

WAIT_SECONDS = 1800.0
LOOK_SECONDS = 1.0


@contextmanager
def latch(path: Path, *, waiting: Callable[[], None], sleep: Callable[[float], None] = time.sleep) -> Iterator[None]:
    """Hold the latch; `waiting` is called once when another start holds it. The system frees it with the process.

    Raises:
        Trouble: the other start does not come to an end, or the file cannot be made.
    """
    with _opened(path) as file:
        if not _taken(file):
            waiting()
            _wait_for(file, sleep)
        yield


def _opened(path: Path) -> IO[bytes]:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return path.open("ab")
    except OSError as error:
        raise explain(str(error), otherwise=f"The folder {path.parent} cannot be used.") from error


def _wait_for(file: IO[bytes], sleep: Callable[[float], None]) -> None:
    for _ in range(int(WAIT_SECONDS / LOOK_SECONDS)):
        sleep(LOOK_SECONDS)
        if _taken(file):
            return
    raise Trouble("Another start has been setting things up for half an hour.", line="End it, then start again.")


def _taken(file: IO[bytes]) -> bool:
    """Try to take the latch; True when it is ours now."""
    with suppress(OSError):
        _take(file.fileno())
        return True
    return False


if sys.platform == "win32":
    import msvcrt

    def _take(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _take(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
