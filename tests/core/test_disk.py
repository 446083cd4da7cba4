"""What a disk refuses is one sentence and the way out, and a data folder that cannot be written is no traceback."""

import errno
import os
import shutil
from pathlib import Path
from typing import NamedTuple

import pytest

from app.core.disk import in_words, is_full, made, told_in_words
from app.core.errors import StorageError
from app.core.paths import DataDir


class Usage(NamedTuple):
    total: int
    used: int
    free: int


def test_a_data_folder_is_made_with_those_above_it(tmp_path: Path) -> None:
    data = made(DataDir(tmp_path / "above" / "data"))
    assert data.root.is_dir()


@pytest.mark.parametrize("below", ["", "data"])
def test_a_file_in_the_folders_place_is_named(tmp_path: Path, below: str) -> None:
    (tmp_path / "file").write_text("x")

    with pytest.raises(StorageError, match="something else is in its place") as caught:
        made(DataDir(tmp_path / "file" / below))
    assert "--data" in caught.value.hint


def test_a_folder_that_may_not_be_written_is_said_before_anything_is_tried(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda _path, _mode: False)

    with pytest.raises(StorageError, match="may not be written by this user") as caught:
        made(DataDir(tmp_path))
    assert "the right to write it" in caught.value.hint


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "disk is full"),
        (errno.EDQUOT, "disk is full"),
        (errno.EACCES, "may not be written"),
        (errno.EROFS, "may not be written"),
        (errno.EIO, os.strerror(errno.EIO)),
    ],
)
def test_each_refusal_is_said_in_words(number: int, words: str) -> None:
    said = in_words(OSError(number, os.strerror(number)), Path("/data/hub.json"))
    assert words in said.message
    assert "/data/hub.json" in said.message
    assert said.hint


def test_what_is_done_to_a_place_fails_in_words(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="written"), told_in_words(tmp_path):
        tmp_path.write_bytes(b"")


def test_a_disk_with_next_to_nothing_left_is_full(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not is_full(tmp_path)
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: Usage(total=1 << 30, used=1 << 30, free=4096))
    assert is_full(tmp_path)


def test_of_a_place_that_is_not_there_nobody_knows_that_it_is_full(tmp_path: Path) -> None:
    assert not is_full(tmp_path / "nowhere")
