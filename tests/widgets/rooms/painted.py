"""What a widget paints in letters: every run of text with its place, size and ink. Known by the checks of rooms.

A widget is painted into a drawing of Qt's SVG module, whose texts can be read again; what it kept as a picture (stamps)
is not among them.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element, fromstring

from PySide6.QtCore import QBuffer, QIODevice, QPoint, QRectF
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QRegion
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QWidget

from widgets.theme.fonts import font

_SVG = "{http://www.w3.org/2000/svg}"
_IMAGE = re.compile(rb"<image[^>]*/>", re.DOTALL)


@dataclass(frozen=True)
class Run:
    """A run of one style and direction.

    Attributes:
        rect: the letters' box in the widget's logical pixels, from ascent to descent.
    """

    text: str
    rect: QRectF
    ink: QColor


def runs(widget: QWidget) -> list[Run]:
    """The widget's own texts, without its children's; spaces are left out."""
    tree = fromstring(_drawing(widget))
    found = list(_of(tree, (1.0, 1.0, 0.0, 0.0)))
    return [run for run in found if run.text.strip()]


def _drawing(widget: QWidget) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.ReadWrite)
    drawing = QSvgGenerator()
    drawing.setOutputDevice(buffer)
    drawing.setSize(widget.size())
    drawing.setResolution(96)
    painter = QPainter(drawing)
    widget.render(painter, QPoint(), QRegion(), QWidget.RenderFlag(0))
    painter.end()
    return _IMAGE.sub(b"", bytes(buffer.data().data()))


def _of(element: Element, place: tuple[float, float, float, float]) -> Iterator[Run]:
    """Texts under an element; `place` is scale and shift so far."""
    for child in element:
        if child.tag == f"{_SVG}text":
            yield _run(child, place)
        else:
            yield from _of(child, _moved(place, child.get("transform", "")))


def _moved(place: tuple[float, float, float, float], transform: str) -> tuple[float, float, float, float]:
    """Qt writes a painter's whole transform at each group, not one inside the other's."""
    if not transform.startswith("matrix("):
        return place
    a, _b, _c, d, e, f = (float(part) for part in transform[7:-1].split(","))
    return a, d, e, f


def _run(text: Element, place: tuple[float, float, float, float]) -> Run:
    across, down, x, y = place
    size = round(float(text.get("font-size", "12")))
    measures = QFontMetricsF(font(size, int(text.get("font-weight", "400"))))
    words = text.text or ""
    left, base = float(text.get("x", "0")) * across + x, float(text.get("y", "0")) * down + y
    ink = QColor(text.get("fill", "#000000"))
    ink.setAlphaF(float(text.get("fill-opacity", "1")))
    # QSvgGenerator gives what is written, not how wide; spaces at its end are not seen.
    wide = measures.horizontalAdvance(words.rstrip())
    return Run(words, QRectF(left, base - measures.capHeight(), wide, measures.capHeight()), ink)
