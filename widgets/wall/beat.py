"""When panels paint: one coalescing timer, panels staggered. Known by the window; knows wall.panel.

A panel that has changed waits for its pace; one is painted in a frame, the longest waiting first, so that a burst of
news never makes one long frame. While nothing waits, nothing ticks but the second.
"""

from time import monotonic

from PySide6.QtCore import QObject, Qt, QTimer

from app.core.clock import SECOND
from app.link.base import Link
from widgets.wall.panel import Panel

TURN_MS = 17
AT_ONCE = 1


class Beat(QObject):
    """The rhythm of one window.

    Attributes:
        paced: False paints every change as soon as its turn comes.
        frames: how many panels were painted.
    """

    def __init__(self, link: Link, *, paced: bool = True, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.paced = paced
        self.frames = 0
        self._link = link
        self._panels: list[Panel] = []
        self._waiting: dict[Panel, float] = {}
        self._painted: dict[Panel, float] = {}
        self._turn = QTimer(self, singleShot=True, timerType=Qt.TimerType.PreciseTimer)
        self._turn.timeout.connect(self.take_turn)
        self._second = QTimer(self, singleShot=True, timerType=Qt.TimerType.PreciseTimer)
        self._second.timeout.connect(self._pass_second)
        self._await_second()

    def add(self, panel: Panel) -> None:
        """Paint this panel whenever it is due."""
        self._panels.append(panel)
        panel.picture_due.connect(lambda urgent, panel=panel: self._ask(panel, urgent=urgent))

    def clear(self) -> None:
        """Forget all panels."""
        self._panels.clear()
        self._waiting.clear()
        self._painted.clear()
        self._turn.stop()

    def stop(self) -> None:
        """Forget all panels and tick no more."""
        self.clear()
        self._second.stop()

    def _ask(self, panel: Panel, *, urgent: bool) -> None:
        if panel not in self._panels:
            return
        pace = panel.INFO.pace if self.paced and not urgent else 0.0
        due = max(monotonic(), self._painted.get(panel, 0.0) + pace)
        self._waiting[panel] = min(due, self._waiting.get(panel, due))
        self._plan()

    def _plan(self) -> None:
        """Let the turn come when the next panel is due, but not sooner than a frame from now."""
        if not self._waiting:
            return
        wait = max(TURN_MS, round((min(self._waiting.values()) - monotonic()) * 1000))
        if not self._turn.isActive() or self._turn.remainingTime() > wait:
            self._turn.start(wait)

    def take_turn(self) -> None:
        """Paint what is due, the longest waiting first."""
        now = monotonic()
        due = sorted(
            (at, number)
            for number, panel in enumerate(self._panels)
            if (at := self._waiting.get(panel, now + 1)) <= now
        )
        for _at, number in due[:AT_ONCE]:
            panel = self._panels[number]
            del self._waiting[panel]
            self._painted[panel] = now
            self.frames += 1
            panel.refresh()
        self._plan()

    def _await_second(self) -> None:
        self._second.start(SECOND - self._link.now() % SECOND + 5)

    def _pass_second(self) -> None:
        for panel in tuple(self._panels):
            if panel.isVisible():
                panel.pass_second()
                panel.describe()
        self._await_second()
