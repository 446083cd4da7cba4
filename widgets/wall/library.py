"""The scenes and the playlist of a wall, read again when a file changes. Known by the wall's station; knows
wall.scenes and wall.playlist_file.

A file that has become wrong changes nothing on the wall: the last good scenes stay, and what is wrong is said in words.
"""

from collections.abc import Iterable
from pathlib import Path

import structlog
from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal

from app.core.errors import BadInput
from app.core.i18n import _
from widgets.wall.playlist import Playlist
from widgets.wall.playlist_file import read_playlist
from widgets.wall.scenes import PLAYLIST, BadScene, Scene, load_scenes, read_words

log = structlog.get_logger(__name__)

SETTLE_MS = 300
"""An editor saves in several steps; they are taken together."""


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
        self._watcher = QFileSystemWatcher(self)
        self._settling = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._settling.timeout.connect(self.read_again)
        self._watcher.directoryChanged.connect(self._settling.start)
        self._watcher.fileChanged.connect(self._settling.start)
        self._watch()

    def read_again(self) -> None:
        """Take the files as they are now, or keep what is there and say why."""
        before = (dict(self.scenes), self.playlist, self.trouble)
        self._read_or_say()
        self._watch()
        if before != (self.scenes, self.playlist, self.trouble):
            self.changed.emit()

    def close(self) -> None:
        """Watch no more."""
        self._settling.stop()
        for paths in (self._watcher.files(), self._watcher.directories()):
            if paths:
                self._watcher.removePaths(paths)

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

    def _watch(self) -> None:
        """Follow the folder and its files; an editor that replaces a file ends the watch over it."""
        if self._more is None or not self._more.exists():
            return
        wanted = [self._more, *self._more.glob("*.toml")] if self._more.is_dir() else [self._more]
        watched = {*self._watcher.files(), *self._watcher.directories()}
        missing = [str(path) for path in wanted if str(path) not in watched]
        if missing:
            self._watcher.addPaths(missing)


def _shortly(error: BadInput) -> str:
    """File and line for the wall; the words are in the log and in the check."""
    if isinstance(error, BadScene) and error.problems and error.problems[0].line:
        return _("{file}, line {line}").format(file=error.file, line=error.problems[0].line)
    return error.file if isinstance(error, BadScene) else _("cannot be read")
