"""One wall on one screen: header, panels on a grid, connector strip. Known by the wall's station; knows panels, grid
and scenes.

Nothing in it can be typed into. The canvas moves along a circle of four pixels, one step in two minutes, so that
nothing burns in.
"""

import math
from dataclasses import replace

from PySide6.QtCore import QEvent, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QColor, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from app.core.i18n import _
from app.link.mirror import FeedChange, Mirror
from widgets.wall.beat import Beat
from widgets.wall.context import WallContext
from widgets.wall.grid import Box, Grid, Shape
from widgets.wall.header import Header
from widgets.wall.panel import Panel
from widgets.wall.panels.neutral import FEED as HOUSE
from widgets.wall.panels.neutral import Neutral
from widgets.wall.registry import panel_kinds
from widgets.wall.scenes import Scene
from widgets.wall.strip import Strip
from widgets.watch.memory import give_back

SHIFT_RADIUS = 4
SHIFT_EVERY_MS = 120_000
SHIFT_STEPS = 24
TIDY_MS = 2_000
"""So long after panels went their memory is given back: their pictures are gone, the new ones painted."""


class WallWindow(QWidget):
    """A screen of panels.

    Signals:
        end_requested: somebody pressed Ctrl+Q, or Escape in an ordinary window.
        formulas_requested: somebody at the wall wants to know how its figures are made.

    Attributes:
        scene: what is shown now; panels: its panels, in the order of the scene.
        is_neutral: the neutral scene is shown instead, because somebody asked for it.
        beat: when they paint; stage: what they lie on, moved by `shift_on`.
    """

    end_requested = Signal()
    formulas_requested = Signal()

    def __init__(
        self, context: WallContext, scene: Scene, *, scale: float = 1.0, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.context = context
        self.scene = scene
        self.panels: list[Panel] = []
        self._scale = scale
        self._foot = 0.0
        self._place = (1, True)
        self._is_resting = False
        self._is_closed = False
        self._day, self._night = context.theme, context.theme.at_night()
        self.stage = QWidget(self)
        self.beat = Beat(context.link, paced=context.options.paced, parent=self)
        self._shift = 0
        self._shifting = QTimer(self, interval=SHIFT_EVERY_MS)
        self._shifting.timeout.connect(self.shift_on)
        self._shifting.start()
        self._tidying = QTimer(self, singleShot=True, interval=TIDY_MS)
        self._tidying.timeout.connect(give_back)
        self._stop_state = context.link.on_state(self._state_changed)
        self._house = context.link.subscribe(HOUSE)
        self._stop_house = self._house.listen(self._house_changed)
        self.is_neutral = self._wants_neutral()
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setCursor(Qt.CursorShape.BlankCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._name()

    def show_scene(self, scene: Scene) -> None:
        """Show another scene, by a hard cut."""
        self.scene = scene
        self._name()
        self._build()

    def set_scale(self, scale: float) -> None:
        """Device pixels per logical pixel from now on."""
        if scale != self._scale:
            self._scale = scale
            self._build()

    def set_foot(self, height: float) -> None:
        """Keep so many logical pixels at the foot free of panels from now on."""
        if height != self._foot:
            self._foot = height
            self._build()

    def set_place(self, number: int, *, has_clock: bool) -> None:
        """Which of the wall's screens this is, counted from 1 at the left; one of them has the clock."""
        if (number, has_clock) != self._place:
            self._place = (number, has_clock)
            self._build()

    def rest(self, on: bool) -> None:
        """Show nothing but name and time, as outside opening hours, or the scene again."""
        self._is_resting = on
        self._settle_neutral()

    @property
    def number(self) -> int:
        """Which of the wall's screens this is, counted from 1 at the left."""
        return self._place[0]

    def dim(self, on: bool) -> None:
        """The colours of the night from now on, or those of the day."""
        theme = self._night if on else self._day
        if theme is not self.context.theme:
            self.context = replace(self.context, theme=theme)
            self._build()

    def logical_size(self) -> tuple[float, float]:
        """The screen in logical pixels."""
        ratio = self.devicePixelRatioF() / self._scale
        return self.width() * ratio, self.height() * ratio

    # building

    def _name(self) -> None:
        self.setWindowTitle(_("Fishbowl wall: {scene}").format(scene=_(self.scene.title)))
        self.setAccessibleName(_(self.scene.title))

    def _build(self) -> None:
        """Make the panels of the scene for this screen's shape and lay them out."""
        width, height = self.logical_size()
        if width < 200 or height < 150:
            return
        self._clear()
        height -= self._foot
        if self.is_neutral:
            self._add(Neutral(self.context, {}, self.stage), Box(0, 0, width, height))
            return
        shape = Grid(width, height).shape
        number, has_clock = self._place
        placed = self.scene.placed(shape, screen=number)
        with_strip = self.scene.strip and shape is not Shape.FAR
        grid = Grid(width, height, has_strip=with_strip, growing=[cells for panel, cells in placed if panel.grows])
        said = {"scene": self.scene.title, "quiet": self.scene.quiet, "clock": has_clock}
        self._add(Header(self.context, said, self.stage), grid.header)
        for panel, cells in placed:
            made = panel_kinds()[panel.kind](self.context, panel.options, self.stage)
            self.panels.append(made)
            self._add(made, grid.box(cells))
        if with_strip:
            self._add(Strip(self.context, {}, self.stage), grid.strip)

    def _add(self, panel: Panel, box: Box) -> None:
        if self.context.options.right_to_left:
            box = replace(box, x=self.logical_size()[0] - box.x - box.width)
        panel.place(box, scale=self._scale, ratio=self.devicePixelRatioF())
        panel.show()
        self.beat.add(panel)

    def _clear(self) -> None:
        self._tidying.start()
        self.beat.clear()
        self.panels.clear()
        for child in self.stage.findChildren(Panel, options=Qt.FindChildOption.FindDirectChildrenOnly):
            child.hide()
            child.setParent(None)
            child.deleteLater()

    def shift_on(self) -> None:
        """One step along the circle."""
        self._shift = (self._shift + 1) % SHIFT_STEPS
        angle = 2 * math.pi * self._shift / SHIFT_STEPS
        self.stage.move(QPoint(round(SHIFT_RADIUS * math.sin(angle)), round(SHIFT_RADIUS * (1 - math.cos(angle)) / 2)))

    def _wants_neutral(self) -> bool:
        return self._is_resting or any(house.panic for house in self._house.rows.values())

    def _house_changed(self, _mirror: Mirror, _change: FeedChange) -> None:
        """Somebody has asked for the neutral scene, or released it: at once, whatever else is due."""
        self._settle_neutral()

    def _settle_neutral(self) -> None:
        if self._wants_neutral() is not self.is_neutral:
            self.is_neutral = not self.is_neutral
            self._build()

    def _state_changed(self) -> None:
        for panel in self.stage.findChildren(Panel, options=Qt.FindChildOption.FindDirectChildrenOnly):
            panel.picture_due.emit(True)

    # Qt

    def paintEvent(self, event: QPaintEvent) -> None:
        """The gaps between panels."""
        painter = QPainter(self)
        painter.fillRect(event.rect(), QColor(self.context.theme.bg))
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A screen of another size is another layout."""
        super().resizeEvent(event)
        self.stage.resize(self.size())
        self._build()

    def changeEvent(self, event: QEvent) -> None:
        """A screen of another pixel ratio needs new pictures."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.DevicePixelRatioChange:
            self._build()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Q ends, F11 toggles the full screen, I or ? asks how the figures are made, Escape ends only an ordinary
        window; nothing else does anything."""
        ends = event.key() == Qt.Key.Key_Q and event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if ends or (event.key() == Qt.Key.Key_Escape and not self.isFullScreen()):
            self.end_requested.emit()
        elif event.key() == Qt.Key.Key_F11:
            self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)
        elif event.text() in {"i", "I", "?"} and not event.isAutoRepeat():
            self.formulas_requested.emit()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Let go of everything, once; Qt may close a window twice."""
        if not self._is_closed:
            self._is_closed = True
            self._stop_state()
            self._stop_house()
            self.context.link.unsubscribe(HOUSE)
            self._shifting.stop()
            self._clear()
            self.beat.stop()
        super().closeEvent(event)
