"""The pictures of one panel. Known by wall.panel; knows kit.backdrop, kit.canvas and Qt.

Two are kept: the frame (fill, title), painted anew only when the size changes, and the picture (frame and data),
painted anew when data changed. A paint event only copies from the picture. The age has a small rectangle of its own,
with a copy of what lies under it.
"""

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QPainter, QPixmap

from widgets.kit.backdrop import Backdrop
from widgets.kit.canvas import Canvas


class Layers:
    """Frame, picture, and what lies under the age; all in device pixels.

    Attributes:
        frame: what the data is painted on.
        picture: what is shown; null before it has a size.
    """

    def __init__(self) -> None:
        self.frame = Backdrop()
        self.picture = QPixmap()
        self._ratio = 1.0
        self._region = QRect()
        self._under_age = QPixmap()

    @property
    def is_empty(self) -> bool:
        """There is no picture yet."""
        return self.picture.isNull()

    def resize(self, size: QSize, *, ratio: float) -> None:
        """Be so large; `ratio` device pixels are one of Qt's."""
        self.picture = QPixmap(size)
        self._ratio = ratio

    def keep_frame(self, frame: QPixmap) -> None:
        """From now on data is painted on this."""
        self.frame = Backdrop(frame)

    def keep_under_age(self, region: QRect) -> None:
        """An age comes here: keep what is there."""
        self._region = region
        self._under_age = self.picture.copy(region)

    def wipe_age(self, canvas: Canvas) -> None:
        """What lay under the age is there again."""
        canvas.patch(self._region.topLeft(), self._under_age)

    @property
    def age_area(self) -> QRect:
        """Where the age lies, in Qt's pixels and no smaller."""
        region, ratio = self._region, self._ratio
        return QRect(region.topLeft() / ratio, region.size() / ratio).adjusted(-1, -1, 1, 1)

    def show(self, painter: QPainter, area: QRect) -> None:
        """Copy what Qt asks for, in Qt's pixels, from the picture."""
        ratio = self._ratio
        source = area if ratio == 1 else QRect(area.topLeft() * ratio, area.size() * ratio)
        painter.drawPixmap(area, self.picture, source)
