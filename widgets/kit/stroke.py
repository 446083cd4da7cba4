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


def to_polygon(points: NDArray[np.float64]) -> QPolygonF:
    """Rows of x and y as Qt's polygon: read from bytes, a tenth of the cost of one object for each point."""
    stream = QDataStream(QByteArray(struct.pack(">I", len(points)) + points.astype(">f8").tobytes()))
    polygon = QPolygonF()
    stream >> polygon
    return polygon


def outline(points: Sequence[tuple[float, float]] | NDArray[np.float64], width: float) -> NDArray[np.float64]:
    """The closed outline of a line through `points`, `width` wide, as rows of x and y; empty for fewer than two."""
    line = np.asarray(points, dtype=np.float64)
    if len(line) > 1:
        keep = np.concatenate(([True], np.any(np.abs(np.diff(line, axis=0)) > 1e-6, axis=1)))
        line = line[keep]
    if len(line) < 2:
        return np.empty((0, 2))
    steps = np.diff(line, axis=0)
    steps /= np.hypot(steps[:, 0], steps[:, 1])[:, np.newaxis]
    normals = np.column_stack((-steps[:, 1], steps[:, 0]))
    before, after = np.vstack((normals[:1], normals)), np.vstack((normals, normals[-1:]))
    middle = before + after
    length = np.hypot(middle[:, 0], middle[:, 1])
    safe = np.maximum(length, 1e-6)
    reach = np.minimum(MITRE_LIMIT, 2.0 / safe)
    offset = np.where(length[:, np.newaxis] > 1e-3, middle / safe[:, np.newaxis], before) * reach[:, np.newaxis]
    offset *= width / 2
    return np.vstack((line + offset, (line - offset)[::-1]))
