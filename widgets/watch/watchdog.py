"""Starts a wall, hears its pulse, and starts it again when it is dead, frozen, blank or too large. Known by
watch.front; knows watch.verdict.

One thread waits for lines of the wall, the other for the next thing that must happen; nothing polls. It never gives
up; only a person who closes the wall, or a signal, ends it.
"""

import os
import queue
import subprocess
import threading
import time
from collections.abc import Callable, Sequence

import structlog

from widgets.watch.pulse import TROUBLE, WATCHED, Pulse, decode
from widgets.watch.verdict import Limits, Verdict, Waits

log = structlog.get_logger(__name__)

_ENDED, _STOP = b"", b"stop"


class Watchdog:
    """Keeps one wall alive.

    Attributes:
        lives: how many walls were started.

    Args:
        command: what starts the wall; its standard output is heard.
        told: called with each beat, for tests and whoever wants to know.
    """

    def __init__(
        self,
        command: Sequence[str],
        *,
        limits: Limits | None = None,
        told: Callable[[Pulse], None] = lambda _pulse: None,
    ) -> None:
        self.lives = 0
        self._command = list(command)
        self._limits = limits or Limits()
        self._told = told
        self._stopping = threading.Event()
        self._lines: queue.SimpleQueue[bytes] = queue.SimpleQueue()

    def run(self) -> int:
        """Until somebody closes the wall or `stop` is called; the exit status."""
        waits = Waits(self._limits)
        while not self._stopping.is_set():
            began = time.monotonic()
            try:
                status = self._live(began)
            except OSError as error:
                log.error("the wall cannot be started", error=str(error))
                status = 1
            if status == 0 or self._stopping.is_set():
                return 0
            lived = time.monotonic() - began
            wait = waits.after(lived, said_why=status == TROUBLE)
            log.warning("the wall is started again", status=status, lived_s=round(lived, 1), wait_s=wait)
            self._stopping.wait(wait)
        return 0

    def stop(self) -> None:
        """End the wall and the watch; safe in a signal handler."""
        self._stopping.set()
        self._lines.put(_STOP)

    def _live(self, began: float) -> int:
        """One life; its exit status, which is not 0 when it was ended for being unwell."""
        lines: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        self._lines = lines
        wall = subprocess.Popen(
            self._command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            env={**os.environ, WATCHED: "1"},
        )
        self.lives += 1
        log.info("wall started", pid=wall.pid)
        reader = threading.Thread(target=_read, args=(wall, lines), daemon=True)
        reader.start()
        unwell = False
        try:
            unwell = self._attend(wall, lines, Verdict(self._limits, began=began))
        finally:
            self._end(wall)
            reader.join(1.0)  # something the wall started may still hold its output
        return wall.returncode or int(unwell)

    def _attend(self, wall: subprocess.Popen[bytes], lines: "queue.SimpleQueue[bytes]", verdict: Verdict) -> bool:
        """Hear it until it ends; True when it must be ended."""
        while not self._stopping.is_set():
            try:
                line = lines.get(timeout=max(0.0, verdict.deadline() - time.monotonic()))
            except queue.Empty:
                if reason := verdict.silent(time.monotonic()):
                    log.error("the wall is ended", reason=reason, pid=wall.pid)
                    wall.kill()
                    return True
                continue
            if line in (_ENDED, _STOP):
                return False
            pulse = decode(line)
            if pulse is None:
                continue
            self._told(pulse)
            if reason := verdict.hear(pulse, time.monotonic()):
                log.error("the wall is ended", reason=reason, pid=wall.pid)
                return True
        return False

    def _end(self, wall: subprocess.Popen[bytes]) -> None:
        """Let it end in order, then kill it."""
        if wall.poll() is None:
            wall.terminate()
        try:
            wall.wait(self._limits.ending)
        except subprocess.TimeoutExpired:
            log.error("the wall did not end in order and is killed", pid=wall.pid)
            wall.kill()
            wall.wait()


def _read(wall: subprocess.Popen[bytes], lines: "queue.SimpleQueue[bytes]") -> None:
    if wall.stdout is not None:
        with wall.stdout:
            for line in wall.stdout:
                lines.put(line)
    lines.put(_ENDED)
