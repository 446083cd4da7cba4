"""Where a window stands, to be kept and found again. Known by the desk's windows; knows Qt.

Qt writes and reads the place itself: the monitor, whether the window fills it, and the place to go back to. It brings
what would stand beyond every monitor back onto one.
"""

from PySide6.QtCore import QByteArray, QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QWidget


def place_of(window: QWidget) -> bytes:
    """A window's place, as Qt writes it."""
    return bytes(window.saveGeometry().data())


def put_back(window: QWidget, kept: bytes) -> bool:
    """Where it stood; False when it never stood anywhere, or that monitor was of quite another size."""
    return bool(kept) and window.restoreGeometry(QByteArray(kept))


def put(window: QWidget, kept: bytes, *, usual: QSize) -> None:
    """Where it stood; else in the middle of its monitor as large as usual, or filling it where that is smaller."""
    if put_back(window, kept):
        return
    room = window.screen().availableGeometry()
    place = QRect(QPoint(), usual.boundedTo(room.size()))
    place.moveCenter(room.center())
    window.setGeometry(place)
    if place.size() != usual:
        window.setWindowState(Qt.WindowState.WindowMaximized)
