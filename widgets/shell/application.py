"""Runs a station: one QApplication, one loop for Qt and asyncio, an orderly end. Known by the front door; knows shell,
theme and core.tasks.

qasync's own recipe for quitting ends in RuntimeError; here the loop runs one coroutine that waits for the end, closes
the windows and the tasks, and returns. See resources/help/decisions.
"""

import asyncio
import sys
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

import structlog
from PySide6.QtCore import QLibraryInfo, QLocale, Qt, QTranslator
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget
from qasync import QEventLoop

from app.core.i18n import ENGLISH, language
from app.core.tasks import TaskScope
from widgets.shell.collector import Collector
from widgets.shell.crash import loop_error, write_bugs_down
from widgets.shell.screenshot import save_pictures
from widgets.shell.signals import EndSignals
from widgets.theme.fonts import load_fonts

log = structlog.get_logger(__name__)

Build = Callable[[QApplication, TaskScope], Awaitable[Sequence[QWidget]]]
"""Opens a face's windows and returns them; work it starts belongs to the scope."""


def make_application() -> QApplication:
    """The one QApplication of this process, in Fusion style, with the house's fonts; the present one if there is.

    From here on Python's cycles are reclaimed in this thread only: see the collector.
    """
    present = QApplication.instance()
    if isinstance(present, QApplication):
        return present
    QGuiApplication.setHighDpiScaleFactorRoundingPolicy(Qt.HighDpiScaleFactorRoundingPolicy.PassThrough)
    app = QApplication([sys.argv[0]])
    app.setApplicationName("fishbowl")
    app.setApplicationDisplayName("Fishbowl")
    app.setDesktopFileName("fishbowl")
    app.setStyle("Fusion")
    app.setQuitOnLastWindowClosed(False)
    load_fonts()
    Collector(app)
    return app


def translate_qt(app: QApplication) -> QTranslator | None:
    """Qt's own words, as in a text field's menu, in the interface language; None where Qt has none."""
    translator = QTranslator(app)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if language() == ENGLISH or not translator.load(QLocale(language()), "qtbase", "_", folder):
        return None
    app.installTranslator(translator)
    return translator


def run_station(build: Build, *, screenshot: Path | None = None, after: float = 3.0) -> int:
    """Open what `build` makes and run until the last window is closed or the system asks to end; the exit code.

    With `screenshot` it saves one picture per window after `after` seconds and ends by itself. A FishbowlError that
    `build` raises is passed on, for the front door to say.
    """
    app = make_application()
    translate_qt(app)
    write_bugs_down()
    with asyncio.Runner(loop_factory=lambda: QEventLoop(app)) as runner:
        return runner.run(_live(app, build, screenshot=screenshot, after=after))


async def _live(app: QApplication, build: Build, *, screenshot: Path | None, after: float) -> int:
    """One station's life inside the loop."""
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(loop_error)
    ended = asyncio.Event()
    scope = TaskScope("station")
    signals = EndSignals(ended.set)
    signals.install()
    app.lastWindowClosed.connect(ended.set)
    windows: Sequence[QWidget] = ()
    try:
        windows = await build(app, scope)
        if screenshot is None:
            await ended.wait()
        else:
            await _wait_and_save(windows, ended, file=screenshot, seconds=after)
        return 0
    finally:
        app.lastWindowClosed.disconnect(ended.set)
        for window in windows:
            window.close()
        await scope.close()
        signals.restore()


async def _wait_and_save(windows: Sequence[QWidget], ended: asyncio.Event, *, file: Path, seconds: float) -> None:
    """Let the windows live for a while, unless the station ends first, then save their pictures."""
    try:
        await asyncio.wait_for(ended.wait(), timeout=seconds)
    except TimeoutError:
        for path in save_pictures(windows, file):
            log.info("picture saved", file=str(path))
