"""Beats once a second while Qt's loop turns, and looks at the wall's own picture. Known by the front door; knows
watch.pulse.

What is sampled is what the screen shows, where the system lets a program read it; elsewhere (Wayland) what the window
paints. One window is sampled every other second, in turn.
"""

import os
import sys
import time
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QWidget

from widgets.wall.window import WallWindow
from widgets.watch.memory import resident_mb
from widgets.watch.pulse import Pulse, encode

BEAT_MS = 1000
SAMPLE_EVERY = 2
"""In beats."""
STRIDE = 4
"""Every fourth pixel of every fourth line is looked at; the clock's figures are ten times as large."""


@dataclass
class Seen:
    """What was seen of one window: its fingerprint, when it was looked at last, since when it was the same, and since
    when it had one colour."""

    picture: int
    at: float
    since: float
    blank_since: float | None


class Eye:
    """Looks at windows.

    Args:
        now: seconds of a clock that only grows.
    """

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._seen: dict[QWidget, Seen] = {}

    def look(self, window: QWidget) -> int:
        """Sample a window; its fingerprint."""
        pixels = sample(window)
        picture = zlib.crc32(pixels.tobytes())
        before, now = self._seen.get(window), self._now()
        blank = bool((pixels == pixels.flat[0]).all())
        since = before.since if before is not None and before.picture == picture else now
        blank_since = (before.blank_since if before is not None else None) or now if blank else None
        self._seen[window] = Seen(picture, now, since, blank_since)
        return picture

    def forget(self, but: Sequence[QWidget]) -> None:
        """Keep only what was seen of these windows."""
        self._seen = {window: seen for window, seen in self._seen.items() if window in but}

    def blank_s(self) -> float:
        """How long the window has been blank that is so the longest."""
        return max((seen.at - seen.blank_since for seen in self._seen.values() if seen.blank_since), default=0.0)

    def still_s(self) -> float:
        """How long the picture has been the same that is so the longest."""
        return max((seen.at - seen.since for seen in self._seen.values()), default=0.0)


def sample(window: QWidget) -> NDArray[np.uint32]:
    """Some of the pixels that are shown, rows × columns, RGB."""
    shown = window.screen().grabWindow(window.winId()) if window.isWindow() else None
    image = (window.grab() if shown is None or shown.isNull() else shown).toImage()
    image = image.convertToFormat(QImage.Format.Format_RGB32)
    pixels: NDArray[np.uint32] = np.frombuffer(image.constBits(), dtype=np.uint32)
    return pixels.reshape(image.height(), image.width())[::STRIDE, ::STRIDE].copy()


class Heart(QObject):
    """Writes pulses to a pipe.

    Args:
        to: file descriptor of the pipe.
        ceiling_mb: more memory than that is too much; 0 for no limit.
        abandoned: called once when nobody hears any more.
    """

    def __init__(self, *, to: int, ceiling_mb: float, abandoned: Callable[[], None], parent: QObject) -> None:
        super().__init__(parent)
        self._to = to
        self._ceiling_mb = ceiling_mb
        self._abandoned = abandoned
        self._eye = Eye()
        self._beats = 0
        self._picture = 0
        if hasattr(os, "set_blocking"):
            os.set_blocking(to, False)
        self._timer = QTimer(self, interval=BEAT_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self.beat)
        self._timer.start()
        self.beat()

    def beat(self) -> None:
        """One beat; a pipe that is full is left alone, one that nobody reads any more ends the wall."""
        windows = shown_windows()
        self._eye.forget(windows)
        if windows and self._beats % SAMPLE_EVERY == 0:
            self._picture = self._eye.look(windows[self._beats // SAMPLE_EVERY % len(windows)])
        self._beats += 1
        frames = sum(window.beat.frames for window in windows if isinstance(window, WallWindow))
        pulse = Pulse(
            frame=frames,
            picture=self._picture,
            blank_s=self._eye.blank_s(),
            still_s=self._eye.still_s(),
            resident_mb=resident_mb(),
            ceiling_mb=self._ceiling_mb,
        )
        try:
            os.write(self._to, encode(pulse))
        except BlockingIOError:
            return
        except OSError:
            self._timer.stop()
            self._abandoned()


def shown_windows() -> list[QWidget]:
    """The windows that a person can see now."""
    return [
        window
        for window in QApplication.topLevelWidgets()
        if window.isVisible() and (handle := window.windowHandle()) is not None and handle.isExposed()
    ]


def beating(app: QApplication, *, ceiling_mb: float) -> Heart:
    """A heart on standard output; without a watchdog the wall closes, so that there are never two."""
    return Heart(to=sys.stdout.fileno(), ceiling_mb=ceiling_mb, abandoned=app.closeAllWindows, parent=app)
