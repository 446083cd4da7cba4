"""A mistake in the settings file is said in words, with its line."""

from pathlib import Path

import pytest

from app.core import settings
from app.core.errors import BadInput


def written(folder: Path, text: str) -> Path:
    path = folder / "fishbowl.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_without_a_file_the_defaults_hold(tmp_path: Path) -> None:
    assert settings.load(tmp_path / "none.toml").hub.listen == "127.0.0.1:0"


def test_an_unknown_key_names_its_line_and_a_near_name(tmp_path: Path) -> None:
    path = written(tmp_path, 'organisation = "Norvane"\n[wall]\npolcy = "hold_all"\n')

    with pytest.raises(BadInput) as caught:
        settings.load(path)

    assert "wall.polcy" in caught.value.message
    assert "line 3" in caught.value.message
    assert "policy" in caught.value.hint


def test_a_value_that_does_not_fit_names_its_key(tmp_path: Path) -> None:
    path = written(tmp_path, "[wall]\ndistance_metres = -1\n")

    with pytest.raises(BadInput, match=r"wall\.distance_metres.*line 2"):
        settings.load(path)


def test_broken_toml_is_no_traceback(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="not valid TOML"):
        settings.load(written(tmp_path, "[wall\n"))


def test_an_unknown_time_zone_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="Europe/Lisbo is not a time zone"):
        settings.load(written(tmp_path, '[wall]\ncities = ["Europe/Lisbo"]\n'))


def test_the_environment_wins_over_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FISHBOWL_HUB__LISTEN", "127.0.0.1:4000")

    assert settings.load(written(tmp_path, '[hub]\nlisten = "127.0.0.1:5000"\n')).hub.listen == "127.0.0.1:4000"
