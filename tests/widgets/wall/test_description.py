from collections.abc import Iterator

import pytest
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.wire.feeds import StreamFeed
from tests.fakes.link import FakeLink
from tests.widgets.wall.day import fill_day
from tests.widgets.wall.stage import make_panel, make_window
from widgets.wall.description import LEAST_SECONDS, Description

TWO_SECONDS = 2_000


class Teller:
    """A widget with words of its own, on a clock that is moved by hand."""

    def __init__(self, qtbot: QtBot, *, at_once: bool = False) -> None:
        self.widget = QWidget()
        qtbot.addWidget(self.widget)
        self.now, self.number, self.made = 100.0, 0, 0
        self.description = Description(self.widget, self._words, at_once=at_once, clock=lambda: self.now)

    def change(self) -> str:
        """Something else is shown; returns what a screen reader would be told."""
        self.number += 1
        self.description.renew()
        return self.widget.accessibleDescription()

    def _words(self) -> str:
        self.made += 1
        return f"figure {self.number}"


@pytest.fixture
def listening() -> Iterator[None]:
    QAccessible.setActive(True)
    yield
    QAccessible.setActive(False)


def test_while_nobody_listens_words_are_made_once_a_second(qtbot: QtBot) -> None:
    teller = Teller(qtbot)
    assert teller.change() == "figure 1"
    assert [teller.change() for _change in range(60)][-1] == "figure 1"
    assert teller.made == 1
    teller.now += LEAST_SECONDS
    assert teller.change() == "figure 62"
    assert teller.made == 2


def test_what_is_owed_is_told_when_the_second_passes_and_only_then(qtbot: QtBot) -> None:
    teller = Teller(qtbot)
    teller.change()
    teller.change()
    teller.description.settle()
    assert teller.widget.accessibleDescription() == "figure 2"
    teller.description.settle()
    assert teller.made == 2


@pytest.mark.usefixtures("listening")
def test_a_screen_reader_is_told_every_change_at_once(qtbot: QtBot) -> None:
    teller = Teller(qtbot)
    assert [teller.change() for _change in range(3)] == ["figure 1", "figure 2", "figure 3"]


def test_words_that_grow_old_are_compared_with_those_that_were_painted(qtbot: QtBot) -> None:
    teller = Teller(qtbot, at_once=True)
    teller.change()
    assert teller.change() == "figure 2"
    assert not teller.description.is_outdated()
    teller.number += 1
    assert teller.description.is_outdated()


def test_who_asks_a_panel_hears_what_it_shows_now() -> None:
    link = FakeLink()
    panel = make_panel(link, "posts", size=(608, 432))
    waiting = panel.accessibleDescription()
    link.fill(panel.wants()[0], {})
    panel.refresh()
    assert panel.accessibleDescription() == panel.is_empty() != waiting


def test_what_a_wall_owes_to_a_screen_reader_is_told_with_the_next_second(qtbot: QtBot) -> None:
    link = fill_day(FakeLink())
    window = make_window(link)
    posts = next(panel for panel in window.panels if panel.INFO.kind == "posts")
    posts.refresh()
    link.put(StreamFeed(), {}, drop=tuple(link.mirror(StreamFeed()).rows))
    qtbot.waitUntil(lambda: QWidget.accessibleDescription(posts) == posts.is_empty() != "", timeout=TWO_SECONDS)
    window.close()
