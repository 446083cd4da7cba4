"""A picture from this machine: a plan, a logo, a notice. Known by the registry; knows Qt's image reader.

Only a file is read, never an address. It is read again when the file changes.
"""

from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QImageReader

from app.core.i18n import _
from widgets.kit.canvas import Canvas
from widgets.wall.context import PanelInfo
from widgets.wall.freshness import Freshness
from widgets.wall.panel import PAD, Panel

TOP, FOOT = 64, 24
LARGEST_MB = 256
"""What a picture may take while it is read; a larger one is refused."""


class Picture(Panel):
    """The whole picture, in its proportions.

    Options: `file` (absolute, or beside the scenes' folder), `title`, `says` (what it shows, for those who cannot
    see it).
    """

    INFO = PanelInfo(kind="picture", help="A picture from a file of this machine.", interval=3600)

    def __init__(self, *args: object, **named: object) -> None:
        super().__init__(*args, **named)  # type: ignore[arg-type]  # the base's own arguments, passed on
        self._image = QImage()
        self._trouble = ""
        self._read_for: tuple[int, int, int] | None = None

    def title(self) -> str:
        return str(self.options.get("title", "") or _("Picture"))

    def prepare(self) -> None:
        """Read the file, if it or the room for it has changed."""
        file = self._file()
        room = self._room()
        if file is None:
            self._trouble = _("No file is set")
            return
        try:
            changed = file.stat().st_mtime_ns
        except OSError:
            self._trouble, self._read_for = _("There is no file {name}").format(name=file.name), None
            return
        if self._read_for != (changed, room.width(), room.height()):
            self._read(file, room)
            self._read_for = (changed, room.width(), room.height())

    def is_empty(self) -> str:
        return self._trouble

    def summary(self) -> str:
        return str(self.options.get("says", "") or self.title())

    def pass_second(self) -> None:
        """Once in a while the file is looked at again; a missing one may come."""
        if self.now // 1000 % 10 == 0:
            before = (self._read_for, self._trouble)
            self.prepare()
            if (self._read_for, self._trouble) != before:
                self.picture_due.emit(False)

    def paint_data(self, canvas: Canvas) -> None:
        width, height = self._image.width() / self.scale, self._image.height() / self.scale
        left = PAD + (self.width_ - 2 * PAD - width) / 2
        canvas.image(left, TOP + (self.height_ - TOP - FOOT - height) / 2, self._image)

    def _read(self, file: Path, room: QSize) -> None:
        reader = QImageReader(str(file))
        reader.setAutoTransform(True)
        size = reader.size()
        if size.isValid():
            reader.setScaledSize(size.scaled(room, Qt.AspectRatioMode.KeepAspectRatio))
        QImageReader.setAllocationLimit(LARGEST_MB)
        self._image = reader.read()
        if self._image.isNull():
            self._trouble = _("{name} cannot be shown: {error}").format(name=file.name, error=reader.errorString())
        else:
            self._trouble = ""

    def _room(self) -> QSize:
        """In device pixels."""
        return QSize(
            max(1, round((self.width_ - 2 * PAD) * self.scale)),
            max(1, round((self.height_ - TOP - FOOT) * self.scale)),
        )

    def _file(self) -> Path | None:
        """As the scene names it; a relative one lies beside the scene files."""
        named = str(self.options.get("file", ""))
        if not named:
            return None
        folder = self.context.options.scenes
        if folder is not None and folder.suffix == ".toml":
            folder = folder.parent
        return (folder or Path()) / Path(named).expanduser()

    def _judge(self) -> Freshness:
        return Freshness.FRESH

    def _age_text(self) -> str:
        return ""
