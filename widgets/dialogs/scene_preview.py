"""What a scene looks like on a screen of a shape, with made-up figures. Known by the scene editor; knows the wall.

It is the wall's own window, painted into a picture: what is seen here is what will hang there.
"""

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QLabel, QWidget

from app.core.i18n import _
from widgets.bench.sample_link import SampleLink
from widgets.theme.desk import DeskLook
from widgets.theme.wall import wall_theme
from widgets.wall.context import WallContext
from widgets.wall.grid import Shape
from widgets.wall.options import WallOptions
from widgets.wall.scenes import Scene
from widgets.wall.window import WallWindow
from widgets.wall.words import Words

SCREENS = {
    Shape.WIDE: (1920, 1080, 1.0),
    Shape.MEDIUM: (1280, 720, 1.0),
    Shape.SQUARE: (1920, 1920, 1.0),
    Shape.TALL: (1080, 1920, 1.0),
    Shape.FAR: (1920, 1080, 2.25),
}
"""A screen of each shape: device pixels, and its scale."""
SETTLE_MS = 120
OF_A_CRISIS = frozenset({"level", "episode", "elapsed", "reasons", "repair", "next_step", "on_it"})
"""A scene with one of these is previewed in a crisis."""


class ScenePreview(QLabel):
    """The picture; it follows what it is told a moment later, so that a row of keys costs one painting."""

    def __init__(self, look: DeskLook, *, locale: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._link = SampleLink()
        self._context = WallContext(
            link=self._link, theme=wall_theme(), words=Words(locale), options=WallOptions(paced=False)
        )
        self._wanted: tuple[Scene, Shape, int] | None = None
        self._window: WallWindow | None = None
        self._settling = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._settling.timeout.connect(self.paint_now)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setFixedSize(self.sizeHint())
        self.setAccessibleName(_("Preview with made-up figures"))

    def show_scene(self, scene: Scene, *, shape: Shape, screen: int) -> None:
        """Show this soon."""
        if (scene, shape, screen) != self._wanted:
            self._wanted = (scene, shape, screen)
            self._settling.start()

    def paint_now(self) -> None:
        """Paint what was asked for last."""
        if self._wanted is None:
            return
        scene, shape, screen = self._wanted
        width, height, scale = SCREENS[shape]
        self.close_window()
        self._link.play_crisis(any(panel.kind in OF_A_CRISIS for panel in scene.panels))
        ratio = self.devicePixelRatioF()
        window = WallWindow(self._context, scene, scale=scale)
        window.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
        window.set_place(screen, has_clock=True)
        window.resize(round(width / ratio), round(height / ratio))
        window.show()
        self._window = window
        self.setPixmap(self._scaled(window.grab(), ratio))

    def close_window(self) -> None:
        """Let go of the wall behind the picture."""
        if self._window is not None:
            self._window.close()
            self._window.deleteLater()
            self._window = None

    def sizeHint(self) -> QSize:
        return QSize(self._look.px(430), self._look.px(242))

    def _scaled(self, picture: QPixmap, ratio: float) -> QPixmap:
        mode = Qt.TransformationMode.SmoothTransformation
        scaled = picture.scaled(self.size() * ratio, Qt.AspectRatioMode.KeepAspectRatio, mode)
        scaled.setDevicePixelRatio(ratio)
        return scaled
