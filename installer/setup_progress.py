"""What the user sees while Fishbowl sets itself up, and the log of the rest. Known by the steps; knows nothing."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

INDENT = " " * 6
QUIET_SECONDS = 10.0


class Progress:
    """Numbered steps with their lengths, and a line that says what is being done just now.

    On a terminal that line is overwritten; elsewhere it is printed every ten seconds at most.
    """

    def __init__(self, steps: int, log: Path, *, out: TextIO | None = None) -> None:
        self._steps = steps
        self._log = log
        self._out = out or sys.stdout
        self._number = 0
        self._shown_at = 0.0
        self._width = 0

    @contextmanager
    def step(self, title: str, *, about: str = "") -> Iterator[None]:
        """Announce a step; say how long it took when it succeeds."""
        self._number += 1
        hint = f" (about {about})" if about else ""
        self.say(f"[{self._number}/{self._steps}] {title}{hint}")
        self.record(f"--- step {self._number} of {self._steps}: {title}")
        began = self._shown_at = time.monotonic()
        try:
            yield
        finally:
            self._wipe()
        self.say(f"{INDENT}done in {_length(time.monotonic() - began)}")

    def say(self, text: str) -> None:
        """Print a line that stays."""
        self._wipe()
        print(text, file=self._out, flush=True)

    def detail(self, text: str) -> None:
        """Print a line that stays, below its step."""
        self.say(INDENT + text)

    def busy(self, text: str) -> None:
        """Say what is being done just now."""
        text = text[:90]
        if self._out.isatty():
            self._wipe()
            self._width = len(INDENT + text)
            print(INDENT + text, end="", file=self._out, flush=True)
        elif time.monotonic() - self._shown_at >= QUIET_SECONDS:
            self._shown_at = time.monotonic()
            self.detail(text)

    def record(self, text: str) -> None:
        """Write to the log. A log that cannot be written (full or read-only disk) never stops the work."""
        try:
            self._log.parent.mkdir(parents=True, exist_ok=True)
            with self._log.open("a", encoding="utf-8", errors="replace") as file:
                file.write(f"{time.strftime('%H:%M:%S')} {text}\n")
        except OSError:
            return

    def _wipe(self) -> None:
        if self._width:
            print("\r" + " " * self._width + "\r", end="", file=self._out, flush=True)
            self._width = 0


def _length(seconds: float) -> str:
    if seconds < 10:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"
