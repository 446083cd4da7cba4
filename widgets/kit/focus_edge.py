"""The focus ring of an area that scrolls, over its edge, while it has the keys itself and nothing in it has. Known by
threads and panels; knows marks and theme."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from widgets.kit.desk_marks import focus_ring
from widgets.theme.desk import DeskLook


class FocusEdge(QWidget):
    """Comes and goes with the area's focus; the pointer does not notice it."""

    def __init__(self, look: DeskLook, area: QAbstractScrollArea) -> None:
        super().__init__(area)
        self._look, self._area = look, area
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()
        area.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._area and event.type() in {QEvent.Type.FocusIn, QEvent.Type.FocusOut, QEvent.Type.Resize}:
            self.setGeometry(self._area.rect())
            self.setVisible(self._area.hasFocus())
            self.raise_()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        focus_ring(QPainter(self), self._look, self.rect().adjusted(2, 2, -2, -2), self._look.px(6))
