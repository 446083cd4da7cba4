"""Paints in a wall's logical pixels on whatever device pixels there are. Known by the wall; knows theme.fonts and Qt.

One logical pixel is `scale` device pixels. Rectangles snap their edges to device pixels, lines are whole device
pixels wide, text stands on a baseline. Nothing here knows a colour or a word by itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal, Self

import numpy as np
from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPaintDevice, QPainter, QPen, QPixmap, QPolygonF, QStaticText

from widgets.kit.stroke import outline, to_polygon
from widgets.theme.fonts import REGULAR, font

Align = Literal["left", "center", "right"]
Points = Sequence[tuple[float, float]]

ELLIPSIS = "…"


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


@lru_cache(maxsize=256)
def _metrics(pixels: int, weight: int, tracking: float) -> QFontMetricsF:
    return QFontMetricsF(font(pixels, weight, tracking=tracking))


@lru_cache(maxsize=4096)
def _advance(text: str, pixels: int, weight: int, tracking: float) -> float:
    return _metrics(pixels, weight, tracking).horizontalAdvance(text)


@lru_cache(maxsize=512)
def _ink_left(text: str, pixels: int, weight: int, tracking: float) -> float:
    return _metrics(pixels, weight, tracking).tightBoundingRect(text).left()


@lru_cache(maxsize=4096)
def _is_plain(text: str) -> bool:
    """Whether Inter writes all of it; another font's line is higher, which would move the baseline.

    What steers direction (U+200E, U+202A, U+2066 and their like) counts as another font's.
    """
    return all(
        character < "\u0590"
        or "\u2010" <= character < "\u202a"
        or "\u202f" <= character < "\u2060"
        or "\u2070" <= character < "\u2300"
        for character in text
    )


@lru_cache(maxsize=2048)
def _prepared(text: str, pixels: int, weight: int, tracking: float) -> tuple[QStaticText, float]:
    """A text laid out once, and how far its baseline lies below its top."""
    prepared = QStaticText(text)
    prepared.setTextFormat(Qt.TextFormat.PlainText)
    prepared.setPerformanceHint(QStaticText.PerformanceHint.AggressiveCaching)
    prepared.prepare(font=font(pixels, weight, tracking=tracking))
    return prepared, _metrics(pixels, weight, tracking).ascent()


def width_of(text: str, size: float, *, scale: float = 1.0, weight: int = REGULAR, tracking: float = 0.0) -> float:
    """How wide a text is, in logical pixels."""
    return _advance(text, round(size * scale), weight, tracking) / scale


def device_rect(x: float, y: float, width: float, height: float, *, scale: float) -> QRect:
    """A rectangle in device pixels; edges are rounded, not widths."""
    left, top = round(x * scale), round(y * scale)
    return QRect(left, top, round((x + width) * scale) - left, round((y + height) * scale) - top)


class Canvas:
    """A painter with the wall's units, used in a `with`; a device has one at a time.

    Attributes:
        scale: device pixels per logical pixel.
        boxes: what was written where; kept only when asked for.
    """

    def __init__(self, device: QPaintDevice, *, scale: float, boxes: list[TextBox] | None = None) -> None:
        self.scale = scale
        self.boxes = boxes
        self._device = device  # Qt keeps no reference to it
        self._painter = QPainter(device)
        self._painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        """Finish, also after an error: Qt dies when a picture goes while somebody still paints on it."""
        self._painter.end()

    # areas

    def fill(self, x: float, y: float, width: float, height: float, color: QColor, *, radius: float = 0.0) -> None:
        """A rectangle; its edges lie on device pixels."""
        rect = device_rect(x, y, width, height, scale=self.scale)
        if radius <= 0:
            self._painter.fillRect(rect, color)
            return
        self._painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        self._painter.setPen(Qt.PenStyle.NoPen)
        self._painter.setBrush(color)
        reach = min(radius * self.scale, rect.width() / 2, rect.height() / 2)
        self._painter.drawRoundedRect(QRectF(rect), reach, reach)

    def polygon(self, points: Points, color: QColor) -> None:
        """One flat area without outline."""
        self._painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        self._painter.setPen(Qt.PenStyle.NoPen)
        self._painter.setBrush(color)
        self._painter.drawPolygon(self._polygon(points))

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
        self._painter.drawEllipse(QPointF(x * self.scale, y * self.scale), radius * self.scale, radius * self.scale)

    # lines

    def rule(self, x: float, y: float, length: float, color: QColor, *, width: float = 2.0, down: bool = False) -> None:
        """A straight line of whole device pixels, to the right of (x, y) or down from it, centred on it."""
        thick, long = self._stroke(width), round(length * self.scale)
        left, top = round(x * self.scale), round(y * self.scale)
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
        scaled = np.asarray(points, dtype=np.float64) * self.scale
        thick = max(2.0, width * self.scale)
        self._painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        self._painter.setPen(Qt.PenStyle.NoPen)
        self._painter.setBrush(color)
        self._painter.drawPolygon(to_polygon(outline(scaled, thick)), Qt.FillRule.WindingFill)
        self._painter.drawEllipse(QPointF(*scaled[0].tolist()), thick / 2, thick / 2)

    # pictures

    def image(self, x: float, y: float, image: QImage) -> None:
        """An image of device pixels, its corner on a device pixel."""
        self._painter.drawImage(round(x * self.scale), round(y * self.scale), image)

    def layer(self, pixmap: QPixmap) -> None:
        """A pixmap of the whole device."""
        self._painter.drawPixmap(0, 0, pixmap)

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
        advance = _advance(text, pixels, weight, tracking)
        shift = {"left": 0.0, "center": advance / 2, "right": advance}[align]
        left = x * self.scale - shift
        self._painter.setFont(font(pixels, weight, tracking=tracking))
        self._painter.setPen(color)
        at = QPointF(left, round(baseline * self.scale))
        if _is_plain(text):
            prepared, ascent = _prepared(text, pixels, weight, tracking)
            self._painter.drawStaticText(QPointF(at.x(), at.y() - ascent), prepared)
        else:
            self._painter.drawText(at, text)
        width = advance / self.scale
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
        bearing = _ink_left(text, round(size * self.scale), weight, tracking) / self.scale
        width = self.text(x - bearing, baseline, text, size=size, color=color, weight=weight, tracking=tracking)
        if self.boxes:
            self.boxes[-1] = replace(self.boxes[-1], left=x)
        return width - bearing

    def width_of(self, text: str, size: float, *, weight: int = REGULAR, tracking: float = 0.0) -> float:
        """How wide a text is, in logical pixels."""
        return width_of(text, size, scale=self.scale, weight=weight, tracking=tracking)

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

    # helpers

    def _stroke(self, width: float) -> int:
        return max(2, round(width * self.scale))

    def _ellipse(self, x: float, y: float, radius: float, color: QColor) -> None:
        self._painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        self._painter.setPen(Qt.PenStyle.NoPen)
        self._painter.setBrush(color)
        self._painter.drawEllipse(QPointF(x * self.scale, y * self.scale), radius * self.scale, radius * self.scale)

    def _polygon(self, points: Points) -> QPolygonF:
        return to_polygon(np.asarray(points, dtype=np.float64) * self.scale)
