"""What this machine is and whether there is room. Known by setup_steps; knows setup_trouble."""

import os
import platform
import shutil
import sys
from pathlib import Path

from setup_trouble import Trouble

GIGABYTE = 1_000_000_000
ROOM_FOR_PROGRAM = 2 * GIGABYTE
"""The environment takes 0.6 GB, downloads and system packages as much again."""
ROOM_FOR_TEST = 5 * GIGABYTE
"""On top: test tools, PostgreSQL, and the real servers that the tests install."""


def describe() -> str:
    """The system and the Python in a few words."""
    return f"{system_name()}, Python {platform.python_version()}, {os.cpu_count() or 1} cores"


def system_name() -> str:
    """How the system calls itself."""
    try:
        return platform.freedesktop_os_release()["PRETTY_NAME"]
    except (OSError, KeyError):
        return f"{platform.system()} {platform.release()}"


def has_apt() -> bool:
    """Whether system packages come by apt here: Debian and its relatives."""
    return sys.platform == "linux" and all(shutil.which(tool) for tool in ("apt-get", "dpkg-query"))


def check_room(folder: Path, *, for_test: bool) -> int:
    """Free bytes on the folder's disk.

    Raises:
        Trouble: there is not enough room.
    """
    needed = ROOM_FOR_TEST if for_test else ROOM_FOR_PROGRAM
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise Trouble(
            f"Setting up needs {needed / GIGABYTE:.0f} GB of free disk space; {folder} has {free / GIGABYTE:.1f} GB.",
            line="Free some space, see what takes it with:  df -h",
        )
    return free


def check_writable(folder: Path) -> None:
    """Fail early where the environment could not be written.

    Raises:
        Trouble: the folder belongs to somebody else or is read-only.
    """
    if not os.access(folder, os.W_OK):
        raise Trouble(
            f"Fishbowl keeps its environment in {folder}, and that folder cannot be written by you.",
            line="Copy the folder to a place of your own, for example:  cp -r . ~/fishbowl",
        )
