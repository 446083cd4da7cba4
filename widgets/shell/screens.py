"""Monitors: which they are, how large, and when they come and go. Known by the wall; knows Qt.

A monitor is known again by maker, model and serial as its EDID says them; two that say the same are told apart by the
connector they hang on.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication, QScreen

LEAST_MM, MOST_MM = 100.0, 6000.0
"""A monitor that claims to be smaller or larger does not know its size."""


@dataclass(frozen=True)
class Monitor:
    """One monitor.

    Attributes:
        key: lasting identity; name: what the system calls the connector, to be shown to people.
        width, height: device pixels; ratio: device pixels per Qt pixel.
        diagonal_inches: 0 where the monitor does not say its size.
        left, top: place on the desktop, in Qt's pixels.
    """

    key: str
    name: str
    width: int
    height: int
    ratio: float
    diagonal_inches: float
    left: int = 0
    top: int = 0

    @property
    def pixels_diagonal(self) -> float:
        return math.hypot(self.width, self.height)


def describe(screen: QScreen) -> Monitor:
    """What the system says about a screen."""
    ratio, area, size = screen.devicePixelRatio(), screen.geometry(), screen.physicalSize()
    diagonal = math.hypot(size.width(), size.height())
    return Monitor(
        key="|".join((screen.manufacturer(), screen.model(), screen.serialNumber() or screen.name())),
        name=screen.name(),
        width=round(area.width() * ratio),
        height=round(area.height() * ratio),
        ratio=ratio,
        diagonal_inches=diagonal / 25.4 if LEAST_MM <= diagonal <= MOST_MM else 0.0,
        left=area.x(),
        top=area.y(),
    )


def neighbour(lost: Monitor, present: Sequence[Monitor]) -> Monitor | None:
    """The monitor nearest to where a lost one was."""
    return min(present, key=lambda other: math.hypot(other.left - lost.left, other.top - lost.top), default=None)


class Screens(QObject):
    """The monitors of this machine, now.

    Signals:
        changed: a monitor came, went or changed; settled, so that one change is told once.
    """

    changed = Signal()

    def __init__(self, app: QGuiApplication, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._app = app
        app.screenAdded.connect(self._added)
        app.screenRemoved.connect(self._removed)
        for screen in app.screens():
            self._watch(screen)

    def now(self) -> list[tuple[Monitor, QScreen]]:
        """The monitors from left to right, then from top to bottom; those that mirror another only once."""
        found: dict[tuple[int, int], tuple[Monitor, QScreen]] = {}
        taken: set[str] = set()
        for screen in self._app.screens():
            monitor = describe(screen)
            if monitor.key in taken:
                monitor = _told_apart(monitor)
            taken.add(monitor.key)
            found.setdefault((monitor.left, monitor.top), (monitor, screen))
        return [found[place] for place in sorted(found)]

    def _watch(self, screen: QScreen) -> None:
        screen.geometryChanged.connect(self._tell)
        screen.physicalDotsPerInchChanged.connect(self._tell)

    def _added(self, screen: QScreen) -> None:
        self._watch(screen)
        self.changed.emit()

    def _removed(self, _screen: QScreen) -> None:
        self.changed.emit()

    def _tell(self, *_what: object) -> None:
        self.changed.emit()


def _told_apart(monitor: Monitor) -> Monitor:
    return Monitor(**{**monitor.__dict__, "key": f"{monitor.key}|{monitor.name}"})
