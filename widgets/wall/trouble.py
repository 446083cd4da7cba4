"""Says on every screen why the wall cannot start, instead of leaving it dark. Known by the front door; knows kit,
theme and shell.screens.

It stays for a quarter of a minute; then the wall is tried again by whoever watches it.
"""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget

from app.core.errors import FishbowlError
from app.core.i18n import _, is_right_to_left
from widgets.kit.canvas import Canvas
from widgets.kit.marks import diamond
from widgets.kit.wrap import wrap
from widgets.shell.screens import Screens
from widgets.theme.fonts import SEMI_BOLD
from widgets.theme.wall import wall_theme

SHOWN_MS = 15_000
WIDEST, EDGE = 1200.0, 96.0


class Trouble(QWidget):
    """A screen with one sentence and the way out.

    Attributes:
        is_given_up: a person has closed it; it is not to be tried again.
    """

    def __init__(self, error: FishbowlError, *, again: bool) -> None:
        super().__init__()
        self._message, self._hint = error.message, error.hint
        self.is_given_up = False
        self._again = _("It is tried again every few seconds.") if again else ""
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setCursor(Qt.CursorShape.BlankCursor)
        self.setWindowTitle(_("Fishbowl wall"))
        self.setAccessibleName(_("The wall cannot be shown"))
        self.setAccessibleDescription(" ".join(part for part in (self._message, self._hint, self._again) if part))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Title, sentence and way out, from the upper third down."""
        theme = wall_theme()
        ratio = self.devicePixelRatioF()
        scale = max(1.0, self.height() * ratio / 1080)
        width, height = self.width() * ratio / scale, self.height() * ratio / scale
        room = min(WIDEST, width - 2 * EDGE)
        with Canvas(self, scale=scale / ratio, mirrored=is_right_to_left()) as canvas:
            canvas.fill(0, 0, width, height, theme.bg)
            y = height / 3
            diamond(canvas, EDGE + 14, y - 15, theme.warn, size=28)
            title = _("The wall cannot be shown")
            canvas.text(EDGE + 48, y, title, size=44, color=theme.text1, weight=SEMI_BOLD)
            y += 72
            for text, color in ((self._message, theme.text1), (self._hint, theme.text2), (self._again, theme.text2)):
                for line in wrap(text, room, 32, scale=scale / ratio) if text else ():
                    canvas.text(EDGE, y, line, size=32, color=color)
                    y += 44
                y += 16 if text else 0

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Q and Escape end it."""
        ends = event.key() == Qt.Key.Key_Q and event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if ends or event.key() == Qt.Key.Key_Escape:
            self.is_given_up = True
            QApplication.closeAllWindows()


def show_trouble(
    app: QApplication, error: FishbowlError, *, size: tuple[int, int] | None, again: bool
) -> list[Trouble]:
    """On every monitor, or in one ordinary window of that size; closes by itself when it is to be tried again."""
    windows: list[Trouble] = []
    for _monitor, screen in Screens(app).now():
        window = Trouble(error, again=again)
        windows.append(window)
        if size is not None:
            window.resize(*size)
            window.show()
            break
        window.setScreen(screen)
        window.setGeometry(screen.geometry())
        window.showFullScreen()
    if again:
        QTimer.singleShot(SHOWN_MS, app, app.closeAllWindows)
    return windows
