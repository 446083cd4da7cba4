"""Every check there is, one after the other: style, types, laws, then the tests. Known by setup_front; knows
setup_layout."""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

from setup_layout import Layout

CHECKS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("ruff check", ("-m", "ruff", "check", ".")),
    ("ruff format --check", ("-m", "ruff", "format", "--check", ".")),
    ("mypy", ("-m", "mypy")),
    ("mypy installer", ("-m", "mypy", "installer")),
    ("lint-imports", ("-c", "from importlinter.cli import lint_imports_command as lint; lint()")),
)
TESTS = ("-m", "pytest", "-n", "auto", "--maxprocesses", "4", "--dist", "loadgroup", "--no-loadscope-reorder")
"""In several processes: half of their time tests wait for servers and clocks. `-n 0` behind them runs them in one."""
SERVERS = ("bluesky",)
"""Real servers the tests speak to, installed once into a folder of their own."""


class Checks:
    """Runs the checks in the environment. pytest comes last, so that its closing line closes the run."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._failed: list[str] = []

    def run(self, arguments: list[str]) -> int:
        """All of them, whatever fails on the way; `arguments` go to pytest. Returns 0 only when all passed."""
        for title, words in CHECKS:
            self._run(title, [str(self._layout.python), *words])
        for server in SERVERS:
            installer = self._layout.root / "tests" / "real" / "install.py"
            self._run(f"real server: {server}", [str(self._layout.python), str(installer), server])
        status = self._run("pytest", [str(self._layout.python), *TESTS, *arguments], **self._postgres())
        failed = [title for title in self._failed if title != "pytest"]
        if failed:
            print(f"Failed before the tests: {', '.join(failed)}.", file=sys.stderr)
        return status or (1 if failed else 0)

    def _run(self, title: str, command: list[str], **environment: str) -> int:
        print(f"=== {title}", flush=True)
        began = time.monotonic()
        status = subprocess.call(
            command,
            cwd=self._layout.root,
            stdin=subprocess.DEVNULL,
            env={**os.environ, "QT_QPA_PLATFORM": "offscreen", **environment},
        )
        if status:
            self._failed.append(title)
        if title != "pytest":
            print(f"=== {title}: {'failed' if status else 'passed'} in {time.monotonic() - began:.1f} s", flush=True)
        return status

    def _postgres(self) -> dict[str, str]:
        """Tests on the second database engine are a must where it is installed, and in CI always."""
        if os.environ.get("CI") or postgres_there():
            return {"FISHBOWL_REQUIRE_POSTGRES": "1"}
        line = "!" * 78
        print(f"{line}\n!!! No PostgreSQL on this machine: the store is tested on SQLite only.\n{line}", flush=True)
        return {}


def postgres_there() -> bool:
    """Whether a PostgreSQL server is installed: on the path, or where Debian keeps its versions."""
    debian = Path("/usr/lib/postgresql")
    return bool(shutil.which("initdb")) or any(debian.glob("*/bin/initdb"))
