import os
from collections.abc import Iterator

import pytest
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from tests.fakes.link import FakeLink
from tests.widgets.wall.day import fill_day
from tests.widgets.wall.stage import make_window
from widgets.wall.heart import BEAT_MS, Eye, Heart, shown_windows
from widgets.watch.pulse import Pulse, decode


class Flat(QWidget):
    """A window of one colour, as a wall looks when its painting is broken."""

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), QColor("#000000"))
        painter.end()


class Seconds:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.at = 1.0

    def __call__(self) -> float:
        return self.at


@pytest.fixture
def pipe() -> Iterator[tuple[int, int]]:
    reader, writer = os.pipe()
    yield reader, writer
    for end in (reader, writer):
        try:
            os.close(end)
        except OSError:
            continue


def heart_on(to: int, *, abandoned: object = lambda: None, ceiling_mb: float = 0.0) -> Heart:
    app = QApplication.instance()
    assert app is not None
    return Heart(to=to, ceiling_mb=ceiling_mb, abandoned=abandoned, parent=app)  # type: ignore[arg-type]


def read(reader: int) -> Pulse:
    pulse = decode(os.read(reader, 65_536).splitlines()[-1])
    assert pulse is not None
    return pulse


def test_a_blank_window_is_blank_for_as_long_as_it_was_seen_so() -> None:
    now, window = Seconds(), Flat()
    window.resize(640, 360)
    window.show()
    QApplication.processEvents()
    eye = Eye(now)
    for _look in range(4):
        eye.look(window)
        now.at += 2.0
    assert eye.blank_s() == 6.0
    window.close()


def test_a_wall_is_not_blank_and_its_minute_changes_its_picture() -> None:
    link, now = fill_day(FakeLink()), Seconds()
    window = make_window(link, paced=False)
    eye = Eye(now)
    before = eye.look(window)
    now.at += 30.0
    assert eye.look(window) == before
    assert (eye.blank_s(), eye.still_s()) == (0.0, 30.0)
    link.advance(60_000)
    for panel in window.findChildren(QWidget):
        if hasattr(panel, "refresh"):
            panel.refresh()
    QApplication.processEvents()
    now.at += 30.0
    assert eye.look(window) != before
    assert eye.still_s() == 0.0
    window.close()


def test_what_was_seen_of_a_window_that_is_gone_counts_no_more() -> None:
    now, window = Seconds(), Flat()
    window.show()
    QApplication.processEvents()
    eye = Eye(now)
    eye.look(window)
    now.at += 60.0
    eye.look(window)
    eye.forget([])
    assert (eye.blank_s(), eye.still_s()) == (0.0, 0.0)
    window.close()


def test_only_windows_that_are_shown_are_looked_at() -> None:
    hidden, shown = QLabel("hidden"), QLabel("shown")
    shown.show()
    QApplication.processEvents()
    assert shown in shown_windows()
    assert hidden not in shown_windows()
    shown.close()


def test_a_heart_beats_by_itself_and_says_how_much_memory_there_is(qtbot: QtBot, pipe: tuple[int, int]) -> None:
    window = make_window(fill_day(FakeLink()))
    heart = heart_on(pipe[1], ceiling_mb=900.0)
    pulse = read(pipe[0])
    assert pulse.picture != 0
    assert pulse.resident_mb > 20
    assert pulse.ceiling_mb == 900.0
    os.set_blocking(pipe[0], False)
    heard: list[Pulse] = []

    def beats() -> bool:
        try:
            heard.append(read(pipe[0]))
        except BlockingIOError:
            return False
        return True

    qtbot.waitUntil(beats, timeout=10 * BEAT_MS)
    heart.deleteLater()
    window.close()


def test_a_wall_whose_watchdog_is_gone_is_told_once(pipe: tuple[int, int]) -> None:
    told: list[bool] = []
    heart = heart_on(pipe[1], abandoned=lambda: told.append(True))
    os.close(pipe[0])
    heart.beat()
    assert told == [True]
    heart.deleteLater()


def test_a_watchdog_that_does_not_read_holds_up_nobody(pipe: tuple[int, int]) -> None:
    heart = heart_on(pipe[1])
    for _beat in range(2000):
        heart.beat()
    heart.deleteLater()
