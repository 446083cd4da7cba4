"""Real processes: small ones that beat like a wall and then go wrong, and one real wall."""

import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import pytest

from widgets.watch.pulse import Pulse
from widgets.watch.verdict import Limits
from widgets.watch.watchdog import Watchdog

ROOT = Path(__file__).parents[3]
SECONDS = 60.0
"""How long a test waits for what must come; never so long unless it fails."""
QUICK = Limits(start=20.0, silence=1.0, blank=3.0, still=60.0, ending=5.0, waits=(0.0,))
BEATS = """
import os, sys, time
from widgets.watch.pulse import Pulse, encode

def beat(**said):
    sys.stdout.buffer.write(encode(Pulse(frame=os.getpid(), **said)))
    sys.stdout.buffer.flush()

beat()
"""
LIVE_ON = "while True:\n    time.sleep(0.1)\n    beat()\n"


class Kennel:
    """A watchdog at work in a thread, and what it hears; a beat's frame is its process's number."""

    def __init__(self, command: list[str], limits: Limits) -> None:
        self.pulses: queue.Queue[Pulse] = queue.Queue()
        self.watchdog = Watchdog(command, limits=limits, told=self.pulses.put)
        self.status: int | None = None
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def next_life(self, after: int = 0) -> Pulse:
        """The first beat of a process other than `after`."""
        while (pulse := self.pulses.get(timeout=SECONDS)).frame == after:
            pass
        return pulse

    def close(self) -> None:
        self.watchdog.stop()
        self._thread.join(SECONDS)
        assert not self._thread.is_alive()

    def _run(self) -> None:
        self.status = self.watchdog.run()


@contextmanager
def watched(body: str, limits: Limits = QUICK) -> Iterator[Kennel]:
    """A process with this body, watched."""
    kennel = Kennel([sys.executable, "-c", BEATS + body], limits)
    try:
        yield kennel
    finally:
        kennel.close()


@pytest.fixture(autouse=True)
def _from_the_root(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(ROOT))


def is_gone(number: int) -> bool:
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return True
    return False


def test_a_killed_wall_is_started_again() -> None:
    with watched(LIVE_ON) as kennel:
        first = kennel.next_life()
        os.kill(first.frame, signal.SIGKILL)
        assert kennel.next_life(after=first.frame).frame != first.frame


def test_a_frozen_wall_is_killed_and_started_again() -> None:
    with watched(LIVE_ON) as kennel:
        first = kennel.next_life()
        os.kill(first.frame, signal.SIGSTOP)
        kennel.next_life(after=first.frame)
        assert is_gone(first.frame)


@pytest.mark.parametrize(
    "said", ["blank_s=9.0", "still_s=90.0", "resident_mb=200.0, ceiling_mb=100.0"], ids=["blank", "still", "memory"]
)
def test_a_wall_that_says_it_is_unwell_is_ended_in_order_and_started_again(said: str, tmp_path: Path) -> None:
    ended = tmp_path / "ended"
    body = (
        f"""
import signal
def end(*_):
    open({str(ended)!r}, "a").close()
    sys.exit(0)
signal.signal(signal.SIGTERM, end)
beat({said})
"""
        + LIVE_ON
    )
    with watched(body) as kennel:
        first = kennel.next_life()
        kennel.next_life(after=first.frame)
        assert ended.exists()


REAL = """
import sys, time
from PySide6.QtCore import QTimer
from tests.fakes.link import FakeLink
from tests.widgets.wall.day import fill_day
from tests.widgets.wall.stage import make_window
from widgets.shell.application import make_application
from widgets.wall.heart import Heart

app = make_application()
window = make_window(fill_day(FakeLink()), screen="medium")
heart = Heart(to=sys.stdout.fileno(), ceiling_mb=0, abandoned=app.quit, parent=app)
"""
"""A real wall with a real heart."""


def second_wall(kennel: Kennel) -> Pulse:
    """The first beat of the second wall that has a picture; the first was ended."""
    while kennel.watchdog.lives < 2:
        kennel.pulses.get(timeout=SECONDS)
    while (pulse := kennel.pulses.get(timeout=SECONDS)).picture == 0 or pulse.blank_s > 0:
        pass
    return pulse


@pytest.fixture
def _offscreen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")


@pytest.mark.usefixtures("_offscreen")
def test_a_real_wall_whose_loop_hangs_is_brought_back(tmp_path: Path) -> None:
    hung = tmp_path / "hung"
    body = f"""
from pathlib import Path
from threading import Event

def hang():
    hung = Path({str(hung)!r})
    if not hung.exists():
        hung.touch()
        Event().wait()

QTimer.singleShot(2000, hang)
app.exec()
"""
    with watched(REAL + body, Limits(start=SECONDS, silence=10.0, waits=(0.0,))) as kennel:
        assert second_wall(kennel).picture != 0
        assert hung.exists()


@pytest.mark.usefixtures("_offscreen")
def test_a_real_wall_whose_picture_goes_black_is_brought_back(tmp_path: Path) -> None:
    black = tmp_path / "black"
    body = f"""
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QWidget

def go_black():
    black = Path({str(black)!r})
    if not black.exists():
        black.touch()
        cover = QWidget(window, autoFillBackground=True)
        cover.setPalette(QPalette(Qt.GlobalColor.black))
        cover.setGeometry(window.rect())
        cover.show()

QTimer.singleShot(2000, go_black)
app.exec()
"""
    with watched(REAL + body, Limits(start=SECONDS, silence=SECONDS, blank=3.0, waits=(0.0,))) as kennel:
        assert second_wall(kennel).blank_s == 0
        assert black.exists()


def test_a_wall_that_does_not_end_in_order_is_killed() -> None:
    body = "import signal\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\nbeat(blank_s=9.0)\n" + LIVE_ON
    with watched(body, Limits(start=20.0, silence=5.0, ending=0.2, waits=(0.0,))) as kennel:
        first = kennel.next_life()
        kennel.next_life(after=first.frame)
        assert is_gone(first.frame)


def test_a_wall_that_dies_at_once_is_tried_for_ever() -> None:
    with watched("sys.exit(2)") as kennel:
        seen = {kennel.next_life().frame for _time in range(5)}
        assert len(seen) > 1
        assert kennel.status is None


def test_a_wall_that_a_person_closed_stays_closed() -> None:
    with watched("sys.exit(0)") as kennel:
        kennel.next_life()
    assert kennel.status == 0
    assert kennel.watchdog.lives == 1


def test_the_end_of_the_watch_is_the_end_of_the_wall() -> None:
    with watched(LIVE_ON) as kennel:
        first = kennel.next_life()
    assert is_gone(first.frame)
    assert kennel.status == 0


def test_the_watch_needs_no_qt() -> None:
    source = "import sys; import widgets.watch.front; print([name for name in sys.modules if 'PySide' in name])"
    done = subprocess.run([sys.executable, "-c", source], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_wall_that_cannot_start_still_beats_and_shows_a_picture(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    command = [sys.executable, str(ROOT / "main.py"), "wall", "--size", "1280x720", "--data", str(tmp_path)]
    kennel = Kennel([*command, "--hub", "http://127.0.0.1:9", "--token-file", str(tmp_path / "none")], Limits())
    try:
        while (pulse := kennel.pulses.get(timeout=SECONDS)).picture == 0:
            pass
        assert pulse.blank_s == 0
        assert pulse.resident_mb > 30
    finally:
        kennel.close()


def test_the_command_line_watches_a_real_wall_and_brings_it_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    arguments = ["wall", "--watch", "--size", "1280x720", "--data", str(tmp_path), "--hub", "http://127.0.0.1:9"]
    monkeypatch.setenv("FISHBOWL_TOKEN", "none")
    watch = subprocess.Popen([sys.executable, str(ROOT / "main.py"), *arguments], stderr=subprocess.PIPE, text=True)
    assert watch.stderr is not None
    try:
        first, second = (_started(watch.stderr, kill=number == 0) for number in range(2))
        assert first != second
    finally:
        watch.terminate()
        watch.communicate(timeout=SECONDS)
    assert watch.returncode == 0
    assert is_gone(second)


def _started(lines: IO[str], *, kill: bool) -> int:
    """The number of the next wall that is said to have started; killed if wanted."""
    said = next(line for line in lines if "wall started" in line)
    number = int(said.rsplit("pid=", 1)[1])
    if kill:
        os.kill(number, signal.SIGKILL)
    return number
