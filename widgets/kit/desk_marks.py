"""The desk's small signs, painted: marks, circles, rings, chips, keycaps. Known by the agent's painted widgets; knows
theme.

Every function takes a look and logical pixels, and paints; none keeps state. Accounts are squares, people circles.
"""

import math
from functools import lru_cache

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen, QPolygonF

from widgets.theme.desk import DeskLook
from widgets.theme.icons import draw_glyph

RADII = {20: (5, 1.5), 24: (5, 1.5), 28: (6, 2.0), 32: (8, 2.0)}
"""Corner and frame of an account mark by size."""

VERY = 0.6
"""A score beyond this is very positive or very negative."""

NEUTRAL = 0.05
"""A score no farther from zero is neutral."""


@lru_cache(maxsize=256)
def metrics(look: DeskLook, style: str) -> QFontMetrics:
    """The measures of a type style."""
    return QFontMetrics(look.font(style))


@lru_cache(maxsize=4_096)
def text_width(look: DeskLook, style: str, text: str) -> int:
    """Width of a line of text."""
    return metrics(look, style).horizontalAdvance(text)


def draw_text(
    painter: QPainter,
    look: DeskLook,
    rect: QRect,
    text: str,
    *,
    style: str,
    ink: QColor,
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
) -> None:
    """One line, centred in height, in its own direction; `align` is absolute."""
    painter.setFont(look.font(style))
    painter.setPen(ink)
    painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)
    painter.drawText(rect, _flags(align), text)


@lru_cache(maxsize=16)
def _flags(align: Qt.AlignmentFlag) -> int:
    """Kept, because Python's flags take longer to join than a short word to paint."""
    placed = align | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute
    return int(placed) | int(Qt.TextFlag.TextSingleLine)


def rounded(
    painter: QPainter,
    rect: QRect | QRectF,
    radius: float,
    *,
    fill: QColor | None = None,
    frame: QColor | None = None,
    width: float = 1.0,
    dashed: bool = False,
) -> None:
    """A rounded box whose frame lies inside the rectangle."""
    box = QRectF(rect).adjusted(width / 2, width / 2, -width / 2, -width / 2) if frame else QRectF(rect)
    pen = QPen(frame, width) if frame else QPen(Qt.PenStyle.NoPen)
    if dashed:
        pen.setDashPattern([3.0, 2.4])
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(pen)
    painter.setBrush(fill if fill is not None else Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(box, radius, radius)


def account_mark(
    painter: QPainter, look: DeskLook, rect: QRect, monogram: str, hue: int, *, ink: QColor | None = None
) -> None:
    """A square with two letters in the account's hue (or `ink` where a fill lies under it), without fill."""
    nearest = min(RADII, key=lambda size: abs(look.px(size) - rect.width()))
    radius, width = RADII[nearest]
    colour = ink or (look.tokens.t1 if look.high_contrast else look.tokens.hue(hue))
    rounded(painter, rect, look.px(radius), frame=colour, width=width * look.scale)
    style = "mark" if nearest <= 24 else "key" if nearest == 28 else "section"
    draw_text(painter, look, rect, monogram[:2], style=style, ink=colour, align=Qt.AlignmentFlag.AlignHCenter)


def person_circle(painter: QPainter, look: DeskLook, rect: QRect, letters: str, *, me: bool = False) -> None:
    """A circle with two letters; filled t2 for oneself, an empty dashed ring for nobody (no letters)."""
    tokens = look.tokens
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    box = QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5)
    pen = QPen(tokens.ctl if not letters else tokens.line2, 1)
    if not letters:
        pen.setDashPattern([2.6, 2.2])
    painter.setPen(pen if not me else Qt.PenStyle.NoPen)
    painter.setBrush(tokens.t2 if me else tokens.bg3 if letters else Qt.BrushStyle.NoBrush)
    painter.drawEllipse(box)
    if letters:
        ink = tokens.bg0 if me else tokens.t2
        style = "circle" if rect.width() <= look.px(20) else "section"
        if rect.width() >= look.px(44):
            style = "head"
        draw_text(painter, look, rect, letters[:2], style=style, ink=ink, align=Qt.AlignmentFlag.AlignHCenter)


def timer_ring(painter: QPainter, look: DeskLook, rect: QRect, left: float, ink: QColor) -> None:
    """A ring whose arc is what is left, from twelve o'clock on."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    width = 1.5 * look.scale
    box = QRectF(rect).adjusted(width / 2, width / 2, -width / 2, -width / 2)
    track = QColor(ink)
    track.setAlphaF(0.35)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(track, width))
    painter.drawEllipse(box)
    painter.setPen(QPen(ink, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
    painter.drawArc(box, 90 * 16, round(-360 * 16 * max(0.02, min(1.0, left))))


def sentiment_ink(look: DeskLook, score: float) -> QColor:
    """The colour of a score."""
    tokens = look.tokens
    if abs(score) <= NEUTRAL:
        return tokens.neu
    return tokens.pos if score > 0 else tokens.neg


def sentiment_step(score: float) -> float:
    """The one score that stands for all that look the same: −1, −0.5, 0, 0.5 or 1."""
    if abs(score) <= NEUTRAL:
        return 0.0
    return math.copysign(1.0 if abs(score) >= VERY else 0.5, score)


def sentiment_mark(painter: QPainter, look: DeskLook, rect: QRect, score: float) -> None:
    """Triangles down or up, two for very, a bar for neutral; readable without colour."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(sentiment_ink(look, score))
    unit, middle = look.scale, QRectF(rect).center()
    if abs(score) <= NEUTRAL:
        painter.drawRoundedRect(QRectF(middle.x() - 4 * unit, middle.y() - unit, 8 * unit, 2 * unit), unit, unit)
        return
    offsets = (-3.0, 3.0) if abs(score) >= VERY else (0.0,)
    for offset in offsets:
        painter.drawPolygon(_triangle(middle, offset * unit, unit, up=score > 0))


def _triangle(middle: QPointF, offset: float, unit: float, *, up: bool) -> QPolygonF:
    half, height = 4.0 * unit, 4.5 * unit
    top, bottom = middle.y() + offset - height / 2, middle.y() + offset + height / 2
    base, tip = (bottom, top) if up else (top, bottom)
    return QPolygonF([QPointF(middle.x() - half, base), QPointF(middle.x() + half, base), QPointF(middle.x(), tip)])


def chip_width(look: DeskLook, text: str) -> int:
    """Width of a chip with this text."""
    return text_width(look, "chip", text) + 2 * look.px(6) + 2


def chip(painter: QPainter, look: DeskLook, rect: QRect, text: str, *, on_selection: bool = False) -> None:
    """A quiet label; framed where the row under it is filled."""
    framed = on_selection or look.high_contrast
    fill, frame = (None, look.tokens.line2) if framed else (look.tokens.bg3, None)
    rounded(painter, rect, look.px(4), fill=fill, frame=frame)
    room = rect.width() - 2 * look.px(6) + 1
    shown = metrics(look, "chip").elidedText(text, Qt.TextElideMode.ElideRight, room)
    draw_text(painter, look, rect, shown, style="chip", ink=look.tokens.t2, align=Qt.AlignmentFlag.AlignHCenter)


def keycap_width(look: DeskLook, text: str) -> int:
    """Width of a keycap."""
    return max(look.px(18), text_width(look, "key", text) + 2 * look.px(5))


def keycap(painter: QPainter, look: DeskLook, rect: QRect, text: str, *, on_fill: bool = False) -> None:
    """A key that works now."""
    ink = look.tokens.onfill if on_fill else look.tokens.t3
    frame = QColor(look.tokens.onfill) if on_fill else look.tokens.line2
    if on_fill:
        frame.setAlphaF(0.55)
    rounded(painter, rect, look.px(4), frame=frame)
    draw_text(painter, look, rect, text, style="key", ink=ink, align=Qt.AlignmentFlag.AlignHCenter)


def tag_width(look: DeskLook, text: str) -> int:
    """Width of a language tag."""
    return text_width(look, "tag", text) + 2 * look.px(4)


def tag(painter: QPainter, look: DeskLook, rect: QRect, text: str) -> None:
    """A language tag."""
    rounded(painter, rect, look.px(3), frame=look.tokens.line2)
    draw_text(painter, look, rect, text, style="tag", ink=look.tokens.t3, align=Qt.AlignmentFlag.AlignHCenter)


def focus_ring(painter: QPainter, look: DeskLook, rect: QRect, radius: float) -> None:
    """The one ring on screen."""
    rounded(painter, rect, radius, frame=look.tokens.acc, width=look.ring)


def glyph_in(painter: QPainter, look: DeskLook, rect: QRect, name: str, ink: QColor, *, size: int = 16) -> None:
    """A glyph centred in a rectangle; `size` at 100 %."""
    side = look.px(size)
    draw_glyph(
        painter,
        name,
        x=rect.x() + (rect.width() - side) // 2,
        y=rect.y() + (rect.height() - side) // 2,
        size=side,
        ink=ink,
    )
