"""The environment in `.venv`: made, filled from the lock file, tried. Known by setup_steps; knows setup_commands,
setup_layout, setup_progress, setup_stamp and setup_trouble."""

import re
import shutil
from pathlib import Path

import setup_stamp
from setup_commands import Commands, Outcome
from setup_layout import Layout, launcher
from setup_progress import Progress
from setup_stamp import Stamp
from setup_trouble import Trouble, explain

TRIAL = "from PySide6.QtWidgets import QApplication; QApplication([]); import aiohttp, msgspec, numpy, sqlalchemy"
"""Loads what needs system libraries."""


class Environment:
    """The project's own Python with its packages."""

    def __init__(self, layout: Layout, commands: Commands, progress: Progress) -> None:
        self._layout = layout
        self._commands = commands
        self._progress = progress

    def works(self) -> bool:
        """Whether there is one that starts and has pip."""
        return self._layout.python.exists() and self._pip("--version").good

    def make(self) -> None:
        """Make it new; whatever stood there goes.

        Raises:
            Trouble: no rights, no disk space, no ensurepip.
        """
        self._clear()
        outcome = self._commands.run([launcher(), "-m", "venv", self._layout.environment])
        if not outcome.good:
            raise explain(outcome.output, otherwise="The environment in .venv could not be made.")

    def fill(self, lock: Path) -> None:
        """Install exactly what the lock file names, each package checked against its hash.

        Raises:
            Trouble: no network, a proxy that does not answer, a package that is not what was locked, disk full.
        """
        total = sum(1 for line in lock.read_text(encoding="utf-8").splitlines() if re.match(r"[\w.-]+==", line))
        seen = 0

        def show(line: str) -> None:
            nonlocal seen
            if line.startswith("Collecting "):
                seen += 1
                self._progress.busy(f"fetching {line.split()[1]} ({seen} of at most {total})")
            elif line.startswith("Installing collected packages"):
                self._progress.detail(f"{seen} packages fetched, unpacking them …")

        outcome = self._commands.run(
            self._install("--require-hashes", "--only-binary", ":all:", "-r", lock), on_line=show
        )
        if not outcome.good:
            raise explain(outcome.output, otherwise="The Python packages could not be installed.")

    def add_program(self) -> None:
        """Let the environment know Fishbowl itself, so that its connectors are found by their entry points.

        Raises:
            Trouble: pip could not do it.
        """
        outcome = self._commands.run(
            self._install("--no-index", "--no-build-isolation", "--editable", self._layout.root)
        )
        if not outcome.good:
            raise explain(outcome.output, otherwise="Fishbowl itself could not be put into the environment.")

    def try_out(self) -> None:
        """Load the packages that need something of the system.

        Raises:
            Trouble: a library is missing.
        """
        outcome = self._commands.run([self._layout.python, "-c", TRIAL], environment={"QT_QPA_PLATFORM": "offscreen"})
        if outcome.good:
            return
        library = re.search(r"(lib[\w.+-]+\.so[\w.]*): cannot open shared object", outcome.output)
        if library:
            raise Trouble(
                f"The system lacks the library {library[1]}, which Qt needs.", line="Install it, then start again."
            )
        raise explain(outcome.output, otherwise="The packages are installed but do not load.")

    def _install(self, *words: str | Path) -> list[str | Path]:
        quiet = ("--disable-pip-version-check", "--no-input", "--progress-bar", "off", "--retries", "3")
        return [self._layout.python, "-m", "pip", "install", *quiet, "--no-deps", *words]

    def _pip(self, *words: str) -> Outcome:
        return self._commands.run([self._layout.python, "-m", "pip", *words])

    def _clear(self) -> None:
        """Remove what stands there and leave a stamp that says: under construction."""
        try:
            if self._layout.environment.exists():
                shutil.rmtree(self._layout.environment)
            self._layout.environment.mkdir(parents=True)
            setup_stamp.write(self._layout, Stamp())
        except OSError as error:
            raise explain(str(error), otherwise="The environment in .venv could not be made anew.") from error
