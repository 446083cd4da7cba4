"""Keeps the display awake while this process lives. Known by the front door; knows the operating system and Qt.

Linux: org.freedesktop.ScreenSaver on the session bus (freedesktop.org, Idle Inhibition Service), held until the
connection ends. Windows: SetThreadExecutionState, until the thread ends. macOS: caffeinate, which waits for our end.
Nothing has to be undone, not even after a crash.
"""

import ctypes
import os
import subprocess
import sys
from collections.abc import Callable

import structlog

from app.core.i18n import _

log = structlog.get_logger(__name__)

SERVICE, PATH, INTERFACE = "org.freedesktop.ScreenSaver", "/org/freedesktop/ScreenSaver", "org.freedesktop.ScreenSaver"
CONTINUOUS, SYSTEM, DISPLAY = 0x80000000, 0x1, 0x2
"""ES_CONTINUOUS, ES_SYSTEM_REQUIRED and ES_DISPLAY_REQUIRED of winbase.h."""


def keep_awake() -> bool:
    """Ask the system not to darken the screen; whether it was asked. What cannot be asked is logged, once."""
    ask: Callable[[], bool] = {"win32": _windows, "darwin": _macos}.get(sys.platform, _freedesktop)
    try:
        asked = ask()
    except (OSError, AttributeError, ImportError) as error:
        log.debug("keeping the display awake failed", error=repr(error))
        asked = False
    if not asked:
        log.warning("nothing here keeps the display awake; switch off screen saver and power saving in the system")
    return asked


def _freedesktop() -> bool:
    """Without a session bus, or without anybody behind the name, nobody is asked."""
    from PySide6.QtDBus import QDBusConnection, QDBusMessage

    bus = QDBusConnection.sessionBus()
    if not bus.isConnected() or not bus.interface().isServiceRegistered(SERVICE).value():
        return False
    message = QDBusMessage.createMethodCall(SERVICE, PATH, INTERFACE, "Inhibit")
    message.setArguments(["Fishbowl", _("A wall is shown")])
    bus.asyncCall(message)
    return True


def _windows() -> bool:
    windll = getattr(ctypes, "windll")  # noqa: B009 - exists on Windows only
    return bool(windll.kernel32.SetThreadExecutionState(CONTINUOUS | SYSTEM | DISPLAY))


def _macos() -> bool:
    subprocess.Popen(["/usr/bin/caffeinate", "-d", "-i", "-w", str(os.getpid())], stdin=subprocess.DEVNULL)
    return True
