"""A scrolled view that shows whether it has the keys: it is painted anew when they come and go. Known by kit and
dialogs; knows overrides."""

from typing import TYPE_CHECKING

from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QScrollArea

from widgets.kit.overrides import guarded

if TYPE_CHECKING:
    from PySide6.QtWidgets import QAbstractScrollArea as View
else:
    View = object


class PaintsFocus(View):
    """Mixed in before Qt's own class, which repaints its frame alone when the keys come and go, not what it shows."""

    @guarded
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.viewport().update()

    @guarded
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()


class KeylessRows(PaintsFocus, QScrollArea):
    """Rows of a dialog that moves through them itself: keys are the dialog's."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.ignore()
