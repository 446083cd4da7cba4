import numpy as np
from PySide6.QtGui import QColor

from widgets.kit.heat import CellSize, HeatImage

COLORS = [QColor("#111111"), QColor("#888888"), QColor("#ffffff")]
SIZE = CellSize(width=4, height=3, gap_x=1, gap_y=2)


def make() -> HeatImage:
    return HeatImage((2, 3), size=SIZE, colors=COLORS, gap=QColor("#000000"))


def test_cells_have_flat_colours_and_gaps_between_them() -> None:
    heat = make()
    heat.show(np.array([[0, 1, 2], [2, 1, 0]], dtype=np.int8))
    found = [heat.image.pixelColor(x, 0).name() for x in (0, 3, 4, 5, 10)]
    assert found == ["#111111", "#111111", "#000000", "#888888", "#ffffff"]
    assert heat.image.pixelColor(0, 3).name() == "#000000"
    assert heat.image.pixelColor(0, SIZE.pitch_y).name() == "#ffffff"


def test_only_rows_that_changed_are_written() -> None:
    heat = make()
    steps = np.array([[0, 1, 2], [2, 1, 0]], dtype=np.int8)
    assert heat.show(steps) == 2
    assert heat.show(steps) == 0
    steps[1, 2] = 1
    assert heat.show(steps) == 1
    assert heat.image.pixelColor(10, SIZE.pitch_y).name() == "#888888"
