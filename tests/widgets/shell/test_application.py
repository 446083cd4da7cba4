"""A station's life and end, in a process of its own: there is one application per process."""

import os
import signal
import subprocess
import sys
from pathlib import Path

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from app.core.i18n import use_languages
from widgets.shell.application import make_application, translate_qt

ROOT = Path(__file__).parents[3]
BUILD = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLabel, QWidget
from app.core.errors import BadInput
from widgets.shell.application import run_station

def window(text):
    label = QLabel(text)
    label.resize(320, 120)
    label.show()
    return label
"""


def run(build: str, call: str = "run_station(build)") -> subprocess.Popen[str]:
    """Start a station whose `build` is this source."""
    source = f"{BUILD}\n{build}\nsys.exit({call})\n"
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(
        [sys.executable, "-c", source],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def test_a_screenshot_is_one_picture_per_window_and_the_station_ends_well(tmp_path: Path) -> None:
    build = "async def build(app, scope):\n    return [window('one'), window('two')]"
    station = run(build, f"run_station(build, screenshot=Path({str(tmp_path / 'a.png')!r}), after=0.05)")
    output, _errors = station.communicate(timeout=30)
    assert station.returncode == 0, output
    assert [QImage(str(tmp_path / name)).width() for name in ("a.png", "a-2.png")] == [320, 320]


def test_closing_the_last_window_ends_the_station() -> None:
    build = """
async def build(app, scope):
    only = window('one')
    QTimer.singleShot(50, only.close)
    return [only]
"""
    station = run(build)
    output, _errors = station.communicate(timeout=30)
    assert station.returncode == 0, output


def test_a_signal_ends_an_idle_station_in_order() -> None:
    build = """
import asyncio
async def work():
    try:
        await asyncio.Event().wait()
    finally:
        print("work ended", flush=True)
async def build(app, scope):
    scope.spawn("work", work())
    QTimer.singleShot(0, lambda: print("ready", flush=True))
    return [window('one')]
"""
    station = run(build)
    assert station.stdout is not None
    assert next(line for line in station.stdout if "ready" in line)
    station.send_signal(signal.SIGTERM)
    output, _errors = station.communicate(timeout=30)
    assert station.returncode == 0
    assert "work ended" in output


def test_an_error_in_a_slot_is_written_down_and_the_station_lives_on(tmp_path: Path) -> None:
    build = """
async def build(app, scope):
    only = window('one')
    QTimer.singleShot(0, lambda: 1 / 0)
    return [only]
"""
    station = run(build, f"run_station(build, screenshot=Path({str(tmp_path / 'a.png')!r}), after=0.3)")
    output, _errors = station.communicate(timeout=30)
    assert station.returncode == 0
    assert "ZeroDivisionError" in output
    assert (tmp_path / "a.png").exists()


def test_what_a_user_can_mend_is_passed_on() -> None:
    build = """
async def build(app, scope):
    raise BadInput("There is no scene of that name.")

def front_door():
    try:
        return run_station(build)
    except BadInput as error:
        print("said:", error.message)
        return 2
"""
    station = run(build, "front_door()")
    output, _errors = station.communicate(timeout=30)
    assert station.returncode == 2
    assert "said: There is no scene of that name." in output
    assert "Traceback" not in output


def test_qt_s_own_words_are_german_too() -> None:
    app = make_application()
    use_languages(["de"])
    translator = translate_qt(app)
    try:
        assert translator is not None
        assert QApplication.translate("QWidgetTextControl", "&Copy") == "&Kopieren"
    finally:
        app.removeTranslator(translator)
        use_languages([])


def test_qt_speaks_english_where_it_was_never_translated() -> None:
    use_languages(["xx"])
    try:
        assert translate_qt(make_application()) is None
    finally:
        use_languages([])
