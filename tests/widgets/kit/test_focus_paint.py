"""A scrolled view is painted anew when the keys come and go; rows without keys leave them to their dialog."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from widgets.kit.focus_paint import KeylessRows


class Paints(QObject):
    """Counts how often a viewport is painted."""

    def __init__(self, viewport: QWidget) -> None:
        super().__init__(viewport)
        self.count = 0
        viewport.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        self.count += event.type() is QEvent.Type.Paint
        return False


def test_the_keys_coming_and_going_paint_what_is_shown(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    column, rows, other = QVBoxLayout(window), KeylessRows(), QPushButton("Other")
    rows.setFrameShape(QFrame.Shape.NoFrame)
    column.addWidget(rows)
    column.addWidget(other)
    other.setFocus()
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    QApplication.processEvents()
    paints = Paints(rows.viewport())
    for widget in (rows, other):
        before = paints.count
        widget.setFocus()
        QApplication.processEvents()
        assert paints.count == before + 1


def test_rows_without_keys_leave_them_to_their_dialog(qtbot: QtBot) -> None:
    rows = KeylessRows()
    qtbot.addWidget(rows)
    event = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Down, Qt.KeyboardModifier.NoModifier)
    rows.keyPressEvent(event)
    assert not event.isAccepted()
