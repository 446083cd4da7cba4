"""Servers as child processes: started, waited for by what they say or answer, killed by their id. Known by the real
fixtures."""

import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path


def free_port() -> int:
    """A port on the loopback address that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class Server:
    """One child process with its log.

    Attributes:
        log: where its output goes; shown when it does not come up.
    """

    def __init__(
        self,
        command: Sequence[str],
        *,
        log: Path,
        environment: Mapping[str, str] | None = None,
        folder: Path | None = None,
    ) -> None:
        self.log = log
        self._output = log.open("ab")
        self._process = subprocess.Popen(
            command,
            cwd=folder,
            env={**os.environ, **(environment or {})},
            stdin=subprocess.DEVNULL,
            stdout=self._output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )

    def wait_until(self, ready: Callable[[], bool], *, seconds: float = 90.0) -> None:
        """Wait until `ready()`; a server that ends or never comes up is an error with its last words."""
        end = time.monotonic() + seconds
        while not ready():
            if self._process.poll() is not None or time.monotonic() > end:
                self.kill()
                raise RuntimeError(f"{self.log.stem} did not come up:\n{self.text()[-3000:]}")
            time.sleep(0.05)

    def says(self, word: str, *, since: int = 0) -> bool:
        """Whether its output has this word after the first `since` bytes."""
        return word.encode() in self.log.read_bytes()[since:]

    def text(self) -> str:
        """All it said."""
        return self.log.read_text(encoding="utf-8", errors="replace")

    def kill(self) -> None:
        """`kill -9`, the whole process group."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """Ask it to end, and make it end after some seconds."""
        self._end(signal.SIGTERM)

    def _end(self, how: signal.Signals) -> None:
        if self._process.poll() is None:
            os.killpg(self._process.pid, how)
            try:
                self._process.wait(timeout=5)
            except subprocess.TimeoutExpired:
                os.killpg(self._process.pid, signal.SIGKILL)
                self._process.wait(timeout=5)
        self._output.close()


def listening(port: int) -> bool:
    """Whether somebody accepts connections on this loopback port."""
    with socket.socket() as probe:
        probe.settimeout(0.2)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def start_redis(folder: Path) -> tuple[Server, int]:
    """A Redis that keeps nothing."""
    port = free_port()
    program = shutil.which("redis-server") or "redis-server"
    command = [program, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
    server = Server(command, log=folder / "redis.log", folder=folder)
    server.wait_until(lambda: listening(port))
    return server, port
