"""A taught model stands beside the shipped one, which is never touched."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from app.language.model import read_model, write_model
from app.language.retrain import retrain
from app.language.taught import begin_from_shipped, go_back, model_in_use
from tests.fakes.tiny_model import corrections, write_tiny_model


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return write_tiny_model(tmp_path)


@pytest.fixture
def shipped(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The model at `path` is the one that ships; where the taught one is to stand."""
    for module in ("model", "taught"):
        monkeypatch.setattr(f"app.language.{module}.model_path", lambda: path)
    return tmp_path / "data" / "model" / "text.msgpack"


def test_a_model_is_taught_beside_the_shipped_one_which_stays_as_it_is(shipped: Path, path: Path) -> None:
    before = path.read_bytes()
    begin_from_shipped(shipped)
    taught = retrain(shipped, corrections())
    assert (taught.version, taught.base) == ("test+1", "test")
    assert model_in_use(shipped) == shipped
    assert path.read_bytes() == before
    assert go_back(shipped).version == "test"
    assert model_in_use(shipped) == shipped


def test_beginning_again_keeps_what_was_taught(shipped: Path) -> None:
    begin_from_shipped(shipped)
    retrain(shipped, corrections())
    begin_from_shipped(shipped)
    assert read_model(shipped).version == "test+1"


def test_a_version_that_was_given_up_is_not_named_again(shipped: Path) -> None:
    begin_from_shipped(shipped)
    retrain(shipped, corrections())
    go_back(shipped)
    assert retrain(shipped, corrections()).version == "test+2"


@pytest.mark.parametrize("damage", ["missing", "not a model", "older"])
def test_a_taught_model_that_does_not_fit_the_shipped_one_is_not_used(shipped: Path, path: Path, damage: str) -> None:
    begin_from_shipped(shipped)
    if damage == "missing":
        shipped.unlink()
    elif damage == "older":
        write_model(replace(read_model(shipped), base="older"), shipped)
    else:
        shipped.write_bytes(b"not a model")
    assert model_in_use(shipped) == path
    begin_from_shipped(shipped)
    assert model_in_use(shipped) == shipped
