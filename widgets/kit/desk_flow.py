"""Widgets beside each other that go on in the next line where the room ends. Known by the agent's room; knows theme."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from widgets.theme.desk import DeskLook


class FlowRow(QWidget):
    """As high as its lines; hidden widgets take no room."""

    def __init__(self, look: DeskLook, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._gap, self._pad = look.px(6), look.px(8)
        self._widgets: list[QWidget] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def put(self, widgets: Sequence[QWidget]) -> None:
        """Show these, in this order."""
        self._widgets = list(widgets)
        for widget in self._widgets:
            widget.setParent(self)
            widget.show()
        self._lay()

    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() in {QEvent.Type.LayoutRequest, QEvent.Type.LayoutDirectionChange}:
            self._lay()
        return done

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay()

    def sizeHint(self) -> QSize:
        return QSize(0, self.minimumHeight())

    # inside

    def _lay(self) -> None:
        """Put every widget into its place, and take the height of the lines."""
        x, y, line = self._pad, self._pad, 0
        for widget in self._widgets:
            if widget.isHidden():
                continue
            size = widget.sizeHint()
            if x > self._pad and x + size.width() > self.width() - self._pad:
                x, y, line = self._pad, y + line + self._gap, 0
            left = self.width() - x - size.width() if self.isRightToLeft() else x
            widget.setGeometry(left, y, size.width(), size.height())
            x, line = x + size.width() + self._gap, max(line, size.height())
        self.setFixedHeight(y + line + self._pad)
