"""Heat maps as one image of flat cells. Known by the wall; knows numpy and Qt.

Cells are whole device pixels with square corners; colours come from a table, one entry per step. Building an image
costs a fiftieth of painting rectangles one by one.
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


def color_table(colors: Sequence[QColor]) -> NDArray[np.uint32]:
    """Colours as RGB32 words."""
    return np.array([color.rgb() for color in colors], dtype=np.uint32)


def cell_image(steps: NDArray[np.int8], *, table: NDArray[np.uint32], size: CellSize, gap: QColor) -> QImage:
    """A picture of a grid of steps.

    `steps` is rows × columns of indices into `table`. The image ends with the last cell, without its gap.
    """
    rows, columns = steps.shape
    pixels = np.full((rows * size.pitch_y, columns * size.pitch_x), gap.rgb(), dtype=np.uint32)
    cells = pixels.reshape(rows, size.pitch_y, columns, size.pitch_x)
    cells[:, : size.height, :, : size.width] = table[steps][:, np.newaxis, :, np.newaxis]
    trimmed = np.ascontiguousarray(pixels[: rows * size.pitch_y - size.gap_y, : columns * size.pitch_x - size.gap_x])
    high, wide = trimmed.shape
    return QImage(trimmed.data, wide, high, wide * 4, QImage.Format.Format_RGB32).copy()
