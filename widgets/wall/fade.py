"""One scene dissolves into the next. Known by the wall's station; knows windows.

For a quarter of a second two pictures lie over the window; below them the new scene is already at work.
"""

from PySide6.QtCore import QEasingCurve, Qt, QVariantAnimation
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QWidget

from widgets.wall.scenes import Scene
from widgets.wall.window import WallWindow

FADE_MS = 240


class Fade(QWidget):
    """The picture of the scene before, over the one after it, until it is gone."""

    def __init__(self, window: WallWindow, before: QPixmap, after: QPixmap) -> None:
        super().__init__(window)
        self._before, self._after = before, after
        self._left = 1.0
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setGeometry(window.rect())
        self._run = QVariantAnimation(self, duration=FADE_MS, startValue=1.0, endValue=0.0)
        self._run.setEasingCurve(QEasingCurve.Type.InOutSine)
        self._run.valueChanged.connect(self._pass)
        self._run.finished.connect(self.end)
        self._run.start()
        self.show()

    def end(self) -> None:
        """Go, at once."""
        self._run.stop()
        self.hide()
        self.deleteLater()

    def _pass(self, left: float) -> None:
        self._left = left
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The scene after, and as much of the one before as is left."""
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._after)
        painter.setOpacity(self._left)
        painter.drawPixmap(0, 0, self._before)
        painter.end()


def fade_to(window: WallWindow, scene: Scene) -> None:
    """Show another scene and let the present one dissolve; one that is still dissolving ends at once."""
    for present in window.findChildren(Fade):
        present.end()
    before = window.grab()
    window.show_scene(scene)
    Fade(window, before, window.grab())
