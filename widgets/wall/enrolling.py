"""Covers a wall that was not let in yet with its pairing code and what to do with it. Known by the wall's station;
knows link, kit and theme.

The cover is opaque and lies over everything: a screen that was sent away shows nothing of what it last knew.
"""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QWidget

from app.core.clock import MINUTE, SECOND, Clock, SystemClock
from app.core.i18n import _, ngettext
from app.link.enrol import EnrolledHub
from widgets.kit.canvas import Canvas
from widgets.kit.key_words import key_words
from widgets.kit.wrap import wrap
from widgets.theme.fonts import BOLD, SEMI_BOLD
from widgets.theme.wall import WallTheme
from widgets.wall.window import WallWindow

EDGE, NARROW = 96.0, 40.0
LARGEST, PITCH = 260.0, 0.96
"""Of the code's letters: size, and from one to the next in sizes."""
LEADING = 1.4
FAR = 700.0
"""A picture less high than this is read from far away: it has room for little."""


def instructions(hub: EnrolledHub, clock: Clock) -> tuple[str, ...]:
    """What stands under the code, or in its place while there is none."""
    if not hub.code:
        return (hub.trouble or _("Asking the hub for a code…"), _("The hub is {url}.").format(url=hub.url))
    minutes = max(1, -(-(hub.until - clock.now()) // MINUTE))
    return (
        _("On a desk: {keys}, “Enrol a screen”, and type this code.").format(keys=key_words("Ctrl+K")),
        _("Or at the hub: main.py screen enrol CODE NAME"),
        ngettext("It changes in {count} minute.", "It changes in {count} minutes.", minutes).format(count=minutes),
    )


class EnrolPlate(QWidget):
    """The cover of one window."""

    def __init__(self, window: WallWindow, theme: WallTheme, hub: EnrolledHub, clock: Clock) -> None:
        super().__init__(window)
        self._window, self._theme, self._hub, self._clock = window, theme, hub, clock
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        window.installEventFilter(self)
        self.renew()

    def renew(self) -> None:
        """Show what is so now, over everything else."""
        says = instructions(self._hub, self._clock)
        spelled = " ".join(self._hub.code)
        self.setAccessibleName(_("This screen is not let in yet"))
        self.setAccessibleDescription(" ".join(part for part in (spelled, *says) if part))
        self.setGeometry(self._window.rect())
        self.show()
        self.raise_()
        self.update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """As large as the window, whatever that becomes."""
        if event.type() is QEvent.Type.Resize:
            self.setGeometry(self._window.rect())
        return super().eventFilter(watched, event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Title, code, what to do."""
        unit = self._window.width() / max(1.0, self._window.logical_size()[0])
        width, height = self.width() / unit, self.height() / unit
        with Canvas(self, scale=unit) as canvas:
            canvas.fill(0, 0, width, height, self._theme.bg)
            self._paint_title(canvas, width, height)
            size = min(LARGEST, (width - 2 * NARROW) / (9 * PITCH), height / 4)
            foot = height * 0.26 + size
            if self._hub.code:
                self._paint_code(canvas, width / 2, foot, size)
            self._paint_words(canvas, width, height, foot + max(64.0, size * 0.5) if self._hub.code else height * 0.4)

    def _paint_title(self, canvas: Canvas, width: float, height: float) -> None:
        size = 44.0 if height >= FAR else 32.0
        title = canvas.fit(_("This screen is not let in yet"), width - 2 * NARROW, size, weight=SEMI_BOLD)
        ink = self._theme.text2
        canvas.text(width / 2, height * 0.2, title, size=size, color=ink, weight=SEMI_BOLD, align="center")

    def _paint_code(self, canvas: Canvas, middle: float, y: float, size: float) -> None:
        """Letter by letter, each in a place of its own, so that none runs into the next."""
        code = self._hub.code
        for place, letter in enumerate(code):
            x = middle + (place - (len(code) - 1) / 2) * size * PITCH
            ink = self._theme.text1 if letter.isalnum() else self._theme.text3
            canvas.text(x, y, letter, size=size, color=ink, weight=BOLD, align="center")

    def _paint_words(self, canvas: Canvas, width: float, height: float, y: float) -> None:
        """Sentence by sentence, as many as there is room for."""
        first, other, edge = (40.0, 32.0, EDGE) if height >= FAR else (28.0, 24.0, NARROW)
        for number, sentence in enumerate(instructions(self._hub, self._clock)):
            size, ink = (other, self._theme.text2) if number else (first, self._theme.text1)
            lines = wrap(sentence, width - 2 * edge, size, scale=canvas.scale)
            if y + (len(lines) - 1) * size * LEADING > height - NARROW / 2:
                return
            for line in lines:
                canvas.text(width / 2, y, line, size=size, color=ink, align="center")
                y += size * LEADING
            y += 12


class Enrolling(QObject):
    """Keeps the covers of one wall, as long as its hub says that this screen is outside."""

    def __init__(
        self,
        hub: EnrolledHub,
        theme: WallTheme,
        *,
        windows: Callable[[], Sequence[WallWindow]],
        clock: Clock | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._hub, self._theme, self._windows = hub, theme, windows
        self._clock = clock or SystemClock()
        self._plates: dict[WallWindow, EnrolPlate] = {}
        self._second = QTimer(self, interval=SECOND)
        self._second.timeout.connect(self.check)
        stop = hub.listen(self.check)
        self.destroyed.connect(stop)
        self.check()

    def check(self) -> None:
        """Cover every window there is now, or none."""
        windows = self._windows() if self._hub.is_outside else ()
        for window in [window for window in self._plates if window not in windows]:
            self._uncover(self._plates.pop(window))
        for window in windows:
            if window in self._plates:
                self._plates[window].renew()
            else:
                self._plates[window] = EnrolPlate(window, self._theme, self._hub, self._clock)
        if self._hub.is_outside:
            self._second.start()
        else:
            self._second.stop()

    def _uncover(self, plate: EnrolPlate) -> None:
        plate.hide()
        plate.setParent(None)
        plate.deleteLater()
