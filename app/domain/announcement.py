"""How a running hub says where it is, to stations of the same user. Known by hub and link; knows core."""

import os
from pathlib import Path

import msgspec
from msgspec import Struct

from app.core.clock import Millis
from app.core.disk import told_in_words


class Announcement(Struct, frozen=True, kw_only=True):
    """Lies in the data folder, readable by the user only.

    Attributes:
        url: base address, `http://127.0.0.1:PORT`.
        token: the owner's; whoever can read the file is the owner.
        pid: of the hub's process.
    """

    url: str
    token: str
    pid: int
    started_at: Millis


def announce(path: Path, announcement: Announcement) -> None:
    """Write the file whole, for this user only. Raises StorageError in words."""
    beside = path.with_suffix(".new")
    with told_in_words(path):
        beside.unlink(missing_ok=True)
        descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(msgspec.json.encode(announcement))
        beside.replace(path)


def withdraw(path: Path) -> None:
    """Take this process's announcement away; another hub's is left where it is."""
    known = read_announcement(path)
    if known is not None and known.pid == os.getpid():
        path.unlink(missing_ok=True)


def read_announcement(path: Path) -> Announcement | None:
    """What the file says; None where there is none or it cannot be read."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=Announcement)
    except (OSError, msgspec.DecodeError):
        return None
