from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.core.errors import BadInput
from app.wire.feeds import HouseFeed, WallOrderFeed
from tests.fakes.link import FakeLink
from tests.widgets.hotplug import plug, screen
from tests.widgets.wall.day import fill_day
from tests.widgets.wall.stage import make_context
from widgets.wall.options import CityClock, WallOptions
from widgets.wall.registry import panel_kinds
from widgets.wall.scenes import load_scenes
from widgets.wall.station import Wall, open_wall

LEFT, RIGHT, LARGE = screen("W1", 0), screen("W2", 1920), screen("K4", 3840, 3840, 2160)


@pytest.fixture(autouse=True)
def _one_monitor_again() -> Iterator[None]:
    yield
    plug([screen("W1", 0)])
    QApplication.processEvents()


def make_wall(**options: object) -> Wall:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    wall = Wall(app, make_context(fill_day(FakeLink()), **options), load_scenes(kinds=panel_kinds()))
    wall.open()
    QApplication.processEvents()
    return wall


def places(wall: Wall) -> list[tuple[int, int, int, int]]:
    return sorted(window.geometry().getRect() for window in wall.windows.values())  # type: ignore[type-var]


def test_every_monitor_has_its_own_full_screen_window(qtbot: QtBot) -> None:
    plug([LEFT, RIGHT, LARGE])
    wall = make_wall(scale=1.0)
    assert places(wall) == [(0, 0, 1920, 1080), (1920, 0, 1920, 1080), (3840, 0, 3840, 2160)]
    assert all(window.isFullScreen() for window in wall.windows.values())
    wall.close()


def test_a_monitor_that_is_plugged_in_gets_a_window(qtbot: QtBot) -> None:
    plug([LEFT])
    wall = make_wall(scale=1.0)
    plug([LEFT, RIGHT])
    qtbot.waitUntil(lambda: len(wall.windows) == 2)
    assert places(wall)[1] == (1920, 0, 1920, 1080)
    wall.close()


def test_a_lost_monitors_scene_moves_to_the_neighbour_and_back(qtbot: QtBot, tmp_path: Path) -> None:
    plug([LEFT, RIGHT])
    wall = make_wall(scale=1.0, memory=tmp_path / "monitors.json")
    right = next(key for key, window in wall.windows.items() if window.geometry().x() == 1920)
    left = next(key for key in wall.windows if key != right)
    wall.show_on(right, "crisis")
    plug([LEFT])
    qtbot.waitUntil(lambda: len(wall.windows) == 1)
    wall.take_turns()
    assert wall.windows[left].scene.name == "crisis"
    wall.take_turns()
    assert wall.windows[left].scene.name == "overview"
    plug([LEFT, RIGHT])
    qtbot.waitUntil(lambda: len(wall.windows) == 2)
    assert wall.windows[right].scene.name == "crisis"
    wall.take_turns()
    assert wall.windows[left].scene.name == "overview"
    wall.close()


def test_no_feed_outlives_its_monitor(qtbot: QtBot) -> None:
    plug([LEFT, RIGHT])
    wall = make_wall(scale=1.0, scene="overview")
    link = wall.context.link
    assert isinstance(link, FakeLink)
    before = dict(link.subscribed)
    plug([LEFT])
    qtbot.waitUntil(lambda: len(wall.windows) == 1)
    walls = {HouseFeed(): 1, WallOrderFeed(station=link.station): 1}  # whatever monitors there are
    halved = {feed: (count - walls.get(feed, 0)) / 2 for feed, count in before.items()}
    assert {feed: count - walls.get(feed, 0) for feed, count in link.subscribed.items()} == halved
    wall.close()


def test_a_monitor_that_changes_its_resolution_is_laid_out_anew(qtbot: QtBot) -> None:
    plug([LEFT])
    wall = make_wall(scale=1.0)
    plug([screen("W1", 0, 1080, 1920)])
    qtbot.waitUntil(lambda: places(wall) == [(0, 0, 1080, 1920)])
    (window,) = wall.windows.values()
    assert window.logical_size() == (1080, 1920)
    wall.close()


def test_a_wall_remembers_its_scenes_over_a_restart(tmp_path: Path) -> None:
    plug([LEFT])
    first = make_wall(scale=1.0, memory=tmp_path / "monitors.json")
    first.show_on(next(iter(first.windows)), "crisis")
    first.close()
    again = make_wall(scale=1.0, memory=tmp_path / "monitors.json")
    assert [window.scene.name for window in again.windows.values()] == ["crisis"]
    again.close()


def test_every_monitor_says_which_it_is() -> None:
    plug([LEFT, RIGHT])
    wall = make_wall(scale=1.0)
    signs = wall.identify()
    assert [sign.accessibleName() for sign in signs] == ["Screen 1", "Screen 2"]
    assert signs[1].geometry().center().x() > 1920
    for sign in signs:
        sign.close()
    wall.close()


async def test_an_ordinary_window_has_the_size_it_was_given(qapp: QApplication) -> None:
    (window,) = await open_wall(qapp, fill_day(FakeLink()), WallOptions(size=(1280, 720), scene="crisis"))
    assert (window.width(), window.height(), window.isFullScreen()) == (1280, 720, False)
    window.close()


async def test_a_time_zone_that_is_not_there_is_refused(qapp: QApplication) -> None:
    options = WallOptions(size=(1280, 720), clocks=(CityClock("Lisbon", "Europe/Lisboa"),))
    with pytest.raises(BadInput, match="no time zone “Europe/Lisboa”"):
        await open_wall(qapp, FakeLink(), options)


async def test_a_scene_that_is_not_there_is_refused_with_those_that_are(qapp: QApplication) -> None:
    with pytest.raises(BadInput, match=r"no scene “crsis”\. There are: competitors, crisis, overview, service"):
        await open_wall(qapp, FakeLink(), WallOptions(scene="crsis"))
