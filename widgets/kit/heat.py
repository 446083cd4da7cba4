"""Heat maps as one image of flat cells. Known by the wall; knows numpy and Qt.

Cells are whole device pixels with square corners; colours come from a table, one entry per step. An image costs a
fiftieth of painting rectangles one by one, and only rows that changed are written again.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor, QImage


@dataclass(frozen=True)
class CellSize:
    """One cell and the gap after it, in device pixels."""

    width: int
    height: int
    gap_x: int
    gap_y: int

    @property
    def pitch_x(self) -> int:
        return self.width + self.gap_x

    @property
    def pitch_y(self) -> int:
        return self.height + self.gap_y


class HeatImage:
    """A picture of a grid of steps, kept between paints.

    Attributes:
        image: RGB32, every cell with the gap after it.
    """

    def __init__(self, shape: tuple[int, int], *, size: CellSize, colors: Sequence[QColor], gap: QColor) -> None:
        rows, columns = shape
        self.shape, self.size = shape, size
        self.image = QImage(columns * size.pitch_x, rows * size.pitch_y, QImage.Format.Format_RGB32)
        self.image.fill(gap)
        self._gap = np.uint32(gap.rgb())
        self._table = np.array([color.rgb() for color in colors], dtype=np.uint32)
        self._steps = np.full(shape, -1, dtype=np.int8)

    def show(self, steps: NDArray[np.int8]) -> int:
        """Write the rows that differ; `steps` are indices into the colours. Returns how many were written."""
        changed = np.flatnonzero(np.any(steps != self._steps, axis=1))
        if changed.size == 0:
            return 0
        lines = np.repeat(self._table[steps[changed]], self.size.pitch_x, axis=1)
        lines.reshape(len(changed), -1, self.size.pitch_x)[:, :, self.size.width :] = self._gap
        pixels: NDArray[np.uint32] = np.frombuffer(self.image.bits(), dtype=np.uint32)
        bands = pixels.reshape(self.shape[0], self.size.pitch_y, -1)
        bands[changed, : self.size.height] = lines[:, np.newaxis]  # whole lines of pixels, not cell by cell
        self._steps = steps.copy()
        return int(changed.size)
