"""Whether there is a display to open windows on, and what is done without one. Known by front and benches; knows the
environment."""

import os
import sys

PLATFORM = "QT_QPA_PLATFORM"


def go_off_screen_without_display() -> bool:
    """Render off screen from here on if there is no display and nobody chose a platform; whether that was so."""
    if sys.platform in ("win32", "darwin") or os.environ.get(PLATFORM):
        return False
    if os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"):
        return False
    os.environ[PLATFORM] = "offscreen"
    return True


def is_off_screen() -> bool:
    """Whether somebody chose to render off screen."""
    return os.environ.get(PLATFORM, "").startswith("offscreen")
