"""What the guests see: a scene of the wall, and below it what it is about. Known by the tour; knows wall.window,
caption and spotlight.

The scene is the wall's own, laid out for the room that the caption leaves; nothing is covered.
"""

import math
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from app.core.i18n import _
from widgets.kit.canvas import Canvas
from widgets.kit.wrap import wrap
from widgets.shell.screens import describe
from widgets.theme.fonts import SEMI_BOLD
from widgets.theme.wall import wall_theme
from widgets.tour.caption import HEIGHT, Caption, Said
from widgets.tour.keys import Asked, wish_of
from widgets.tour.spotlight import Spotlight
from widgets.tour.stop import Stop
from widgets.wall.context import WallContext
from widgets.wall.fade import fade_to
from widgets.wall.formulas import FormulaPlate, toggle_formulas
from widgets.wall.grid import legible_scale
from widgets.wall.scenes import Scene
from widgets.wall.window import WallWindow


class Audience(QWidget):
    """The guests' window.

    Signals:
        asked: a key was pressed that means something.
        closed: somebody closed it.

    Attributes:
        wall: the scene's window; caption: the bar; spotlight: what puts a panel forward;
            curtain: what covers all of it.
        stop: what is shown.
    """

    asked = Signal(object)
    closed = Signal()

    def __init__(self, context: WallContext, scene: Scene, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._mirrored = context.options.right_to_left
        self.stop: Stop | None = None
        self.wall = WallWindow(context, _without_strip(scene), parent=self)
        self.wall.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.caption = Caption(right_to_left=self._mirrored, parent=self)
        self.spotlight = Spotlight(self.wall)
        self.curtain = Curtain(self, right_to_left=self._mirrored)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.BlankCursor)
        self.setWindowTitle(_("Fishbowl tour"))
        self.setAccessibleName(_("Tour"))

    def show_stop(self, stop: Stop, scene: Scene) -> None:
        """Show a stop; a scene that stays is not built anew."""
        shown, self.stop = _without_strip(scene), stop
        for plate in self.wall.findChildren(FormulaPlate):
            plate.end()
        if shown != self.wall.scene:
            self.spotlight.hide()
            if self._context.options.reduced_motion or not self.isVisible():
                self.wall.show_scene(shown)
            else:
                fade_to(self.wall, shown)
        self.wall.rest(stop.neutral)
        self._point()
        if stop.formulas:
            toggle_formulas(self.wall)

    def say(self, said: Said) -> None:
        """What the caption says from now on."""
        self.caption.say(said)

    def blank(self, on: bool) -> None:
        """Nothing but darkness, or the scene again."""
        self.curtain.draw_over("") if on else self.curtain.hide()

    def ask(self, question: str) -> None:
        """A question to the speaker, over everything; nothing again when it is empty."""
        self.curtain.draw_over(question) if question else self.curtain.hide()

    def logical_scale(self) -> float:
        """Device pixels per logical pixel of the wall on this screen."""
        options = self._context.options
        if options.scale:
            return options.scale
        ratio = self.devicePixelRatioF()
        width, height = self.width() * ratio, self.height() * ratio
        inches = options.diagonal_inches or describe(self.screen()).diagonal_inches
        if options.size is not None and not options.diagonal_inches:
            return max(1.0, math.floor(height / 1080 * 4) / 4)
        return legible_scale(
            pixels_diagonal=math.hypot(width, height), diagonal_inches=inches, distance_m=options.distance_m
        )

    # inside

    def _point(self) -> None:
        self.spotlight.put_forward(self.stop.panel if self.stop is not None and not self.stop.formulas else "")

    def _lay_out(self) -> None:
        scale = self.logical_scale()
        foot = min(self.height() // 3, round(HEIGHT * scale / self.devicePixelRatioF()))
        self.caption.scale = scale
        self.wall.set_scale(scale)
        self.wall.setGeometry(0, 0, self.width(), self.height() - foot)
        self.caption.setGeometry(0, self.height() - foot, self.width(), foot)
        self.curtain.setGeometry(self.rect())
        self._point()

    # Qt

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A screen of another size is another layout."""
        super().resizeEvent(event)
        self._lay_out()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Tell what is asked for; a key that is held down asks once."""
        asked = wish_of(event, right_to_left=self._mirrored)
        if asked is not None and not event.isAutoRepeat():
            self.asked.emit(asked)

    def closeEvent(self, event: QCloseEvent) -> None:
        """The scene lets go of everything."""
        self.wall.close()
        super().closeEvent(event)
        self.closed.emit()


class Curtain(QWidget):
    """Covers the whole window: dark, or with a question."""

    def __init__(self, window: QWidget, *, right_to_left: bool) -> None:
        super().__init__(window)
        self.question = ""
        self._mirrored = right_to_left
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.hide()

    def draw_over(self, question: str) -> None:
        """Cover everything from now on."""
        self.question = question
        self.setAccessibleName(question or _("The screen is dark"))
        self.show()
        self.raise_()
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A dark ground, and the question in its middle."""
        theme = wall_theme()
        unit = max(1.0, self.height() / 1080)
        width, height = self.width() / unit, self.height() / unit
        with Canvas(self, scale=unit, mirrored=self._mirrored) as canvas:
            canvas.fill(0, 0, width, height, theme.bg)
            lines = wrap(self.question, min(width - 64, 1200), 44, scale=unit, weight=SEMI_BOLD)
            top = height / 2 - 30 * (len(lines) - 1)
            for number, line in enumerate(lines):
                color = theme.text2 if number else theme.text1
                canvas.text(width / 2, top + 60 * number, line, size=44, color=color, weight=SEMI_BOLD, align="center")


def _without_strip(scene: Scene) -> Scene:
    """The caption says what is wrong; the connectors are no part of the story."""
    return replace(scene, strip=False)


def asked_of(one: object) -> Asked:
    """What a window's `asked` carries."""
    assert isinstance(one, Asked)
    return one
