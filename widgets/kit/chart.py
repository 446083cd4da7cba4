"""A series beside what was usual, to look into: axes, zoom, and a cursor that mouse and keys move. Known by dialogs;
knows theme.

Here pyqtgraph earns its place: a wall's panel has no axes to grab, a person who asks why has. Left and right move the
cursor, + and - zoom about it, 0 shows everything, Enter asks about its moment.
"""

import numpy as np
import pyqtgraph
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from widgets.kit.desk_marks import focus_ring
from widgets.kit.focus_paint import PaintsFocus
from widgets.theme.desk import DeskLook

ZOOM = 0.5
ROOM = 1.12
"""So much higher than the highest value is the picture."""


class SeriesChart(PaintsFocus, pyqtgraph.PlotWidget):  # type: ignore[misc]
    """The picture.

    Attributes:
        cursor_at: place in the series, -1 while nothing is shown.

    Signals:
        moved: the cursor went to another place.
        asked: somebody wants to know more about the cursor's place.
    """

    moved = Signal(int)
    asked = Signal(int)

    def __init__(self, look: DeskLook, *, name: str, parent: QWidget | None = None) -> None:
        axes = {"bottom": pyqtgraph.DateAxisItem()}
        super().__init__(parent, background=look.tokens.bg1, axisItems=axes)  # type: ignore[call-arg]  # pyqtgraph's
        self._look = look
        self._moments = np.zeros(0)
        self._seen = np.zeros(0)
        self.cursor_at = -1
        self._usual_line = pyqtgraph.PlotCurveItem(pen=_pen(look.tokens.t3, look.px(1.5), dashed=True))
        self._seen_line = pyqtgraph.PlotCurveItem(pen=_pen(look.tokens.acc, look.px(2)))
        self._cursor = pyqtgraph.InfiniteLine(angle=90, pen=_pen(look.tokens.t2, 1))
        self._dot = pyqtgraph.ScatterPlotItem(size=look.px(8), pen=None, brush=look.tokens.acc)
        self._episode = pyqtgraph.LinearRegionItem(movable=False, pen=_pen(look.tokens.neg, 1), brush=_wash(look))
        self.setAccessibleName(name)
        self.viewport().setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._dress()
        self.scene().sigMouseClicked.connect(lambda event: self._go_to(event.scenePos()))

    # public

    def show_series(
        self, moments: "np.ndarray", seen: "np.ndarray", usual: "np.ndarray", *, episode: tuple[float, float] | None
    ) -> None:
        """Show a series.

        Args:
            moments: seconds since the epoch, one for each step, in order.
            seen, usual: posts in each step and what was to be expected.
            episode: first and last second of what is marked; None for nothing.
        """
        self._moments, self._seen = moments, seen
        self._seen_line.setData(moments, seen)
        self._usual_line.setData(moments, usual)
        self._episode.setVisible(episode is not None)
        if episode is not None:
            self._episode.setRegion(episode)
        self.show_all()
        self.put_cursor(len(moments) - 1)

    def put_cursor(self, place: int) -> None:
        """Move the cursor to a place of the series; beyond the ends it stays there."""
        last = len(self._moments) - 1
        self.cursor_at = max(0, min(last, place)) if last >= 0 else -1
        shown = self.cursor_at >= 0
        self._cursor.setVisible(shown)
        self._dot.setVisible(shown)
        if shown:
            moment, value = float(self._moments[self.cursor_at]), float(self._seen[self.cursor_at])
            self._cursor.setPos(moment)
            self._dot.setData([moment], [value])
        self.moved.emit(self.cursor_at)

    def show_all(self) -> None:
        """The whole series, from zero."""
        if not len(self._moments):
            return
        top = max(1.0, float(self._seen.max()), float(self._usual_line.yData.max())) * ROOM
        first, last = float(self._moments[0]), float(self._moments[-1])
        self.plotItem.vb.setLimits(xMin=first, xMax=max(last, first + 1), yMin=0, yMax=top)
        self.plotItem.vb.setRange(xRange=(first, last), yRange=(0, top), padding=0)

    def zoom(self, factor: float) -> None:
        """Show `factor` of what is shown, about the cursor."""
        if self.cursor_at >= 0:
            centre = QPointF(float(self._moments[self.cursor_at]), 0.0)
            self.plotItem.vb.scaleBy(x=factor, center=centre)

    # Qt

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_PageUp: -12, Qt.Key.Key_PageDown: 12}
        key = Qt.Key(event.key()) if event.key() else Qt.Key.Key_unknown
        if key in steps:
            self.put_cursor(self.cursor_at + steps[key])
        elif key in {Qt.Key.Key_Home, Qt.Key.Key_End}:
            self.put_cursor(0 if key is Qt.Key.Key_Home else len(self._moments))
        elif key in {Qt.Key.Key_Plus, Qt.Key.Key_Equal}:
            self.zoom(ZOOM)
        elif key is Qt.Key.Key_Minus:
            self.zoom(1 / ZOOM)
        elif key is Qt.Key.Key_0:
            self.show_all()
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.cursor_at >= 0:
            self.asked.emit(self.cursor_at)
        else:
            event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.hasFocus():
            painter = QPainter(self.viewport())
            focus_ring(painter, self._look, self.viewport().rect(), self._look.px(6))
            painter.end()

    # inside

    def _dress(self) -> None:
        look = self._look
        self.setFrameShape(self.Shape.NoFrame)
        self.setMenuEnabled(False)
        self.hideButtons()
        self.setMouseEnabled(x=True, y=False)
        for side in ("left", "bottom"):
            axis = self.getAxis(side)
            axis.setPen(_pen(look.tokens.line, 1))
            axis.setTextPen(look.tokens.t2)
            axis.setStyle(tickFont=look.font("small"))
        self.showGrid(y=True, alpha=0.12)
        for item in (self._episode, self._usual_line, self._seen_line, self._cursor, self._dot):
            self.addItem(item)
        self._episode.hide()
        self._cursor.hide()

    def _go_to(self, at: QPointF) -> None:
        if len(self._moments) and QRectF(self.plotItem.vb.sceneBoundingRect()).contains(at):
            moment = self.plotItem.vb.mapSceneToView(at).x()
            self.put_cursor(int(np.abs(self._moments - moment).argmin()))


def _pen(colour: QColor, width: float, *, dashed: bool = False) -> QPen:
    pen = QPen(colour)
    pen.setCosmetic(True)
    pen.setWidthF(width)
    if dashed:
        pen.setStyle(Qt.PenStyle.DashLine)
    return pen


def _wash(look: DeskLook) -> QColor:
    colour = QColor(look.tokens.neg)
    colour.setAlpha(36)
    return colour
