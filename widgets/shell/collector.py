"""Reclaims what Python's reference counts leave behind, in Qt's thread. Known by the application; knows Python.

A widget and its slots refer to each other, so it is the cycle collector that ends them, and Python runs that in
whichever thread happens to allocate: a resolver of host names has ended a window, its timers went on, and the process
died of them. Widgets may only die in their own thread (https://doc.qt.io/qt-6/threads-qobject.html).
"""

import gc
import time

from PySide6.QtCore import QObject, QTimer

EVERY_MS = 100
"""As often as this is looked whether there is something to reclaim; more seldom makes each time longer."""
WHOLE_EVERY_SECONDS = 60.0
"""The whole memory is walked through at most this often: it takes tens of milliseconds."""


MIDDLE_AFTER = 4
"""So many short times make a middle one; after Python's own ten it takes 7 ms in a list that is scrolled."""
SETTLED_MS = 3_000
"""So long after a face has opened its windows what they are made of is here."""


def settle() -> None:
    """What is here now stays: collections need not walk through it from now on. Takes up to 60 ms, once."""
    gc.collect()
    gc.freeze()


class Collector(QObject):
    """Takes the place of Python's own collections from now on; as often as Python would begin one.

    Attributes:
        timer: when it looks.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.disable()
        self._whole_at = time.monotonic()
        self.timer = QTimer(self, interval=EVERY_MS)
        self.timer.timeout.connect(self.collect_due)
        self.timer.start()

    def collect_due(self) -> None:
        """Reclaim the generations that are due."""
        counts, limits = gc.get_count(), gc.get_threshold()
        if counts[0] <= limits[0]:
            return
        if counts[1] < MIDDLE_AFTER:
            gc.collect(0)
        elif counts[2] <= limits[2] or time.monotonic() < self._whole_at + WHOLE_EVERY_SECONDS:
            gc.collect(1)
        else:
            gc.collect()
            self._whole_at = time.monotonic()
