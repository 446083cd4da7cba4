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


def test_a_mark_that_an_editor_puts_before_the_first_letter_is_no_mistake(tmp_path: Path) -> None:
    assert settings.load(written(tmp_path, '\ufefforganisation = "Norvane"\n')).organisation == "Norvane"


def test_brackets_without_end_are_no_traceback(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="too many brackets"):
        settings.load(written(tmp_path, f"organisation = {'[' * 5000}{']' * 5000}\n"))


def test_a_file_in_another_encoding_says_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "fishbowl.toml"
    path.write_bytes('organisation = "Café"\n'.encode("latin-1"))

    with pytest.raises(BadInput, match="cannot be read") as caught:
        settings.load(path)
    assert "UTF-8" in caught.value.hint


def test_a_variable_that_does_not_fit_is_named_and_not_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FISHBOWL_HUB__NODE", "abc")

    with pytest.raises(BadInput, match="FISHBOWL_HUB__NODE") as caught:
        settings.load(written(tmp_path, "[hub]\nnode = 1\n"))
    assert "fishbowl.toml" not in caught.value.message


def test_a_variable_for_a_whole_section_is_said_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FISHBOWL_HUB", "127.0.0.1")

    with pytest.raises(BadInput, match="environment variable") as caught:
        settings.load(tmp_path / "none.toml")
    assert "FISHBOWL_HUB__LISTEN" in caught.value.hint


def test_posts_cannot_be_kept_longer_than_a_clock_can_tell(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"retention\.posts_days"):
        settings.load(written(tmp_path, "[retention]\nposts_days = 99999999999999999999\n"))
