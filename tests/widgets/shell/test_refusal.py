"""A desk or a tour that cannot be opened says why in a window; a menu shows no standard error."""

import argparse
import os
import subprocess
import sys
from pathlib import Path

import pytest

from app import cli
from app.core.errors import BadInput, FishbowlError, StorageError
from widgets.shell import front, refusal, tour_front
from widgets.shell.refusal import Refusal
from widgets.theme.desk import desk_look

ROOT = Path(__file__).resolve().parents[3]
CLOSED = """
from PySide6.QtCore import QTimer
from app.core.errors import BadInput
from widgets.shell import refusal

class Closed(refusal.Refusal):
    def showEvent(self, event):
        super().showEvent(event)
        QTimer.singleShot(0, self.reject)

refusal.Refusal = Closed
refusal.show_refusal(BadInput("Something is wrong."), theme="system", text_size=0)
print("ended")
"""


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> list[FishbowlError]:
    """What was said in windows, on a machine with a display."""
    told: list[FishbowlError] = []
    monkeypatch.setattr(front, "find_display", lambda _options: None)
    monkeypatch.setattr(tour_front, "find_display", lambda _options: None)
    monkeypatch.setattr(front, "is_off_screen", lambda: False)
    monkeypatch.setattr(refusal, "show_refusal", lambda error, **_look: told.append(error))
    return told


def asked(folder: Path, face: str, *more: str) -> argparse.Namespace:
    return cli.parse([face, "--data", str(folder), *more])


@pytest.mark.parametrize("face", ["agent", "tour"])
def test_a_folder_that_cannot_be_used_is_said_in_a_window(
    tmp_path: Path, shown: list[FishbowlError], capsys: pytest.CaptureFixture[str], face: str
) -> None:
    (tmp_path / "file").write_text("x")
    show = front.show if face == "agent" else tour_front.show_tour

    assert show(asked(tmp_path / "file", face)) == 2
    assert [type(error) for error in shown] == [StorageError]
    assert "something else is in its place" in capsys.readouterr().err


def test_whoever_asked_for_a_picture_is_shown_no_window(tmp_path: Path, shown: list[FishbowlError]) -> None:
    (tmp_path / "file").write_text("x")

    assert front.show(asked(tmp_path / "file", "agent", "--screenshot", str(tmp_path / "a.png"))) == 2
    assert shown == []


def test_the_window_says_what_is_wrong_and_what_to_do(qapp: object) -> None:
    window = Refusal(desk_look(), BadInput("Unknown setting “lissten”.", hint="Did you mean “listen”?"))

    words = [child.accessibleName() for child in window.children() if hasattr(child, "accessibleName")]
    assert any("Unknown setting “lissten”. Did you mean “listen”?" in word for word in words)


def test_closing_it_ends_the_program() -> None:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", CLOSED], env=environment, capture_output=True, text=True, timeout=60, check=False
    )

    assert done.stdout == "ended\n", done.stderr
