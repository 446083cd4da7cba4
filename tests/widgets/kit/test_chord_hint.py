"""The hint of keys stays in its corner and in the window, however many keys there are."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from widgets.kit.chord_hint import ChordHint
from widgets.theme.desk import desk_look


@pytest.mark.parametrize("count", [1, 6, 7, 40])
@pytest.mark.parametrize("mirrored", [False, True])
def test_it_lies_in_the_lower_corner_at_the_reading_side(qtbot: QtBot, count: int, mirrored: bool) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(960, 640)
    window.setLayoutDirection(Qt.LayoutDirection.RightToLeft if mirrored else Qt.LayoutDirection.LeftToRight)
    window.show()
    hint = ChordHint(desk_look(), window)
    hint.show_keys([(chr(65 + number % 26), f"View {number}") for number in range(count)])
    assert hint.isVisible()
    assert window.rect().contains(hint.geometry())
    assert (hint.geometry().center().x() > 480) == mirrored
    hint.show_keys(())
    assert not hint.isVisible()
