"""The scenes and the playlist of a wall, read again when a file changes. Known by the wall's station; knows
wall.scenes and wall.playlist_file.

A file that has become wrong changes nothing on the wall: the last good scenes stay, and what is wrong is said in words.
"""

from collections.abc import Iterable
from pathlib import Path

import structlog
from PySide6.QtCore import QObject, Signal

from app.core.errors import BadInput
from app.core.i18n import _
from widgets.kit.followed import FollowedFiles
from widgets.wall.playlist import Playlist
from widgets.wall.playlist_file import read_playlist
from widgets.wall.scenes import PLAYLIST, BadScene, Scene, load_scenes, read_words

log = structlog.get_logger(__name__)


class Library(QObject):
    """What can be shown, and when.

    Signals:
        changed: scenes, playlist or trouble are others than before.

    Attributes:
        scenes: by name; always the same mapping, filled anew.
        playlist: None where there is none.
        trouble: what is wrong with the files now, shortly; empty when all is well.
    """

    changed = Signal()

    def __init__(self, *, kinds: Iterable[str], more: Path | None = None, parent: QObject | None = None) -> None:
        """Read everything; where the owner's files are wrong the shipped scenes are shown, with the trouble."""
        super().__init__(parent)
        self._kinds = tuple(kinds)
        self._more = more
        self.scenes: dict[str, Scene] = {}
        self.playlist: Playlist | None = None
        self.trouble = ""
        self._read_or_say()
        if not self.scenes:
            self.scenes.update(load_scenes(kinds=self._kinds))
        self._files = FollowedFiles(self)
        self._files.saved.connect(self.read_again)
        self._files.follow(self._followed())

    def read_again(self) -> None:
        """Take the files as they are now, or keep what is there and say why."""
        before = (dict(self.scenes), self.playlist, self.trouble)
        self._read_or_say()
        self._files.follow(self._followed())
        if before != (self.scenes, self.playlist, self.trouble):
            self.changed.emit()

    def close(self) -> None:
        """Watch no more."""
        self._files.close()

    def _read_or_say(self) -> None:
        try:
            self._read()
            self.trouble = ""
        except BadInput as error:
            self.trouble = _shortly(error)
            log.warning("the scenes stay as they were", error=error.message)

    def _read(self) -> None:
        scenes = load_scenes(kinds=self._kinds, more=self._more)
        file = self._playlist_file()
        playlist = None
        if file is not None and file.exists():
            playlist = read_playlist(read_words(file), file=file.name, scenes=scenes)
        self.scenes.clear()
        self.scenes.update(scenes)
        self.playlist = playlist

    def _playlist_file(self) -> Path | None:
        return self._more / PLAYLIST if self._more is not None and self._more.is_dir() else None

    def _followed(self) -> tuple[Path, ...]:
        """The owner's folder with its files, or the one file that was named."""
        if self._more is None:
            return ()
        return (self._more, *self._more.glob("*.toml")) if self._more.is_dir() else (self._more,)


def _shortly(error: BadInput) -> str:
    """File and line for the wall; the words are in the log and in the check."""
    if isinstance(error, BadScene) and error.problems and error.problems[0].line:
        return _("{file}, line {line}").format(file=error.file, line=error.problems[0].line)
    return error.file if isinstance(error, BadScene) else _("cannot be read")
