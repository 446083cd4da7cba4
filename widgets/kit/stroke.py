"""The outline of a thick line as one polygon. Known by kit.canvas; knows numpy and Qt.

Qt strokes a wide antialiased polyline at ten times the cost of filling the same shape: the outline is computed here
and filled. Corners are mitred up to a limit and cut off beyond it, which at four pixels looks round.
"""

import struct
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QByteArray, QDataStream
from PySide6.QtGui import QPolygonF

MITRE_LIMIT = 1.6
"""How far a corner may reach, in half widths."""
POINT_BYTES = 16
SAME = 1e-6
"""Points nearer to each other than so many pixels are one."""
STRAIGHT_BACK = 1e-3
"""Two normals whose sum is shorter belong to a line that turns straight back."""


def to_polygon(points: NDArray[np.float64], *, closed: bool = False) -> QPolygonF:
    """Rows of x and y as Qt's polygon; a `closed` one ends with its first point again.

    Read from bytes: a tenth of the cost of one object for each point.
    """
    corners = points.astype("<f8", copy=False).tobytes()
    first = corners[:POINT_BYTES] if closed else b""
    stream = QDataStream(QByteArray(struct.pack("<I", len(points) + len(first) // POINT_BYTES) + corners + first))
    stream.setByteOrder(QDataStream.ByteOrder.LittleEndian)
    polygon = QPolygonF()
    stream >> polygon
    return polygon


def outline(points: Sequence[tuple[float, float]] | NDArray[np.float64], width: float) -> NDArray[np.float64]:
    """The closed outline of a line through `points`, `width` wide, as rows of x and y; empty for fewer than two.

    Points are complex numbers here: to turn one by a right angle is one product, and the whole takes a third of the
    time that two columns do.
    """
    line = np.ascontiguousarray(points, dtype=np.float64).view(np.complex128).ravel()
    steps = line[1:] - line[:-1]
    lengths = np.abs(steps)
    if len(lengths) and lengths.min() <= SAME:
        line = line[np.concatenate(([True], lengths > SAME))]
        steps = line[1:] - line[:-1]
        lengths = np.abs(steps)
    if len(line) < 2:
        return np.empty((0, 2))
    steps *= 1j / lengths
    return _both_sides(line, _mitres(steps) * (width / 2), steps[0] * (width / 2), steps[-1] * (width / 2))


def _mitres(normals: NDArray[np.complex128]) -> NDArray[np.complex128]:
    """How far the outline reaches from each corner between two steps, in half widths; `normals` are the steps' own."""
    middle = normals[:-1] + normals[1:]
    bend = np.abs(middle)
    if len(bend) and bend.min() <= STRAIGHT_BACK:
        back = bend <= STRAIGHT_BACK
        middle[back], bend[back] = normals[:-1][back], 1.0
    middle *= np.minimum(MITRE_LIMIT, 2.0 / bend) / bend
    return middle


def _both_sides(
    line: NDArray[np.complex128], between: NDArray[np.complex128], first: complex, last: complex
) -> NDArray[np.float64]:
    """Along one side of the line and back along the other, as rows of x and y."""
    count = len(line)
    edge = np.empty(2 * count, dtype=np.complex128)
    edge[:count], edge[count:] = line, line[::-1]
    edge[1 : count - 1] += between
    edge[count + 1 : -1] -= between[::-1]
    edge[0] += first
    edge[-1] -= first
    edge[count - 1] += last
    edge[count] -= last
    return edge.view(np.float64).reshape(-1, 2)
