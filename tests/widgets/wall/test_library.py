from pathlib import Path

from pytestqt.qtbot import QtBot

from widgets.wall.library import Library
from widgets.wall.registry import panel_kinds

MINE = """name = "mine"
title = "Mine"

[[panel]]
kind = "posts"
at = { wide = [1, 1, 8, 4] }
"""
LIST = '[[show]]\nscenes = [{ scene = "mine", seconds = 30 }]\n'


def library(folder: Path) -> Library:
    return Library(kinds=panel_kinds(), more=folder)


def test_scenes_and_playlist_of_a_folder_are_read(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text(MINE, encoding="utf-8")
    (tmp_path / "playlist.toml").write_text(LIST, encoding="utf-8")
    made = library(tmp_path)
    assert {"mine", "overview"} <= set(made.scenes)
    assert made.playlist is not None
    assert made.trouble == ""
    made.close()


def test_a_playlist_that_names_a_scene_that_went_keeps_both_as_they_were(qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text(MINE, encoding="utf-8")
    (tmp_path / "playlist.toml").write_text(LIST, encoding="utf-8")
    made = library(tmp_path)
    with qtbot.waitSignal(made.changed):
        (tmp_path / "mine.toml").unlink()
    assert "mine" in made.scenes
    assert made.trouble == "playlist.toml, line 2"
    made.close()


def test_a_file_that_comes_later_is_read_too(qtbot: QtBot, tmp_path: Path) -> None:
    made = library(tmp_path)
    with qtbot.waitSignal(made.changed):
        (tmp_path / "mine.toml").write_text(MINE, encoding="utf-8")
    assert "mine" in made.scenes
    made.close()


def test_an_editor_that_replaces_the_file_is_followed_twice(qtbot: QtBot, tmp_path: Path) -> None:
    file, other = tmp_path / "mine.toml", tmp_path / "mine.swp"
    file.write_text(MINE, encoding="utf-8")
    made = library(tmp_path)
    for title in ("Second", "Third"):
        with qtbot.waitSignal(made.changed):
            other.write_text(MINE.replace("Mine", title), encoding="utf-8")
            other.replace(file)
        assert made.scenes["mine"].title == title
    made.close()


def test_a_wall_that_starts_with_a_broken_file_shows_the_shipped_scenes_and_says_so(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text("name = 1 2", encoding="utf-8")
    made = library(tmp_path)
    assert "overview" in made.scenes
    assert made.trouble == "mine.toml, line 1"
    made.close()


def test_bytes_that_are_no_text_are_no_crash(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_bytes(b"\xff\xfe\x00")
    made = library(tmp_path)
    assert made.trouble == "cannot be read"
    made.close()
