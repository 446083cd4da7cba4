"""A thin scroll bar over what it scrolls, seen while the pointer is there, so that content keeps the whole width. Known
by lists and threads; knows theme."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QAbstractScrollArea, QScrollBar
from shiboken6 import isValid

from widgets.theme.desk import DeskLook

WIDTH = 7


class OverlayBar(QScrollBar):
    """Follows an area's own vertical bar, which is hidden, and is followed by it."""

    def __init__(self, look: DeskLook, area: QAbstractScrollArea) -> None:
        super().__init__(Qt.Orientation.Vertical, area)
        self._area, self._width = area, look.px(WIDTH)
        self._bar = area.verticalScrollBar()
        area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(area.accessibleName())
        self._bar.rangeChanged.connect(self._follow_range)
        self._bar.valueChanged.connect(self.setValue)
        self.valueChanged.connect(self._bar.setValue)
        area.installEventFilter(self)
        self._follow_range()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._area and event.type() in {QEvent.Type.Resize, QEvent.Type.Enter, QEvent.Type.Leave}:
            self._place()
        return False

    def _follow_range(self) -> None:
        if not isValid(self._bar):  # an area that is torn down loses its own bar first
            return
        self.setPageStep(self._bar.pageStep())
        self.setSingleStep(self._bar.singleStep())
        self.setRange(self._bar.minimum(), self._bar.maximum())
        self.setValue(self._bar.value())
        self._place()

    def _place(self) -> None:
        if not isValid(self._bar):
            return
        x = 0 if self._area.isRightToLeft() else self._area.width() - self._width
        wanted = self._bar.maximum() > self._bar.minimum() and (self._area.underMouse() or self.isSliderDown())
        self.setVisible(wanted)
        self.setGeometry(x, 0, self._width, self._area.height())
        self.raise_()
