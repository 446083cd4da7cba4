import subprocess
import sys
from pathlib import Path

import pytest

from app import cli
from app.commands import hub
from app.core.priority import NICENESS

SAYS = (
    "import os; from app.core.priority import step_back; before = os.nice(0); step_back(); print(os.nice(0) - before)"
)


def test_a_process_that_steps_back_is_nicer() -> None:
    said = subprocess.run([sys.executable, "-c", SAYS], capture_output=True, text=True, check=True)
    assert int(said.stdout) == NICENESS


@pytest.mark.parametrize(("arguments", "steps"), [(["--linger", "10"], 1), ([], 0)])
def test_only_a_hub_that_a_station_has_started_steps_back(
    arguments: list[str], steps: int, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    stepped: list[None] = []
    monkeypatch.setattr(hub, "step_back", lambda: stepped.append(None))
    monkeypatch.setattr("app.core.log.set_up", lambda **_named: None)
    monkeypatch.setattr(hub, "speak", lambda *_languages: None)

    async def nothing(*_given: object, **_named: object) -> None:
        return

    monkeypatch.setattr(hub, "run_hub", nothing)
    hub.run(cli.parse(["hub", "--data", str(tmp_path), *arguments]))
    assert len(stepped) == steps
