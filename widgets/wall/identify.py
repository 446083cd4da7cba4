"""Shows on a monitor which one it is. Known by the wall's station; knows theme and kit."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QPaintEvent, QScreen
from PySide6.QtWidgets import QWidget

from app.core.i18n import _
from widgets.kit.canvas import Canvas
from widgets.shell.screens import Monitor
from widgets.theme.fonts import BOLD
from widgets.theme.wall import wall_theme

SHOWN_MS = 6_000


class Sign(QWidget):
    """A plate with the monitor's number, name and size."""

    def __init__(self, monitor: Monitor, number: int) -> None:
        super().__init__(None, Qt.WindowType.FramelessWindowHint | Qt.WindowType.WindowStaysOnTopHint)
        self._number = str(number)
        size = f", {monitor.diagonal_inches:.0f}″" if monitor.diagonal_inches else ""
        self._line = f"{monitor.name}, {monitor.width} × {monitor.height}{size}"
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setAccessibleName(_("Screen {number}").format(number=number))
        self.setAccessibleDescription(self._line)
        self.resize(760, 320)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The number large, the rest below."""
        theme = wall_theme()
        with Canvas(self, scale=1.0) as canvas:
            middle = self.width() / 2
            canvas.fill(0, 0, self.width(), self.height(), theme.raised)
            canvas.text(middle, 190, self._number, size=152, color=theme.text1, weight=BOLD, align="center")
            line = canvas.fit(self._line, self.width() - 48, 32)
            canvas.text(middle, 262, line, size=32, color=theme.text2, align="center")


def identify(monitor: Monitor, screen: QScreen, *, number: int) -> Sign:
    """Show the sign in the middle of its monitor for some seconds."""
    sign = Sign(monitor, number)
    sign.setScreen(screen)
    place = sign.rect()
    place.moveCenter(screen.geometry().center())
    sign.setGeometry(place)
    sign.show()
    QTimer.singleShot(SHOWN_MS, sign, sign.close)
    return sign
