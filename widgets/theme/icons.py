"""Glyphs drawn by us: one ink, a grid of 16, a stroke of 1.5. Known by kit and the agent's room; knows core.paths.

Each SVG in resources/icons uses `currentColor`; it is tinted when it is drawn, at the size and device pixel ratio
wanted, and kept as a pixmap.
"""

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from app.core.paths import resources

UNKNOWN = "globe"
"""Drawn for a network without a glyph of its own."""


@lru_cache(maxsize=1)
def icon_names() -> frozenset[str]:
    """Every glyph there is."""
    return frozenset(path.stem for path in (resources() / "icons").glob("*.svg"))


def network_icon(network: str) -> str:
    """The glyph of a network, the globe for one without."""
    name = f"net-{network}"
    return name if name in icon_names() else UNKNOWN


@lru_cache(maxsize=128)
def _source(name: str) -> str:
    file = resources() / "icons" / f"{name if name in icon_names() else UNKNOWN}.svg"
    return file.read_text(encoding="utf-8")


@lru_cache(maxsize=2048)
def _tinted(name: str, ink: str, size: int, ratio: float) -> QPixmap:
    renderer = QSvgRenderer(QByteArray(_source(name).replace("currentColor", ink).encode()))
    pixmap = QPixmap(QSize(round(size * ratio), round(size * ratio)))
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    renderer.render(painter, QRectF(0, 0, pixmap.width(), pixmap.height()))
    painter.end()
    pixmap.setDevicePixelRatio(ratio)
    return pixmap


def glyph(name: str, ink: QColor, size: int, *, ratio: float = 1.0) -> QPixmap:
    """A tinted glyph, `size` logical pixels square."""
    return _tinted(name, ink.name(), max(1, size), ratio)


def icon(name: str, ink: QColor, size: int) -> QIcon:
    """A glyph for a menu or an action."""
    return QIcon(glyph(name, ink, size, ratio=2.0))


def draw_glyph(painter: QPainter, name: str, *, x: int, y: int, size: int, ink: QColor) -> None:
    """Draw a glyph with its top left corner at x, y."""
    device = painter.device()
    ratio = device.devicePixelRatioF() if device is not None else 1.0
    painter.drawPixmap(x, y, glyph(name, ink, size, ratio=ratio))
