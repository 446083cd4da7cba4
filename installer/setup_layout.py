"""Where things lie in the project's folder. Known by every part of the installer; knows nothing."""

import os
import sys
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Layout:
    """The files of one checkout.

    Attributes:
        root: the project's folder.
    """

    root: Path

    @property
    def environment(self) -> Path:
        return self.root / ".venv"

    @property
    def python(self) -> Path:
        """The environment's interpreter."""
        return self.environment / ("Scripts/python.exe" if os.name == "nt" else "bin/python")

    @property
    def stamp(self) -> Path:
        """What is set up; written last."""
        return self.environment / "fishbowl-setup.json"

    @property
    def project(self) -> Path:
        return self.root / "pyproject.toml"

    @property
    def program(self) -> Path:
        return self.root / "main.py"

    @property
    def log(self) -> Path:
        """Everything the tools said."""
        return self.root / "build" / "setup.log"

    @property
    def latch(self) -> Path:
        """Held while one start sets up, so that a second one waits."""
        return self.root / "build" / "setup.lock"

    def lock(self, *, for_test: bool) -> Path:
        """The pinned packages: those of the program, or those and the test tools."""
        return self.root / "installer" / ("lock-test.txt" if for_test else "lock.txt")


def here() -> Layout:
    """The checkout this file belongs to."""
    return Layout(Path(__file__).resolve().parent.parent)


def launcher() -> Path:
    """The interpreter that makes the environment: never one that lives in an environment itself."""
    return Path(getattr(sys, "_base_executable", "") or sys.executable)
