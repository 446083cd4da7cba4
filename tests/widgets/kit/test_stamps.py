import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPolygonF

from widgets.kit import stamps
from widgets.kit.canvas import Canvas

INK = QColor("#F2C14B")


def image() -> QImage:
    made = QImage(300, 300, QImage.Format.Format_RGB32)
    made.fill(0)
    return made


def levels(painted: QImage) -> NDArray[np.int16]:
    return np.frombuffer(painted.constBits(), dtype=np.uint8).astype(np.int16)


def test_a_copied_dot_is_where_a_painted_one_would_be() -> None:
    copied, plain = image(), image()
    with Canvas(copied, scale=1.0) as canvas:
        canvas.dot(40.25, 60.5, 7, INK)
    painter = QPainter(plain)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(INK)
    painter.drawEllipse(QPointF(40.25, 60.5), 7, 7)
    painter.end()
    assert np.abs(levels(copied) - levels(plain)).max() <= 3


def test_a_shape_is_painted_once_however_often_it_comes() -> None:
    stamps.polygon.cache_clear()
    with Canvas(image(), scale=1.0) as canvas:
        for place in range(20):
            canvas.polygon([(10 + place, 10), (30 + place, 10), (20 + place, 30)], INK)
    assert stamps.polygon.cache_info().misses == 1


def test_a_large_area_is_filled_without_seam_or_hole() -> None:
    painted = image()
    with Canvas(painted, scale=1.0) as canvas:
        canvas.polygon([(20, 20), (280, 40), (270, 270), (30, 250)], INK)
    inside = QPolygonF([QPointF(22, 23), QPointF(277, 42), QPointF(267, 267), QPointF(33, 247)])
    wanted = INK.rgb()
    assert all(
        painted.pixel(x, y) == wanted
        for x in range(0, 300, 3)
        for y in range(0, 300, 3)
        if inside.containsPoint(QPointF(x, y), Qt.FillRule.OddEvenFill)
    )
    assert painted.pixel(10, 10) == painted.pixel(290, 20) == QColor("black").rgb()
