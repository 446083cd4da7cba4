"""Places by start and end instead of left and right, which Qt does not mirror. Known by the agent's room and dialogs;
knows nothing."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLayout, QStyle, QWidget


def flip(rect: QRect, frame: QRect, mirrored: bool) -> QRect:
    """A rectangle mirrored inside a frame, where the frame is right to left."""
    return QStyle.visualRect(Qt.LayoutDirection.RightToLeft, frame, rect) if mirrored else rect


def set_margins(layout: QLayout | QWidget, start: int, top: int, end: int, bottom: int) -> None:
    """Set the margins of a layout or a label for the direction the application's frame has now."""
    if QGuiApplication.layoutDirection() is Qt.LayoutDirection.RightToLeft:
        start, end = end, start
    layout.setContentsMargins(start, top, end, bottom)
