"""`main.py wall --watch`: this process watches, another shows. Known by main.py; knows the watchdog and core.

Imports no Qt and none of the link: it must still stand when the wall has fallen over both.
"""

import argparse
import contextlib
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

from app.core import log
from app.core.disk import made
from app.core.errors import FishbowlError
from app.core.paths import data_dir
from widgets.watch.watchdog import Watchdog

MAIN = Path(__file__).resolve().parents[2] / "main.py"
ENDING = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK") if hasattr(signal, name))


def watch(options: argparse.Namespace, arguments: Sequence[str]) -> int:
    """Keep a wall with these arguments alive until somebody closes it; the exit status."""
    data = data_dir(options.data, demo=options.demo)
    with contextlib.suppress(FishbowlError):
        made(data)  # where that cannot be, the wall itself says so on its screens, and is tried again
    log.set_up(level=options.log or "info", folder=data.logs, name="watch")
    watchdog = Watchdog(wall_command(arguments))
    for number in ENDING:
        signal.signal(number, lambda _number, _frame: watchdog.stop())
    return watchdog.run()


def wall_command(arguments: Sequence[str]) -> list[str]:
    """The same command without the watch."""
    return [sys.executable, str(MAIN), *(argument for argument in arguments if argument != "--watch")]
