from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.wire.feeds import AlarmFeed, HouseFeed, HouseRow
from tests.fakes.link import FakeLink
from tests.widgets.hotplug import plug, screen
from tests.widgets.wall.day import alarm_rows, fill_day
from tests.widgets.wall.stage import make_context, make_window
from widgets.wall.library import Library
from widgets.wall.registry import panel_kinds
from widgets.wall.scenes import load_scenes
from widgets.wall.station import Wall


def make_wall(link: FakeLink, **options: object) -> Wall:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    wall = Wall(app, make_context(link, **{"size": (1920, 1080), **options}), Library(kinds=panel_kinds()))
    wall.open()
    return wall


def shown(wall: Wall) -> str:
    return next(iter(wall.windows.values())).scene.name


def test_a_declared_crisis_takes_a_screen_and_gives_it_back() -> None:
    link = fill_day(FakeLink())
    wall = make_wall(link)
    assert shown(wall) == "overview"
    link.put(AlarmFeed(), alarm_rows(declared=True))
    assert shown(wall) == "crisis"
    link.put(AlarmFeed(), {}, drop=("2",))
    assert shown(wall) == "overview"
    wall.close()


def test_a_wall_that_starts_during_a_crisis_shows_it() -> None:
    wall = make_wall(fill_day(FakeLink(), declared=True))
    assert shown(wall) == "crisis"
    wall.close()


def test_a_wall_whose_scene_is_fixed_stays_as_it_is() -> None:
    link = fill_day(FakeLink())
    wall = make_wall(link, scene="overview")
    link.put(AlarmFeed(), alarm_rows(declared=True))
    assert shown(wall) == "overview"
    wall.close()


def test_no_feed_outlives_the_wall() -> None:
    link = fill_day(FakeLink())
    make_wall(link).close()
    assert link.subscribed == {}


def test_the_neutral_scene_replaces_whatever_is_shown_and_shows_nothing_of_anybody() -> None:
    link = fill_day(FakeLink())
    window = make_window(link)
    link.put(HouseFeed(), {"house": HouseRow(organisation="Norvane Air", demo=False, panic=True)})
    assert window.is_neutral
    assert window.panels == []
    assert set(link.subscribed) == {HouseFeed()}
    window.show_scene(load_scenes(kinds=panel_kinds())["crisis"])
    assert window.panels == []
    link.put(HouseFeed(), {"house": HouseRow(organisation="Norvane Air", demo=False)})
    assert window.panels != []
    window.close()


def test_a_wall_that_was_off_comes_back_neutral() -> None:
    link = fill_day(FakeLink())
    link.fill(HouseFeed(), {"house": HouseRow(organisation="Norvane Air", demo=False, panic=True)})
    window = make_window(link)
    assert window.is_neutral
    assert window.panels == []
    window.close()


LEFT, RIGHT = screen("W1", 0), screen("W2", 1920)


@pytest.fixture
def two_monitors() -> Iterator[None]:
    plug([LEFT, RIGHT])
    yield
    plug([LEFT])
    QApplication.processEvents()


def all_shown(wall: Wall) -> list[str]:
    return [window.scene.name for window in sorted(wall.windows.values(), key=lambda window: window.number)]


@pytest.mark.usefixtures("two_monitors")
@pytest.mark.parametrize(
    ("takes", "during"),
    [("all", ["crisis", "crisis"]), ("first", ["crisis", "overview"]), ("none", ["overview", "overview"])],
)
def test_a_declared_crisis_takes_the_screens_that_the_owner_wants(takes: str, during: list[str]) -> None:
    link = fill_day(FakeLink())
    wall = make_wall(link, size=None, crisis_takes=takes)
    link.put(AlarmFeed(), alarm_rows(declared=True))
    assert all_shown(wall) == during
    link.put(AlarmFeed(), {}, drop=("2",))
    assert all_shown(wall) == ["overview", "overview"]
    wall.close()


@pytest.mark.usefixtures("two_monitors")
def test_a_monitor_that_goes_and_comes_during_a_crisis_shows_it_and_has_its_own_scene_afterwards(qtbot: QtBot) -> None:
    link = fill_day(FakeLink())
    wall = make_wall(link, size=None)
    wall.show_on(next(key for key, window in wall.windows.items() if window.number == 2), "world")
    link.put(AlarmFeed(), alarm_rows(declared=True))
    plug([LEFT])
    qtbot.waitUntil(lambda: len(wall.windows) == 1)
    assert all_shown(wall) == ["crisis"]
    plug([LEFT, RIGHT])
    qtbot.waitUntil(lambda: len(wall.windows) == 2)
    assert all_shown(wall) == ["crisis", "crisis"]
    link.put(AlarmFeed(), {}, drop=("2",))
    assert all_shown(wall) == ["overview", "world"]
    wall.close()
