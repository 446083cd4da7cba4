from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget

from app.core.errors import StorageError
from widgets.shell.screenshot import picture_path, save_pictures


def test_pictures_are_numbered_from_the_second_on(tmp_path: Path) -> None:
    assert picture_path(tmp_path / "a.png", 1).name == "a.png"
    assert picture_path(tmp_path / "a.png", 3).name == "a-3.png"
    assert picture_path(tmp_path / "wall", 2).name == "wall-2.png"


def test_a_picture_that_cannot_be_written_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match=r"must end in \.png"):
        save_pictures([QWidget()], tmp_path / "a.nothing")


def test_a_picture_whose_folder_cannot_be_made_is_no_traceback(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(StorageError, match="something else is in its place"):
        save_pictures([QWidget()], tmp_path / "file" / "a.png")
