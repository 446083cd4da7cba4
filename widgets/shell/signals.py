"""Ends the station in order when the system asks it to. Known by shell.application; knows Qt.

Qt's loop waits in C and lets no Python signal handler run. A wake-up descriptor that Qt watches does: the handler
runs as soon as the signal comes, and an idle station need not wake up to look.
"""

import signal
import socket
from collections.abc import Callable
from types import FrameType

from PySide6.QtCore import QObject, QSocketNotifier

ENDING = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK") if hasattr(signal, name))


class EndSignals(QObject):
    """Calls `ended` for each ending signal from `install` until `restore`."""

    def __init__(self, ended: Callable[[], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ended = ended
        self._before: dict[int, object] = {}
        self._reader, self._writer = socket.socketpair()
        self._reader.setblocking(False)
        self._writer.setblocking(False)
        self._notifier = QSocketNotifier(self._reader.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._drain)
        self._wakeup_before = -1

    def install(self) -> None:
        """Start listening; only in the main thread."""
        self._wakeup_before = signal.set_wakeup_fd(self._writer.fileno(), warn_on_full_buffer=False)
        for number in ENDING:
            self._before[number] = signal.signal(number, self._handle)

    def restore(self) -> None:
        """Give the signals back to whoever had them."""
        for number, handler in self._before.items():
            signal.signal(number, handler)  # type: ignore[arg-type]  # what signal.signal returned it takes back
        self._before.clear()
        signal.set_wakeup_fd(self._wakeup_before)
        self._notifier.setEnabled(False)
        self._reader.close()
        self._writer.close()

    def _handle(self, _number: int, _frame: FrameType | None) -> None:
        self._ended()

    def _drain(self) -> None:
        try:
            self._reader.recv(64)
        except BlockingIOError:
            return
