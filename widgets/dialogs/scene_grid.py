"""The grid of a scene: panels as boxes that are chosen, moved and resized by keyboard and mouse. Known by the scene
editor; knows the wall's grid and kit.

Tab leaves it. PageUp and PageDown choose a panel, arrows move it, Shift and arrows resize it; Insert adds, Del removes.
"""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.core.i18n import _
from widgets.kit.desk_marks import draw_text, focus_ring, metrics, rounded
from widgets.theme.desk import DeskLook
from widgets.wall.grid import GRIDS, Cells, Shape
from widgets.wall.scene_draft import fitted
from widgets.wall.scenes import ScenePanel

CORNER = 14
GAP = 3
STEPS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


class SceneGrid(QWidget):
    """One screen of a scene, for screens of one shape.

    Signals:
        chosen: the number of a panel.
        placed: a panel's number and its new Cells.
        add_requested, remove_requested: for the chosen panel, or where there is room.

    Attributes:
        shape, shown_screen: which arrangement is shown; panel: the chosen one's number, -1 for none.
    """

    chosen = Signal(int)
    placed = Signal(int, object)
    add_requested = Signal()
    remove_requested = Signal()

    def __init__(self, look: DeskLook, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.shape, self.shown_screen, self.panel = Shape.WIDE, 1, -1
        self._look = look
        self._panels: Sequence[ScenePanel] = ()
        self._drag: tuple[QPoint, Cells, bool] | None = None
        self._ghost: Cells | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(_("Grid of the scene"))

    def show_panels(self, panels: Sequence[ScenePanel], *, shape: Shape, screen: int, panel: int) -> None:
        """Show these; panels of other screens and shapes are left out."""
        self._panels, self.shape, self.shown_screen = panels, shape, screen
        self.panel = panel if panel in self._here() else -1
        self._ghost = None
        self.setAccessibleDescription(self._words())
        self.setToolTip("\n".join(" ".join(_written(panels[number])) for number in self._here()).strip())
        self.update()

    def box(self, cells: Cells) -> QRect:
        """Where cells lie, in the widget's pixels."""
        columns, rows = GRIDS[self.shape]
        wide, high = self.width() / columns, self.height() / rows
        left, top = round((cells.column - 1) * wide), round((cells.row - 1) * high)
        right, bottom = round(cells.last_column * wide), round(cells.last_row * high)
        return QRect(left, top, right - left, bottom - top).adjusted(GAP, GAP, -GAP, -GAP)

    # inside

    def _here(self) -> list[int]:
        """The numbers of the panels that are on this screen and shape."""
        return [
            number
            for number, panel in enumerate(self._panels)
            if self.shape in panel.at and panel.screen == self.shown_screen
        ]

    def _words(self) -> str:
        if self.panel < 0:
            return _("No panel is chosen.")
        panel = self._panels[self.panel]
        cells = panel.at[self.shape]
        return _("{kind}: column {column}, row {row}, {columns} wide, {rows} high").format(
            kind=panel.kind, column=cells.column, row=cells.row, columns=cells.columns, rows=cells.rows
        )

    def _step(self, by: int) -> None:
        here = self._here()
        if here:
            place = here.index(self.panel) if self.panel in here else -by
            self.chosen.emit(here[(place + by) % len(here)])

    def _nudge(self, across: int, down: int, *, resize: bool) -> None:
        if self.panel >= 0:
            self._put(_moved(self._panels[self.panel].at[self.shape], across, down, resize=resize))

    def _put(self, cells: Cells) -> None:
        wanted = fitted(cells, self.shape)
        if wanted != self._panels[self.panel].at[self.shape]:
            self.placed.emit(self.panel, wanted)

    # Qt

    def sizeHint(self) -> QSize:
        return QSize(self._look.px(600), self._look.px(380))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        resize = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if key in STEPS:
            self._nudge(*STEPS[key], resize=resize)
        elif key in {Qt.Key.Key_PageDown, Qt.Key.Key_PageUp}:
            self._step(1 if key is Qt.Key.Key_PageDown else -1)
        elif key is Qt.Key.Key_Insert:
            self.add_requested.emit()
        elif key is Qt.Key.Key_Delete:
            self.remove_requested.emit()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        where = event.position().toPoint()
        for number in reversed(self._here()):
            box = self.box(self._panels[number].at[self.shape])
            if box.contains(where):
                self.chosen.emit(number)
                corner = QRect(box.right() - CORNER, box.bottom() - CORNER, CORNER + 1, CORNER + 1)
                self._drag = (where, self._panels[number].at[self.shape], corner.contains(where))
                return

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._drag is None:
            return
        start, cells, resize = self._drag
        columns, rows = GRIDS[self.shape]
        way = event.position().toPoint() - start
        across, down = round(way.x() * columns / self.width()), round(way.y() * rows / self.height())
        self._ghost = fitted(_moved(cells, across, down, resize=resize), self.shape)
        self.update()

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        ghost, self._drag, self._ghost = self._ghost, None, None
        if ghost is not None and self.panel >= 0:
            self._put(ghost)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, look, tokens = QPainter(self), self._look, self._look.tokens
        rounded(painter, self.rect(), look.px(8), fill=tokens.bg0, frame=tokens.line)
        columns, rows = GRIDS[self.shape]
        for row in range(1, rows + 1):
            for column in range(1, columns + 1):
                rounded(painter, self.box(Cells(column, row, 1, 1)), look.px(3), fill=tokens.bg1)
        for number in sorted(self._here(), key=lambda one: one == self.panel):
            self._paint_panel(painter, number)
        if self._ghost is not None:
            rounded(painter, self.box(self._ghost), look.px(6), frame=tokens.acc)
        if self.hasFocus():
            focus_ring(painter, look, self.rect(), look.px(8))

    def _paint_panel(self, painter: QPainter, number: int) -> None:
        look, tokens, panel = self._look, self._look.tokens, self._panels[number]
        box = self.box(panel.at[self.shape])
        is_chosen = number == self.panel
        fill, frame = (tokens.sel, tokens.acc) if is_chosen else (tokens.bg3, tokens.ctl)
        rounded(painter, box, look.px(6), fill=fill, frame=frame)
        words = _written(panel)[1]
        middle, line = box.center().y(), look.line("name")
        upper = QRect(box.left() + 8, middle - (line if words else line // 2), box.width() - 16, line)
        kind = metrics(look, "name").elidedText(panel.kind, Qt.TextElideMode.ElideRight, upper.width())
        rest = metrics(look, "small").elidedText(words, Qt.TextElideMode.ElideRight, upper.width())
        draw_text(painter, look, upper, kind, style="name", ink=tokens.t1)
        draw_text(painter, look, upper.translated(0, line), rest, style="small", ink=tokens.t2)
        if is_chosen:
            grip = QRect(box.right() - CORNER + 3, box.bottom() - CORNER + 3, CORNER - 6, CORNER - 6)
            rounded(painter, grip, 2, fill=tokens.acc)


def _written(panel: ScenePanel) -> tuple[str, str]:
    """What stands on a panel: its kind and its options."""
    return panel.kind, ", ".join(str(value) for value in panel.options.values())


def _moved(cells: Cells, across: int, down: int, *, resize: bool) -> Cells:
    if resize:
        return replace(cells, columns=cells.columns + across, rows=cells.rows + down)
    return replace(cells, column=cells.column + across, row=cells.row + down)
