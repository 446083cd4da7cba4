"""A person's file is read again when it was saved, however an editor saves it."""

from pathlib import Path

from pytestqt.qtbot import QtBot

from widgets.kit.followed import FollowedFiles


def test_a_file_that_an_editor_replaces_is_followed_again_and_again(qtbot: QtBot, tmp_path: Path) -> None:
    file = tmp_path / "tour.toml"
    file.write_text("one")
    followed = FollowedFiles()
    followed.follow([file, tmp_path])
    for words in ("two", "three"):
        with qtbot.waitSignal(followed.saved):
            (tmp_path / "new").write_text(words)
            (tmp_path / "new").replace(file)
        followed.follow([file, tmp_path])
    followed.close()


def test_what_is_not_there_yet_is_no_trouble_and_a_closed_watch_says_nothing(qtbot: QtBot, tmp_path: Path) -> None:
    followed = FollowedFiles()
    followed.follow([tmp_path / "missing.toml", tmp_path])
    followed.close()
    with qtbot.assertNotEmitted(followed.saved, wait=400):
        (tmp_path / "missing.toml").write_text("here")
