"""Runs other programs: every line goes to the log, the last ones come back. Known by the steps; knows
setup_progress."""

import os
import subprocess
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from setup_progress import Progress

KEPT_LINES = 200
NOT_FOUND = 127


@dataclass(frozen=True)
class Outcome:
    """How a program ended: its exit status and the last lines it said."""

    status: int
    output: str = ""

    @property
    def good(self) -> bool:
        return self.status == 0


class Commands:
    """Runs programs with no standard input, so that none of them waits for an answer nobody sees."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress

    def run(
        self,
        command: Sequence[str | Path],
        *,
        on_line: Callable[[str], None] | None = None,
        environment: Mapping[str, str] | None = None,
        quiet: bool = False,
    ) -> Outcome:
        """Run to the end; `on_line` hears each line. A program that is not there ends with status 127.

        `quiet` keeps what it says out of the log: long lists that only a program reads.
        """
        words = [str(word) for word in command]
        self._progress.record("$ " + " ".join(words))
        try:
            process = subprocess.Popen(
                words,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                env={**os.environ, **(environment or {})},
                encoding="utf-8",
                errors="replace",
            )
        except OSError as error:
            self._progress.record(str(error))
            return Outcome(NOT_FOUND, str(error))
        return self._follow(process, on_line, quiet=quiet)

    def _follow(self, process: subprocess.Popen[str], on_line: Callable[[str], None] | None, *, quiet: bool) -> Outcome:
        kept: deque[str] = deque(maxlen=KEPT_LINES)
        assert process.stdout is not None
        try:
            for line in process.stdout:
                kept.append(line.rstrip())
                if not quiet:
                    self._progress.record("  " + line.rstrip())
                if on_line:
                    on_line(line.rstrip())
            status = process.wait()
        except BaseException:
            process.terminate()
            process.wait()
            raise
        self._progress.record(f"  ended with {status}")
        return Outcome(status, "\n".join(kept))
