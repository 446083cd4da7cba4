"""Tells when a window was painted first, for `bench start`. Known by front; knows core.marks."""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QWidget

import widgets.kit  # noqa: F401 - Qt's overrides are guarded from here on
from app.core.marks import mark


class FirstPaint(QObject):
    """Marks the first paint of a window, then leaves it alone."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            mark("first_picture")
            watched.removeEventFilter(self)
        return False
