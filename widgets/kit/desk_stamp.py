"""Small signs that look the same on many rows, painted once and kept as pictures. Known by delegates; knows theme.

The picture holds the plain ground it stands on, so that letters keep the screen's own smoothing.
"""

from collections.abc import Callable, Hashable
from functools import lru_cache

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QColor, QPainter, QPixmap

from widgets.theme.desk import DeskLook

Paint = Callable[..., None]
"""Called with painter, look, rectangle and what else the sign needs."""


def stamp(
    painter: QPainter, look: DeskLook, rect: QRect, ground: QColor, paint: Paint, *what: Hashable, ratio: float = 0.0
) -> None:
    """Paint a sign on its ground, from the picture that is kept; `paint` must be a lasting function.

    Who paints many of them on one device says its pixel `ratio`: to ask the device takes as long as the copy.
    """
    if not rect.isEmpty():
        pixels = ratio or painter.device().devicePixelRatioF()
        picture = _picture(look, rect.width(), rect.height(), pixels, ground.rgba(), paint, what)
        painter.drawPixmap(rect.topLeft(), picture)


@lru_cache(maxsize=1_024)
def _picture(
    look: DeskLook, width: int, height: int, ratio: float, ground: int, paint: Paint, what: tuple[Hashable, ...]
) -> QPixmap:
    pixmap = QPixmap(QSize(width, height) * ratio)
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(QColor.fromRgba(ground))
    painter = QPainter(pixmap)
    paint(painter, look, QRect(0, 0, width, height), *what)
    painter.end()
    return pixmap
