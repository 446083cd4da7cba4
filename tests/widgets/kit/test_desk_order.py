"""The Tab key goes as one reads, however late a widget was made."""

from itertools import permutations

import pytest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from widgets.kit.desk_order import in_order


@pytest.fixture
def row(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    return made


def steps(row: QWidget, qtbot: QtBot, first: QPushButton, count: int) -> list[QWidget | None]:
    """Where Tab goes from here."""
    row.show()
    qtbot.waitExposed(row)
    first.setFocus()
    found = []
    for _step in range(count):
        found.append(row.focusWidget())
        row.focusNextChild()
    return found


@pytest.mark.parametrize("order", list(permutations(range(4))))
def test_any_order_can_be_asked_for(row: QWidget, qtbot: QtBot, order: tuple[int, ...]) -> None:
    buttons = [QPushButton(str(number), row) for number in range(4)]
    wanted = [buttons[place] for place in order]
    in_order(*wanted)
    assert steps(row, qtbot, wanted[0], 4) == wanted


def test_a_part_goes_with_everything_in_it_and_others_stay(row: QWidget, qtbot: QtBot) -> None:
    before, late, column = QPushButton("before", row), QPushButton("late", row), QWidget(row)
    inner = [QPushButton(name, column) for name in "ab"]
    in_order(column, late)
    assert steps(row, qtbot, before, 4) == [before, *inner, late]
