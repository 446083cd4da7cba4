"""Puts the installer's folder on the path, as starting bootstrap.py does, and makes small checkouts to work on."""

import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "installer"), str(ROOT / "installer" / "linux")]

from setup_layout import Layout  # noqa: E402 - needs the path above
from setup_progress import Progress  # noqa: E402

from tests.installer.fakes import FakeCommands, Screen  # noqa: E402


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    """A checkout in a folder with a space and a letter that is not ASCII, with two small lock files."""
    root = tmp_path / "Fish bowl ä"
    (root / "installer").mkdir(parents=True)
    (root / "pyproject.toml").write_text("[project]\nname = 'fishbowl'\n", encoding="utf-8")
    (root / "installer" / "lock.txt").write_text("numpy==2.4.6 \\\n    --hash=sha256:00\n", encoding="utf-8")
    (root / "installer" / "lock-test.txt").write_text("pytest==9.2.0 \\\n    --hash=sha256:00\n", encoding="utf-8")
    return Layout(root)


@pytest.fixture
def screen() -> Screen:
    return Screen()


@pytest.fixture
def progress(layout: Layout, screen: Screen) -> Progress:
    return Progress(5, layout.log, out=screen)


@pytest.fixture
def commands(layout: Layout, progress: Progress) -> FakeCommands:
    return FakeCommands(progress, layout)
