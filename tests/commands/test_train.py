"""`main.py train`: what stands is kept to go back to, and nothing is changed without a reason."""

import subprocess
import sys
from argparse import Namespace
from pathlib import Path

import pytest
from msgspec.structs import replace

from app.commands import train
from app.commands.train import hub_corrections
from app.core.errors import Unavailable
from app.domain.correction import Corrected
from app.domain.understanding import Sentiment
from app.language.model import model_path, read_model, write_model
from app.wire.calls import ListCorrections

MAIN = Path(__file__).resolve().parents[2] / "main.py"


@pytest.fixture
def model(tmp_path: Path) -> Path:
    path = tmp_path / "text.msgpack"
    path.write_bytes(model_path().read_bytes())
    return path


def run(*arguments: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, str(MAIN), "train", *arguments]
    return subprocess.run(command, capture_output=True, timeout=60, check=False, text=True)


def test_going_back_puts_the_earlier_model_in_place_and_keeps_the_newer(model: Path) -> None:
    newer = replace(read_model(model), version="newer")
    model.with_suffix(".previous").write_bytes(model.read_bytes())
    write_model(newer, model)
    earlier = read_model(model.with_suffix(".previous")).version
    assert run("--back", "--out", str(model)).returncode == 0
    assert read_model(model).version == earlier
    assert read_model(model.with_suffix(".previous")).version == "newer"


def test_without_an_earlier_model_it_says_so_and_changes_nothing(
    model: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = model.read_bytes()
    done = run("--back", "--out", str(model))
    assert done.returncode != 0
    assert "earlier model" in done.stderr
    assert model.read_bytes() == before


def test_something_to_learn_from_must_be_named() -> None:
    done = run("--no-corrections")
    assert done.returncode != 0
    assert "folder" in done.stderr


def test_a_teams_hub_is_taught_on_its_own_machine() -> None:
    done = run("--hub", "https://hub.example.org")
    assert done.returncode == 2
    assert "--out" in done.stderr


def test_what_learning_needs_is_named_where_it_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.commands.train.find_spec", lambda module: None)
    options = Namespace(folder=None, no_corrections=False, back=False, out=Path("x"), hub="")
    with pytest.raises(Unavailable, match="scipy") as refused:
        train.run(options)
    assert "pip install scipy" in refused.value.hint


def test_going_back_needs_nothing_that_only_learning_needs() -> None:
    code = "import sys; sys.modules['scipy'] = None; import app.commands.train"
    done = subprocess.run([sys.executable, "-c", code], cwd=MAIN.parent, capture_output=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr


async def test_every_page_of_the_hubs_corrections_is_learned_from() -> None:
    pages = {0: (corrected(1), corrected(2, text="")), 2: (corrected(3),), 3: ()}

    class Link:
        async def call(self, request: ListCorrections) -> tuple[Corrected, ...]:
            return pages[request.after]

    found = await hub_corrections(Link())  # type: ignore[arg-type]
    assert [one.text for one in found] == ["late 1", "late 3"]


def corrected(number: int, *, text: str = "late") -> Corrected:
    said = f"{text} {number}" if text else ""
    return Corrected(
        post_id=number, text=said, language="en", said=Sentiment.NEUTRAL, meant=Sentiment.NEGATIVE, model="m"
    )
