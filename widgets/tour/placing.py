"""Puts a tour's windows on the monitors there are: guests on the largest, the speaker on another. Known by the tour's
station; knows both windows and shell.screens."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QGuiApplication, QScreen

from widgets.shell.screens import Monitor, Screens
from widgets.tour.audience import Audience
from widgets.tour.speaker import Speaker

SETTLE_MS = 300
"""Plugging one monitor makes several changes; they are taken together."""
SPEAKER_SIZE = (1280, 800)
UNKNOWN_DPI = 100.0
"""Taken for a monitor that does not say its size, so that it can be compared with one that does."""


class Placing(QObject):
    """Keeps both windows where they belong, also when a monitor comes or goes.

    With one monitor the notes are hidden until somebody asks for them: they would cover what the guests see.
    """

    def __init__(
        self,
        app: QGuiApplication,
        *,
        audience: Audience,
        speaker: Speaker,
        size: tuple[int, int] | None,
        notes: bool,
    ) -> None:
        """`size` makes the guests' window an ordinary one; `notes` shows the speaker's also with one monitor."""
        super().__init__(audience)
        self._audience, self._speaker = audience, speaker
        self._notes = notes
        self._screens = Screens(app, self)
        self._settling = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._settling.timeout.connect(self.place)
        speaker.resize(*SPEAKER_SIZE)
        if size is not None:
            audience.resize(*size)
            audience.show()
            speaker.setVisible(notes)
        else:
            self._screens.changed.connect(self._settling.start)
            self.place()
        audience.activateWindow()
        audience.setFocus()

    def place(self) -> None:
        """Share the monitors that are here now."""
        present = shared(self._screens.now())
        if not present:
            return
        guests, *others = present
        self._audience.setScreen(guests)
        self._audience.setGeometry(guests.geometry())
        self._audience.showFullScreen()
        if others:
            self._speaker.setScreen(others[0])
            self._speaker.setGeometry(others[0].availableGeometry())
        self._speaker.setVisible(bool(others) or self._notes)
        self._audience.activateWindow()


def shared(monitors: Sequence[tuple[Monitor, QScreen]]) -> list[QScreen]:
    """The largest monitor first, which is the guests'; of equal ones the leftmost."""
    return [screen for _monitor, screen in sorted(monitors, key=lambda one: -_inches(one[0]))]


def _inches(monitor: Monitor) -> float:
    return monitor.diagonal_inches or monitor.pixels_diagonal / UNKNOWN_DPI
