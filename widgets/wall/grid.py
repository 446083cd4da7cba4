"""How large a logical pixel is, and where panels lie on a screen of any size. Known by the wall; knows nothing.

The smallest type must subtend 16 minutes of arc from where people stand; the scale follows from that, and the layout
from the logical size that is left. Type is never shrunk to fit. Source of the 16 minutes: NUREG-0700, displays read
by a group; capitals of Inter are 0.727 em.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

SMALLEST = 22
"""The smallest type of the wall, in logical pixels."""
MARGIN, GUTTER, HEADER, STRIP, FOOT = 32, 16, 96, 64, 24
ROW = 96
NEARLY = 0.05
"""A screen that misses a quarter by this little is not pushed to the next: it costs a third of an arc minute."""
DESK_INCHES = 40
"""A smaller screen is taken for one on a desk unless its owner says otherwise."""


class Shape(StrEnum):
    """A class of screens that share an arrangement."""

    WIDE = "wide"
    MEDIUM = "medium"
    SQUARE = "square"
    TALL = "tall"
    FAR = "far"


GRIDS: Mapping[Shape, tuple[int, int]] = {
    Shape.WIDE: (12, 8),
    Shape.MEDIUM: (8, 5),
    Shape.SQUARE: (12, 15),
    Shape.TALL: (6, 15),
    Shape.FAR: (4, 3),
}
"""Columns and rows of each arrangement; columns are as wide as the screen allows."""


@dataclass(frozen=True)
class Box:
    """A rectangle in logical pixels."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Cells:
    """Where a panel lies in its grid, counted from 1."""

    column: int
    row: int
    columns: int
    rows: int

    @property
    def last_row(self) -> int:
        return self.row + self.rows - 1

    @property
    def last_column(self) -> int:
        return self.column + self.columns - 1

    def overlaps(self, other: "Cells") -> bool:
        """Whether they share a cell."""
        beside = self.column > other.last_column or other.column > self.last_column
        above = self.row > other.last_row or other.row > self.last_row
        return not (beside or above)


def usual_distance_m(diagonal_inches: float) -> float:
    """How far people stand from a screen of this size when nobody has said it."""
    return 0.7 if diagonal_inches < DESK_INCHES else 3.0


def legible_scale(*, pixels_diagonal: float, diagonal_inches: float, distance_m: float = 0.0) -> float:
    """Device pixels per logical pixel, snapped up to a quarter, so that 22 logical pixels are legible from there."""
    if diagonal_inches <= 0 or pixels_diagonal <= 0:
        return 1.0
    distance = distance_m or usual_distance_m(diagonal_inches)
    pitch_mm = diagonal_inches * 25.4 / pixels_diagonal
    smallest = distance * 1000 / (156 * pitch_mm)
    return max(1.0, math.ceil((smallest / SMALLEST - NEARLY) * 4) / 4)


def shape_of(width: float, height: float) -> Shape:
    """The arrangement for a screen of this logical size."""
    if height > 1.2 * width and width >= 900:
        return Shape.TALL
    if width < 1272 or height < 700:
        return Shape.FAR
    if width < 1.3 * height and width >= 1600:
        return Shape.SQUARE
    return Shape.WIDE if width >= 1800 and height >= 1000 else Shape.MEDIUM


class Grid:
    """The cells of one screen.

    Attributes:
        width, height: logical size; shape: which arrangement.
        has_strip: whether room is kept for the connector strip.
    """

    def __init__(self, width: float, height: float, *, has_strip: bool = True, growing: Sequence[Cells] = ()) -> None:
        self.width, self.height = width, height
        self.shape = shape_of(width, height)
        self.has_strip = has_strip
        self.columns, self.rows = GRIDS[self.shape]
        self.column_width = (width - 2 * MARGIN - GUTTER * (self.columns - 1)) / self.columns
        self._heights = self._row_heights(growing)

    def box(self, cells: Cells) -> Box:
        """Where those cells lie."""
        x = MARGIN + (cells.column - 1) * (self.column_width + GUTTER)
        y = HEADER + sum(self._heights[: cells.row - 1]) + GUTTER * (cells.row - 1)
        width = cells.columns * (self.column_width + GUTTER) - GUTTER
        height = sum(self._heights[cells.row - 1 : cells.last_row]) + GUTTER * (cells.rows - 1)
        return Box(x, y, width, height)

    @property
    def header(self) -> Box:
        return Box(0, 0, self.width, HEADER - 8)

    @property
    def strip(self) -> Box:
        return Box(MARGIN, self.height - FOOT - STRIP, self.width - 2 * MARGIN, STRIP)

    def _row_heights(self, growing: Sequence[Cells]) -> list[float]:
        """Rows are 96 high; what is left over goes to the rows of charts, what is missing is taken from them."""
        bottom = FOOT + (STRIP + GUTTER if self.has_strip else 0)
        left = self.height - HEADER - bottom - GUTTER * (self.rows - 1) - ROW * self.rows
        grow = sorted({row for cells in growing for row in range(cells.row, cells.last_row + 1)})
        takers = grow or list(range(1, self.rows + 1))
        return [ROW + (left / len(takers) if row in takers else 0) for row in range(1, self.rows + 1)]
