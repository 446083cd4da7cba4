"""Finding the machine's hub, and starting one where there is none. Known by the front door; knows core and domain.

The hub is started in a session of its own: it outlives the station that started it, and a second station finds it by
its announcement. Little is imported here, so that the hub is under way before the station has read its own code.
"""

import argparse
import asyncio
import itertools
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlsplit

import structlog

from app.core.clock import Clock, SystemClock
from app.core.disk import full, is_full, made, told_in_words
from app.core.errors import Unavailable
from app.core.i18n import _
from app.core.paths import DataDir, data_dir
from app.domain.announcement import Announcement, read_announcement
from app.link.address import Address

log = structlog.get_logger(__name__)

START_SECONDS = 20.0
LOOK_SECONDS = 0.02
PROBE_SECONDS = 2.0
AGAIN_SECONDS = 2.0
"""Another hub had the folder so long ago and still none is announced: that one was ending, so ours is tried again."""

ALREADY_RUNNING = 3
"""Exit status of a hub that found another one on its folder."""


LINGER_MINUTES = "10"
MAIN = Path(__file__).resolve().parents[2] / "main.py"


def alive(announcement: Announcement) -> bool:
    """Whether the announced process still exists."""
    try:
        os.kill(announcement.pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


async def answers(announcement: Announcement) -> bool:
    """Whether the announced hub is there.

    A killed hub's announcement stays. Its process may be our own child, dead but not waited for, and after a restart
    of the machine its number belongs to some other program; so somebody must listen at its address as well.
    """
    if not alive(announcement):
        return False
    try:
        address = urlsplit(announcement.url)
        connecting = asyncio.open_connection(address.hostname, address.port)
    except ValueError:
        return False  # nobody's address: the file was changed by hand, or is another program's
    try:
        _reader, writer = await asyncio.wait_for(connecting, PROBE_SECONDS)
    except ConnectionRefusedError:
        return False
    except OSError:
        return True  # it hangs, perhaps; a second hub would not help
    writer.close()
    return True


class FixedHub:
    """A team's hub at a configured address, or at one of several: one works, the others stand by."""

    def __init__(self, urls: str, token: str) -> None:
        """`urls` may be several addresses with commas between them."""
        self._addresses = itertools.cycle([Address(url.strip(), token) for url in urls.split(",") if url.strip()])

    async def find(self) -> Address:
        """The next address: whoever asks again did not get through to the last one."""
        return next(self._addresses)


class LocalHub:
    """The hub of a data folder on this machine.

    Attributes:
        process: the hub this station started, None while it has not.

    Args:
        folder: what the hub is given as --data.
        main: the program's main.py.
    """

    def __init__(
        self, data: DataDir, *, folder: Path, arguments: Sequence[str], main: Path, clock: Clock | None = None
    ) -> None:
        self.process: subprocess.Popen[bytes] | None = None
        self._data = data
        self._folder = folder
        self._arguments = list(arguments)
        self._main = main
        self._clock = clock or SystemClock()
        self._spawned_at = 0.0
        self._said = data.logs / "hub-start.log"

    async def find(self) -> Address:
        """Its address; started first if nobody announces one. Raises Unavailable with the hub's own words."""
        announcement = read_announcement(self._data.announcement)
        if announcement is None or not await answers(announcement):
            announcement = await self._start()
        return Address(announcement.url, announcement.token)

    def launch(self) -> None:
        """Start the hub without waiting, so that it comes up while the station imports its windows."""
        announcement = read_announcement(self._data.announcement)
        if self.process is None and (announcement is None or not alive(announcement)):
            self._spawn()

    def _spawn(self) -> None:
        made(self._data)
        with told_in_words(self._said):
            self._data.logs.mkdir(parents=True, exist_ok=True)
            said = self._said.open("wb")
        with said:
            self.process = subprocess.Popen(
                [sys.executable, str(self._main), "hub", "--data", str(self._folder), *self._arguments],
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
                start_new_session=True,
            )
        self._spawned_at = self._clock.monotonic()
        log.info("hub started", pid=self.process.pid)

    async def _start(self) -> Announcement:
        if self.process is None or self.process.poll() is not None:
            self._spawn()
        until = self._clock.monotonic() + START_SECONDS
        while self._clock.monotonic() < until:
            announcement = read_announcement(self._data.announcement)
            if announcement is not None and await answers(announcement):
                return announcement
            self._look_after_it()
            await self._clock.sleep(LOOK_SECONDS)
        raise Unavailable(_("The hub did not come up in {seconds} s.").format(seconds=int(START_SECONDS)))

    def _look_after_it(self) -> None:
        """What we started may have ended: because another hub has the folder, or for a reason it has said."""
        status = self.process.poll() if self.process else None
        if status is None:
            return
        if status == 0:
            self._spawn()  # the one from before ended in order just now
            return
        if status != ALREADY_RUNNING:
            self.process = None
            raise Unavailable(_("The hub did not start: {reason}").format(reason=self._last_words()))
        if self._clock.monotonic() - self._spawned_at > AGAIN_SECONDS:
            self._spawn()

    def _last_words(self) -> str:
        """What it said, which is one sentence and the way out; of a traceback, which is a bug, the last line."""
        try:
            lines = self._said.read_text(encoding="utf-8", errors="replace").strip().splitlines()
        except OSError:
            lines = []
        if not lines and is_full(self._data.root):
            return str(full(self._data.root))  # what it had to say could not be written either
        return lines[-1] if any(line.startswith("Traceback") for line in lines) else " ".join(lines)


def local_hub(options: argparse.Namespace) -> LocalHub:
    """This machine's hub on the chosen data folder."""
    data = data_dir(options.data, demo=options.demo)
    root = data.root.parent if options.demo else data.root
    arguments = ["--linger", LINGER_MINUTES, "--log", options.log or "info"]
    if options.language:
        arguments += ["--language", options.language]
    if options.demo:
        arguments.append("--demo")
    return LocalHub(data, folder=root, arguments=arguments, main=MAIN)
