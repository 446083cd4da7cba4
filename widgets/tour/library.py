"""The script of a tour, read again whenever its file changes. Known by the tour's station; knows tour.script.

A file that has become wrong changes nothing: the last good script stays, and what is wrong is said by line.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path

import structlog
from PySide6.QtCore import QObject, Signal

from app.core.errors import BadInput
from app.core.paths import resources
from widgets.kit.followed import FollowedFiles
from widgets.tour.script import read_script
from widgets.tour.stop import Script
from widgets.wall.scenes import Scene, read_words

log = structlog.get_logger(__name__)


def shipped_script(*, live: bool = False) -> Path:
    """The tour that comes with the program: of the replay's story, or true on any live day."""
    return resources() / "tour" / ("live.toml" if live else "ten-minutes.toml")


class ScriptFile(QObject):
    """One script and its file.

    Signals:
        changed: script or trouble are others than before.

    Attributes:
        script: the last good one.
        trouble: what is wrong with the file now, by line; empty when all is well.
    """

    changed = Signal()

    def __init__(
        self,
        file: Path,
        *,
        shipped: Path,
        scenes: Mapping[str, Scene],
        moments: Iterable[str],
        parent: QObject | None = None,
    ) -> None:
        """Read it; where it is wrong the shipped script is led through, with the trouble."""
        super().__init__(parent)
        self._file, self._scenes, self._moments = file, scenes, tuple(moments)
        self.trouble = ""
        self.script = self._read_or_say() or self._read(shipped)
        self._files = FollowedFiles(self)
        self._files.saved.connect(self.read_again)
        self._files.follow(self._followed())

    def read_again(self) -> None:
        """Take the file as it is now, or keep what is there and say why."""
        before = (self.script, self.trouble)
        self.script = self._read_or_say() or self.script
        self._files.follow(self._followed())
        if before != (self.script, self.trouble):
            self.changed.emit()

    def close(self) -> None:
        """Watch no more."""
        self._files.close()

    def _read_or_say(self) -> Script | None:
        try:
            script = self._read(self._file)
        except BadInput as error:
            self.trouble = error.message
            log.warning("the tour stays as it was", error=error.message)
            return None
        self.trouble = ""
        return script

    def _read(self, file: Path) -> Script:
        return read_script(read_words(file), file=file.name, scenes=self._scenes, moments=self._moments)

    def _followed(self) -> tuple[Path, ...]:
        return self._file, self._file.parent
