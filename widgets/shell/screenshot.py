"""Saves a picture of every window, for people without a display and for tests. Known by shell.application; knows
Qt."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QWidget

from app.core.disk import told_in_words
from app.core.errors import StorageError
from app.core.i18n import _


def picture_path(file: Path, number: int) -> Path:
    """Where the picture of window `number` (from 1) goes: FILE, FILE-2, FILE-3 …"""
    named = file if file.suffix else file.with_suffix(".png")
    return named if number == 1 else named.with_stem(f"{named.stem}-{number}")


def save_pictures(windows: Sequence[QWidget], file: Path) -> list[Path]:
    """One PNG per window; raises StorageError when a file cannot be written."""
    saved: list[Path] = []
    for number, window in enumerate(windows, start=1):
        path = picture_path(file, number)
        with told_in_words(path.parent):
            path.parent.mkdir(parents=True, exist_ok=True)
        if not window.grab().save(str(path)):
            raise StorageError(
                _("The picture {file} could not be written.").format(file=path),
                hint=_("Choose another file: its name must end in .png or .jpg, and the folder must be writable."),
            )
        saved.append(path)
    return saved
