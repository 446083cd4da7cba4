"""Paints in a wall's logical pixels on whatever device pixels there are. Known by the wall; knows theme.fonts and Qt.

One logical pixel is `scale` device pixels. Rectangles snap their edges to device pixels, lines are whole device
pixels wide, text stands on a baseline. Nothing here knows a colour or a word by itself.

A mirrored canvas is what a wall in Arabic or Hebrew is painted on: whoever paints says `left` and means where reading
begins. Texts and pictures change their places, never their insides.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Literal, Self

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPaintDevice, QPainter, QPainterPath, QPen, QPixmap, QPolygonF

from widgets.kit import stamps
from widgets.kit.backdrop import Backdrop
from widgets.kit.lettering import Look, advance, ink_left, ink_right, width_of, write
from widgets.kit.stamps import LARGEST, PHASES
from widgets.kit.stroke import outline, to_polygon
from widgets.theme.fonts import REGULAR

__all__ = ["Canvas", "TextBox", "device_rect", "width_of"]

Align = Literal["left", "center", "right"]
Points = Sequence[tuple[float, float]] | NDArray[np.float64]

SHIFTS: Mapping[Align, float] = {"left": 0.0, "center": 0.5, "right": 1.0}
"""How much of a text lies before its place; the rest of it on a mirrored canvas."""
ELLIPSIS = "…"
FEW_CORNERS = 8


@dataclass(frozen=True)
class TextBox:
    """Where a text was written, in logical pixels; for the check that nothing collides.

    Attributes:
        left, right: its advance box; `baseline` below its top.
        size: em height.
    """

    text: str
    left: float
    right: float
    baseline: float
    size: float


def device_rect(x: float, y: float, width: float, height: float, *, scale: float) -> QRect:
    """A rectangle in device pixels; edges are rounded, not widths."""
    left, top = round(x * scale), round(y * scale)
    return QRect(left, top, round((x + width) * scale) - left, round((y + height) * scale) - top)


class Canvas:
    """A painter with the wall's units, used in a `with`; a device has one at a time.

    Attributes:
        scale: device pixels per logical pixel.
        boxes: what was written where; kept only when asked for.
        mirrored: x is counted from the right edge.
    """

    def __init__(
        self, device: QPaintDevice, *, scale: float, boxes: list[TextBox] | None = None, mirrored: bool = False
    ) -> None:
        self.scale = scale
        self.boxes = boxes
        self.mirrored = mirrored
        self._width = device.width() / scale
        self._device = device  # Qt keeps no reference to it
        self._painter = QPainter(device)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        """Finish, also after an error: Qt dies when a picture goes while somebody still paints on it."""
        self._painter.end()

    @contextmanager
    def unmirrored(self) -> Iterator[None]:
        """What has its own left and right, as a map has, whatever is written around it."""
        before, self.mirrored = self.mirrored, False
        try:
            yield
        finally:
            self.mirrored = before

    # areas

    def fill(self, x: float, y: float, width: float, height: float, color: QColor, *, radius: float = 0.0) -> None:
        """A rectangle; its edges lie on device pixels."""
        rect = device_rect(self._left(x, width), y, width, height, scale=self.scale)
        if radius <= 0:
            self._painter.fillRect(rect, color)
            return
        reach = min(radius * self.scale, rect.width() / 2, rect.height() / 2)
        if 0 < rect.width() <= LARGEST and 0 < rect.height() <= LARGEST:
            self._painter.drawPixmap(rect.topLeft(), stamps.rounded(rect.width(), rect.height(), reach, color.rgba()))
            return
        self._fill_smoothly(color)
        self._painter.drawRoundedRect(QRectF(rect), reach, reach)

    def polygon(self, points: Points, color: QColor) -> None:
        """One flat area without outline.

        A large one is filled without antialiasing and its edge drawn over as a line of one pixel, which is many times
        cheaper and looks the same.
        """
        if self.mirrored:
            points = self._turned(points)
        if len(points) <= FEW_CORNERS and self._stamp(points, color):
            return
        corners = np.asarray(points, dtype=np.float64) * self.scale
        self._fill_roughly(to_polygon(corners, closed=True), color)

    def dot(
        self, x: float, y: float, radius: float, color: QColor, *, ring: QColor | None = None, gap: float = 4.0
    ) -> None:
        """A filled circle, knocked out of what lies below it by a ring `gap` wide."""
        if ring is not None:
            self._ellipse(x, y, radius + gap / 2, ring)
            self._ellipse(x, y, radius - gap / 2, color)
        else:
            self._ellipse(x, y, radius, color)

    def circle(self, x: float, y: float, radius: float, color: QColor, *, width: float = 2.0) -> None:
        """An open circle."""
        self._painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        self._painter.setPen(QPen(color, self._stroke(width)))
        self._painter.setBrush(Qt.BrushStyle.NoBrush)
        middle = QPointF(self._left(x) * self.scale, y * self.scale)
        self._painter.drawEllipse(middle, radius * self.scale, radius * self.scale)

    # lines

    def rule(self, x: float, y: float, length: float, color: QColor, *, width: float = 2.0, down: bool = False) -> None:
        """A straight line of whole device pixels, onwards from (x, y) or down from it, centred on it."""
        thick, long = self._stroke(width), round(length * self.scale)
        left, top = round(self._left(x, 0.0 if down else length) * self.scale), round(y * self.scale)
        if down:
            self._painter.fillRect(left - thick // 2, top, thick, long, color)
        else:
            self._painter.fillRect(left, top - thick // 2, long, thick, color)

    def dashes(
        self, x: float, y: float, length: float, color: QColor, *, width: float = 2.0, dash: float = 6.0
    ) -> None:
        """A dashed line down from (x, y): `dash` on, `dash` off."""
        done = 0.0
        while done < length:
            self.rule(x, y + done, min(dash, length - done), color, width=width, down=True)
            done += 2 * dash

    def polyline(self, points: Points, color: QColor, *, width: float = 4.0) -> None:
        """A measured line with a round start."""
        if len(points) == 0:
            return
        scaled = np.asarray(self._turned(points) if self.mirrored else points, dtype=np.float64) * self.scale
        thick = max(2.0, width * self.scale)
        edge = outline(scaled, thick - 1)
        if len(edge):
            self._fill_roughly(to_polygon(edge, closed=True), color)
        self._circle(float(scaled[0, 0]), float(scaled[0, 1]), thick / 2, color)

    # pictures

    def image(self, x: float, y: float, image: QImage, *, turns: bool = False) -> None:
        """An image of device pixels, its corner on a device pixel; one that `turns` is mirrored with all else, as a
        chart is whose columns are times."""
        turned = image.flipped(Qt.Orientation.Horizontal) if turns and self.mirrored else image
        left = self._left(x, image.width() / self.scale)
        self._painter.drawImage(round(left * self.scale), round(y * self.scale), turned)

    def layer(self, backdrop: Backdrop) -> None:
        """What everything else stands on, over the whole device."""
        backdrop.paint(self._painter)

    def patch(self, at: QPoint, pixmap: QPixmap) -> None:
        """A piece of a picture, back where it was (device pixels)."""
        self._painter.drawPixmap(at, pixmap)

    # text

    def text(
        self,
        x: float,
        baseline: float,
        text: str,
        *,
        size: float,
        color: QColor,
        weight: int = REGULAR,
        align: Align = "left",
        tracking: float = 0.0,
    ) -> float:
        """Write one line; returns its width in logical pixels."""
        pixels = round(size * self.scale)
        wide = advance(text, pixels, weight, tracking)
        if self.mirrored:
            left = (self._width - x) * self.scale - (1.0 - SHIFTS[align]) * wide
        else:
            left = x * self.scale - SHIFTS[align] * wide
        write(self._painter, left, round(baseline * self.scale), text, Look(pixels, weight, tracking, color.rgba()))
        width = wide / self.scale
        if self.boxes is not None and text.strip():
            self.boxes.append(TextBox(text, left / self.scale, left / self.scale + width, baseline, size))
        return width

    def ink_text(
        self,
        x: float,
        baseline: float,
        text: str,
        *,
        size: float,
        color: QColor,
        weight: int = REGULAR,
        tracking: float = 0.0,
    ) -> float:
        """Write a line whose ink, not its advance box, starts at x; returns how far it reaches from x."""
        before = ink_right if self.mirrored else ink_left
        bearing = before(text, round(size * self.scale), weight, tracking) / self.scale
        width = self.text(x - bearing, baseline, text, size=size, color=color, weight=weight, tracking=tracking)
        if self.boxes:
            box, edge = self.boxes[-1], self._left(x)
            self.boxes[-1] = replace(box, right=edge) if self.mirrored else replace(box, left=edge)
        return width - bearing

    def width_of(self, text: str, size: float, *, weight: int = REGULAR, tracking: float = 0.0) -> float:
        """How wide a text is, in logical pixels."""
        return advance(text, round(size * self.scale), weight, tracking) / self.scale

    def fit(self, text: str, width: float, size: float, *, weight: int = REGULAR) -> str:
        """The text if it is at most `width` wide, else as much of it as fits with an ellipsis; empty when none fits."""
        if self.width_of(text, size, weight=weight) <= width:
            return text
        low, high = 0, len(text)
        while low < high:
            middle = (low + high + 1) // 2
            if self.width_of(text[:middle].rstrip() + ELLIPSIS, size, weight=weight) <= width:
                low = middle
            else:
                high = middle - 1
        return text[:low].rstrip() + ELLIPSIS if low else ""

    def largest(self, text: str, width: float, sizes: Sequence[float], *, weight: int = REGULAR) -> tuple[float, str]:
        """The first of these sizes at which a text is at most `width` wide, and the text; cut only at the last one."""
        for size in sizes:
            if self.width_of(text, size, weight=weight) <= width:
                return size, text
        return sizes[-1], self.fit(text, width, sizes[-1], weight=weight)

    # helpers

    def _left(self, x: float, width: float = 0.0) -> float:
        """Where what begins at x and is so wide has its left edge."""
        return self._width - x - width if self.mirrored else x

    def _turned(self, points: Points) -> Points:
        corners = np.array(points, dtype=np.float64)
        corners[:, 0] = self._width - corners[:, 0]
        return corners

    def _stroke(self, width: float) -> int:
        return max(2, round(width * self.scale))

    def _ellipse(self, x: float, y: float, radius: float, color: QColor) -> None:
        self._circle(self._left(x) * self.scale, y * self.scale, radius * self.scale, color)

    def _circle(self, x: float, y: float, radius: float, color: QColor) -> None:
        """A filled circle, in device pixels."""
        if radius > LARGEST / 2:
            self._fill_smoothly(color)
            self._painter.drawEllipse(QPointF(x, y), radius, radius)
            return
        (left, phase_x), (top, phase_y) = (divmod(round(at * PHASES), PHASES) for at in (x, y))
        half = stamps.half_of(radius)
        picture = stamps.ellipse(phase_x, phase_y, radius, color.rgba())
        self._painter.drawPixmap(left - half, top - half, picture)

    def _stamp(self, points: Points, color: QColor) -> bool:
        """Copy a small polygon from its picture; False for one that is too large."""
        fine = self.scale * PHASES
        across, down = [round(x * fine) for x, _y in points], [round(y * fine) for _x, y in points]
        left, top = min(across) // PHASES, min(down) // PHASES
        if max(max(across) - left * PHASES, max(down) - top * PHASES) > LARGEST * PHASES:
            return False
        corners = tuple((x - left * PHASES, y - top * PHASES) for x, y in zip(across, down, strict=True))
        self._painter.drawPixmap(left, top, stamps.polygon(corners, color.rgba()))
        return True

    def _fill_smoothly(self, color: QColor) -> None:
        self._painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        self._painter.setPen(Qt.PenStyle.NoPen)
        self._painter.setBrush(color)

    def _fill_roughly(self, closed: QPolygonF, color: QColor) -> None:
        """A closed polygon, filled pixel by pixel under a smooth edge that is one pixel wide.

        A path, because `drawPolygon` with a rule makes PySide walk through all points in Python.
        """
        path = QPainterPath()
        path.addPolygon(closed)
        path.setFillRule(Qt.FillRule.WindingFill)
        self._painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        self._painter.fillPath(path, color)
        self._painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        self._painter.setPen(QPen(color, 0))
        self._painter.drawPolyline(closed)
