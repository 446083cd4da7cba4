"""A 40 % black veil over a window while a question is open. Known by the agent's window; knows nothing."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QDialog, QWidget

SHARE = 0.4


class Veil(QWidget):
    """Covers its parent from `under` a dialog until that is finished."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def under(self, dialog: QDialog) -> None:
        """Lie under a dialog."""
        parent = self.parentWidget()
        if parent is not None:
            self.setGeometry(parent.rect())
        self.raise_()
        self.show()
        dialog.finished.connect(self.hide)

    def paintEvent(self, event: QPaintEvent) -> None:
        colour = QColor(0, 0, 0)
        colour.setAlphaF(SHARE)
        QPainter(self).fillRect(event.rect(), colour)
