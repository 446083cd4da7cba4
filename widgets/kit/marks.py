"""Small shapes that say a meaning without colour. Known by the wall; knows kit.canvas.

A triangle is a sentiment, a diamond is lateness, a dot is a connection, an open square is a broken one: never mix
them.
"""

from PySide6.QtGui import QColor

from widgets.kit.canvas import Canvas


def triangle_down(canvas: Canvas, x: float, y: float, color: QColor, *, size: float = 20.0) -> None:
    """Negative, centred on (x, y)."""
    canvas.polygon([(x - size / 2, y - size * 0.42), (x + size / 2, y - size * 0.42), (x, y + size * 0.46)], color)


def triangle_up(canvas: Canvas, x: float, y: float, color: QColor, *, size: float = 20.0) -> None:
    """Positive, centred on (x, y)."""
    canvas.polygon([(x - size / 2, y + size * 0.42), (x + size / 2, y + size * 0.42), (x, y - size * 0.46)], color)


def bar(canvas: Canvas, x: float, y: float, color: QColor, *, size: float = 20.0) -> None:
    """Neutral, centred on (x, y)."""
    canvas.fill(x - size / 2, y - size * 0.2, size, size * 0.4, color, radius=2)


def diamond(canvas: Canvas, x: float, y: float, color: QColor, *, size: float = 20.0) -> None:
    """Late or stale, centred on (x, y)."""
    reach = size * 0.56
    canvas.polygon([(x, y - reach), (x + reach, y), (x, y + reach), (x - reach, y)], color)


def hollow_square(canvas: Canvas, x: float, y: float, color: QColor, inside: QColor, *, size: float = 14.0) -> None:
    """Down, centred on (x, y)."""
    canvas.fill(x - size / 2, y - size / 2, size, size, color)
    canvas.fill(x - size / 2 + 3, y - size / 2 + 3, size - 6, size - 6, inside)
