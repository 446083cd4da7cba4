"""Files that are read again when somebody saves them. Known by what shows a person's own files; knows Qt."""

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal

SETTLE_MS = 300
"""An editor saves in several steps; they are taken together."""


class FollowedFiles(QObject):
    """A watch over files and folders.

    Signals:
        saved: something in them has changed, and has settled.
    """

    saved = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._watcher = QFileSystemWatcher(self)
        self._settling = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._settling.timeout.connect(self.saved)
        self._watcher.directoryChanged.connect(self._settling.start)
        self._watcher.fileChanged.connect(self._settling.start)

    def follow(self, paths: Iterable[Path]) -> None:
        """Follow these as well, as far as they are there. Say it after every reading: an editor that replaces a file
        ends the watch over it."""
        watched = {*self._watcher.files(), *self._watcher.directories()}
        missing = [str(path) for path in paths if path.exists() and str(path) not in watched]
        if missing:
            self._watcher.addPaths(missing)

    def close(self) -> None:
        """Watch no more."""
        self._settling.stop()
        for paths in (self._watcher.files(), self._watcher.directories()):
            if paths:
                self._watcher.removePaths(paths)
