"""A block of text stands where reading begins, also where it has more room than a line may have."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from widgets.kit.desk_text import TextBlock
from widgets.theme.desk import desk_look

WIDTH, WIDEST = 400, 100


def inked_columns(block: TextBlock) -> list[int]:
    image = QImage(block.size(), QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    block.render(image, renderFlags=TextBlock.RenderFlag.DrawChildren)
    pixels = np.frombuffer(image.constBits(), dtype=np.uint8).reshape(image.height(), image.width(), 4)
    return [int(column) for column in np.flatnonzero(pixels[:, :, 3].any(axis=0))]


@pytest.mark.parametrize(
    ("direction", "text", "first", "last"),
    [
        (Qt.LayoutDirection.LeftToRight, "a few words", 0, WIDEST),
        (Qt.LayoutDirection.RightToLeft, "כמה מילים", WIDTH - WIDEST, WIDTH),
        (Qt.LayoutDirection.RightToLeft, "a few words", WIDTH - WIDEST, WIDTH),
    ],
)
def test_a_narrow_column_stands_at_the_side_where_reading_begins(
    qtbot: QtBot, direction: Qt.LayoutDirection, text: str, first: int, last: int
) -> None:
    block = TextBlock(desk_look(), text, widest=WIDEST)
    qtbot.addWidget(block)
    block.setLayoutDirection(direction)
    block.resize(WIDTH, 40)
    columns = inked_columns(block)
    assert columns
    assert first <= columns[0]
    assert columns[-1] <= last
