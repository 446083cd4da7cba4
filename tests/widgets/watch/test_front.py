"""The watch begins whatever state the machine is in: what keeps the wall from starting stands on the wall."""

import signal
from pathlib import Path

import pytest

from app import cli
from widgets.watch import front
from widgets.watch.watchdog import Watchdog


def test_a_folder_that_cannot_be_made_keeps_nobody_from_watching(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("x")
    watched: list[Watchdog] = []

    def run(watchdog: Watchdog) -> int:
        watched.append(watchdog)
        return 0

    monkeypatch.setattr(Watchdog, "run", run)
    monkeypatch.setattr(signal, "signal", lambda *_given: None)
    monkeypatch.setattr("app.core.log.set_up", lambda **_named: None)
    arguments = ["wall", "--watch", "--data", str(tmp_path / "file")]

    assert front.watch(cli.parse(arguments), arguments) == 0
    assert len(watched) == 1
