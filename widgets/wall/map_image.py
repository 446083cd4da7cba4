"""The map's land as one picture of flat colours, by day and by night. Known by the world panel; knows wall.world and
Qt.

The outlines are painted once for a size; what the sun changes is only a table of colours.
"""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath

from app.core.clock import Millis
from widgets.kit.stroke import to_polygon
from widgets.wall.world import is_night, unproject, world

SHADES = 16
"""Steps between sea and land at a coast, so that it is not jagged."""


class MapImage:
    """The land at one size.

    Attributes:
        width, height: device pixels.
        image: RGB32, as `paint` left it.
    """

    def __init__(self, width: int, height: int) -> None:
        self.width, self.height = width, height
        self.image = QImage(width, height, QImage.Format.Format_RGB32)
        self._coverage = self._cover()
        self._places: tuple[NDArray[np.float64], NDArray[np.float64]] | None = None

    def paint(self, *, sea: QColor, day: QColor, night: QColor | None = None, moment: Millis = 0) -> None:
        """Colour the land; where it is night at that moment in `night`, if there is one."""
        steps = self._coverage
        table = [_mixed(sea, day, step / (SHADES - 1)) for step in range(SHADES)]
        if night is not None:
            latitude, longitude = self._where()
            steps = steps + SHADES * is_night(latitude, longitude, moment)
            table += [_mixed(sea, night, step / (SHADES - 1)) for step in range(SHADES)]
        pixels: NDArray[np.uint32] = np.frombuffer(self.image.bits(), dtype=np.uint32)
        pixels.reshape(self.height, self.width)[:] = np.array(table, dtype=np.uint32)[steps]

    def at(self, x: float, y: float) -> tuple[float, float]:
        """Where a projected point lies, in device pixels."""
        earth = world()
        across = (x - earth.left) / (earth.right - earth.left) * self.width
        return across, (y - earth.top) / (earth.bottom - earth.top) * self.height

    def _cover(self) -> NDArray[np.uint8]:
        """How much of each pixel is land, in steps."""
        mask = QImage(self.width, self.height, QImage.Format.Format_Grayscale8)
        mask.fill(0)
        painter = QPainter(mask)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor("white"))
        painter.drawPath(self._outlines())
        painter.end()
        raw: NDArray[np.uint8] = np.frombuffer(mask.constBits(), dtype=np.uint8)
        rows = raw.reshape(self.height, mask.bytesPerLine())[:, : self.width]
        return np.asarray(rows // (256 // SHADES))

    def _outlines(self) -> QPainterPath:
        """All rings in one path: a ring within a ring is a lake."""
        path = QPainterPath()
        corner = np.array(self.at(0.0, 0.0))
        scale = np.array(self.at(1.0, 1.0)) - corner
        for ring in world().land:
            path.addPolygon(to_polygon(ring * scale + corner))
            path.closeSubpath()
        return path

    def _where(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Latitude (rows × 1) and longitude (rows × columns) of the pixels."""
        if self._places is None:
            earth = world()
            x = np.linspace(earth.left, earth.right, self.width)
            y = np.linspace(earth.top, earth.bottom, self.height)[:, np.newaxis]
            self._places = unproject(x, y)
        return self._places


def _mixed(one: QColor, other: QColor, share: float) -> int:
    def part(a: int, b: int) -> int:
        return round(a + (b - a) * share)

    red, green, blue = part(one.red(), other.red()), part(one.green(), other.green()), part(one.blue(), other.blue())
    return 0xFF000000 | red << 16 | green << 8 | blue
