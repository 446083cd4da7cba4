"""Small antialiased shapes, painted once and copied. Known by kit.canvas; knows Qt.

A dot costs 20 µs to paint and 1 µs to copy. Places are quarters of a device pixel; finer ones look the same.
"""

import math
from functools import lru_cache

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap

from widgets.kit.stroke import to_polygon

PHASES = 4
LARGEST = 96
"""In device pixels; a larger shape is painted in place, so that what is kept stays small."""
KEPT = 256

Corners = tuple[tuple[int, int], ...]
"""Corners of a polygon in quarters of a device pixel."""


@lru_cache(maxsize=KEPT)
def rounded(width: int, height: int, reach: float, color: int) -> QPixmap:
    """A rectangle with round corners."""
    picture, painter = _begun(width, height, color)
    painter.drawRoundedRect(QRectF(0, 0, width, height), reach, reach)
    painter.end()
    return picture


@lru_cache(maxsize=KEPT)
def polygon(corners: Corners, color: int) -> QPixmap:
    """A flat area; its corners count from the picture's own corner."""
    width, height = (math.ceil(max(corner[axis] for corner in corners) / PHASES) + 1 for axis in (0, 1))
    picture, painter = _begun(width, height, color)
    painter.drawPolygon(to_polygon(np.array(corners, dtype=np.float64) / PHASES))
    painter.end()
    return picture


@lru_cache(maxsize=KEPT)
def ellipse(phase_x: int, phase_y: int, radius: float, color: int) -> QPixmap:
    """A circle whose centre lies `phase` quarters of a pixel right of and below the picture's middle."""
    half = half_of(radius)
    picture, painter = _begun(2 * half, 2 * half, color)
    painter.drawEllipse(QPointF(half + phase_x / PHASES, half + phase_y / PHASES), radius, radius)
    painter.end()
    return picture


def half_of(radius: float) -> int:
    """Half the width of a circle's picture."""
    return math.ceil(radius) + 2


def _begun(width: int, height: int, color: int) -> tuple[QPixmap, QPainter]:
    picture = QPixmap(width, height)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor.fromRgba(color))
    return picture, painter
