"""A column that scrolls when it is higher than its room, without a frame. Known by dialogs; knows theme and the overlay
bar."""

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent, QLinearGradient, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from widgets.kit.desk_marks import glyph_in
from widgets.kit.desk_scroll import OverlayBar
from widgets.theme.desk import DeskLook


class MoreBelow(QWidget):
    """The lower edge of what goes on further down: it fades, with an arrow."""

    HEIGHT = 28

    def __init__(self, look: DeskLook, area: QScrollArea) -> None:
        super().__init__(area)
        self._look, self._area = look, area
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        bar = area.verticalScrollBar()
        bar.valueChanged.connect(self.place)
        bar.rangeChanged.connect(self.place)

    def place(self) -> None:
        """Lie on the edge, while there is more."""
        bar, height = self._area.verticalScrollBar(), self._look.px(self.HEIGHT)
        self.setGeometry(0, self._area.height() - height, self._area.width(), height)
        self.setVisible(bar.value() < bar.maximum())
        self.raise_()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, solid = QPainter(self), QColor(self._look.tokens.bg2)
        clear = QColor(solid)
        clear.setAlpha(0)
        fade = QLinearGradient(0, 0, 0, self.height())
        fade.setColorAt(0, clear)
        fade.setColorAt(0.6, solid)
        painter.fillRect(self.rect(), fade)
        side = self._look.px(16)
        place = QRect((self.width() - side) // 2, self.height() - side, side, side)
        glyph_in(painter, self._look, place, "chevron-down", self._look.tokens.t2)


class ScrollBox(QScrollArea):
    """As high as what is in it, at most `highest` logical pixels at 100 %; keys are left to the dialog.

    Attributes:
        column: where the content goes.
    """

    def __init__(self, look: DeskLook, name: str, *, highest: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._highest = look.px(highest)
        self._content = QWidget()
        self.column = QVBoxLayout(self._content)
        self.column.setContentsMargins(look.ring, look.ring, look.px(8), look.ring)
        self.column.setSpacing(look.px(4))
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setStyleSheet("QScrollArea, QScrollArea > QWidget > QWidget { background: transparent; }")
        self.setWidget(self._content)
        self._content.installEventFilter(self)
        OverlayBar(look, self)
        self._more = MoreBelow(look, self)

    def sizeHint(self) -> QSize:
        width = self.width()
        wanted = self.column.totalHeightForWidth(width) if self.column.hasHeightForWidth() else -1
        height = wanted if wanted > 0 else self.column.totalSizeHint().height()
        return QSize(width, min(self._highest, height))

    def minimumSizeHint(self) -> QSize:
        return QSize(0, min(self._highest, self.sizeHint().height()))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._content and event.type() is QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return False

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._more.place()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.ignore()
