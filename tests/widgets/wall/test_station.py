from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.core.clock import HOUR, MINUTE, SECOND
from app.core.errors import BadInput
from app.wire.feeds import AlarmFeed, HouseFeed, WallOrderFeed
from tests.fakes.link import FakeLink
from tests.widgets.hotplug import plug, screen
from tests.widgets.wall.day import alarm_rows, fill_day
from tests.widgets.wall.stage import make_context
from widgets.wall.fade import Fade
from widgets.wall.header import Header
from widgets.wall.library import Library
from widgets.wall.options import CityClock, WallOptions
from widgets.wall.registry import panel_kinds
from widgets.wall.station import Wall, open_wall
from widgets.wall.strip import Strip
from widgets.wall.window import WallWindow

MINE = """name = "overview"
title = "Mine"

[[panel]]
kind = "posts"
at = { wide = [1, 1, 8, 4] }
"""
LEFT, RIGHT, LARGE = screen("W1", 0), screen("W2", 1920), screen("K4", 3840, 3840, 2160)


def make_wall(*, scenes: Path | None = None, link: FakeLink | None = None, **options: object) -> Wall:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    library = Library(kinds=panel_kinds(), more=scenes)
    wall = Wall(app, make_context(link or fill_day(FakeLink()), **options), library)
    wall.open()
    QApplication.processEvents()
    return wall


def places(wall: Wall) -> list[tuple[int, int, int, int]]:
    found = [window.geometry() for window in wall.windows.values()]
    return sorted((place.x(), place.y(), place.width(), place.height()) for place in found)


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


def close_wall_of(window: QWidget, app: QApplication) -> None:
    """A wall whose window alone is closed would go on telling the hub in other tests' time."""
    next(wall for wall in app.findChildren(Wall) if window in wall.windows.values()).close()


async def test_an_ordinary_window_has_the_size_it_was_given(qapp: QApplication) -> None:
    (window,) = await open_wall(qapp, fill_day(FakeLink()), WallOptions(size=(1280, 720), scene="crisis"))
    assert (window.width(), window.height(), window.isFullScreen()) == (1280, 720, False)
    close_wall_of(window, qapp)


async def test_a_time_zone_that_is_not_there_is_refused(qapp: QApplication) -> None:
    options = WallOptions(size=(1280, 720), clocks=(CityClock("Lisbon", "Europe/Lisboa"),))
    with pytest.raises(BadInput, match="no time zone “Europe/Lisboa”"):
        await open_wall(qapp, FakeLink(), options)


async def test_a_scene_that_is_not_there_is_refused_with_those_that_are(qapp: QApplication) -> None:
    with pytest.raises(
        BadInput, match=r"no scene “crsis”\. There are: competitors, crisis, day, overview, patterns, service"
    ):
        await open_wall(qapp, FakeLink(), WallOptions(scene="crsis"))


TURNS = """transition = "cut"

[[show]]
screens = [1]
scenes = [{ scene = "overview", seconds = 20 }, { scene = "world", seconds = 10 }]

[[show]]
screens = [2]
scenes = [{ scene = "voice", seconds = 60 }]
"""


def shown(wall: Wall) -> list[str]:
    windows = sorted(wall.windows.values(), key=lambda window: window.geometry().x())
    return [window.scene.name for window in windows]


def pass_seconds(wall: Wall, seconds: int) -> None:
    link = wall.context.link
    assert isinstance(link, FakeLink)
    link.advance(seconds * SECOND)
    wall.keep_time()


def at_start_of_minute() -> FakeLink:
    link = fill_day(FakeLink())
    link.clock = link.heard_at = link.clock // MINUTE * MINUTE
    return link


def test_screens_turn_as_the_playlist_says(tmp_path: Path) -> None:
    plug([LEFT, RIGHT])
    (tmp_path / "playlist.toml").write_text(TURNS, encoding="utf-8")
    wall = make_wall(scenes=tmp_path, link=at_start_of_minute(), scale=1.0)
    assert shown(wall) == ["overview", "voice"]
    pass_seconds(wall, 20)
    assert shown(wall) == ["world", "voice"]
    pass_seconds(wall, 10)
    assert shown(wall) == ["overview", "voice"]
    wall.close()


def test_a_lost_screens_turns_are_taken_over_by_its_neighbour(qtbot: QtBot, tmp_path: Path) -> None:
    plug([LEFT, RIGHT])
    (tmp_path / "playlist.toml").write_text(TURNS, encoding="utf-8")
    wall = make_wall(scenes=tmp_path, link=at_start_of_minute(), scale=1.0)
    plug([RIGHT])
    qtbot.waitUntil(lambda: len(wall.windows) == 1)
    seen = set()
    for _second in range(90):
        pass_seconds(wall, 1)
        seen |= set(shown(wall))
    assert seen == {"overview", "world", "voice"}
    wall.close()


def test_outside_opening_hours_a_wall_rests_until_a_crisis_is_declared(tmp_path: Path) -> None:
    (tmp_path / "playlist.toml").write_text('[[hours]]\nfrom = "06:00"\nto = "14:00"\n', encoding="utf-8")
    link = fill_day(FakeLink())
    wall = make_wall(scenes=tmp_path, link=link, scale=1.0)
    (window,) = wall.windows.values()
    assert window.is_neutral
    link.fill(AlarmFeed(), alarm_rows(declared=True))
    wall.keep_time()
    assert (window.is_neutral, window.scene.name) == (False, "crisis")
    link.fill(AlarmFeed(), alarm_rows())
    wall.keep_time()
    assert window.is_neutral
    link.advance(16 * HOUR)
    wall.keep_time()
    assert not window.is_neutral
    wall.close()


def test_at_night_texts_are_quieter_until_the_morning(tmp_path: Path) -> None:
    (tmp_path / "playlist.toml").write_text('[[night]]\nfrom = "22:00"\nto = "06:00"\n', encoding="utf-8")
    wall = make_wall(scenes=tmp_path, link=fill_day(FakeLink()), scale=1.0)
    (window,) = wall.windows.values()
    day = window.context.theme
    seen = []
    for _part in range(3):
        seen.append(window.panels[0].theme.text1.lightness() < day.text1.lightness())
        pass_seconds(wall, 8 * 3600)
    assert seen == [False, True, False]
    assert window.context.theme is day
    wall.close()


def test_a_changed_scene_is_shown_and_a_broken_one_is_named_on_the_strip(qtbot: QtBot, tmp_path: Path) -> None:
    mine = tmp_path / "mine.toml"
    mine.write_text(MINE, encoding="utf-8")
    wall = make_wall(scenes=tmp_path, size=(1920, 1080))
    window = wall.windows["window"]
    assert [panel.INFO.kind for panel in window.panels] == ["posts"]
    mine.write_text(MINE.replace('"posts"', '"volume"'), encoding="utf-8")
    qtbot.waitUntil(lambda: [panel.INFO.kind for panel in window.panels] == ["volume"])
    mine.write_text(MINE.replace('"posts"', '"cats"'), encoding="utf-8")
    strip = window.findChild(Strip)
    assert strip is not None

    def is_said() -> bool:
        strip.pass_second()
        strip.refresh()
        return "Scenes mine.toml, line 5" in strip.accessibleDescription()

    qtbot.waitUntil(is_said)
    assert [panel.INFO.kind for panel in window.panels] == ["volume"]
    mine.write_text(MINE, encoding="utf-8")
    qtbot.waitUntil(lambda: wall.context.notices.scenes == "")
    wall.close()


def test_a_wall_has_one_clock_and_it_is_at_the_right(tmp_path: Path) -> None:
    plug([LEFT, RIGHT])
    wall = make_wall(scale=1.0)
    windows = sorted(wall.windows.values(), key=lambda window: window.geometry().x())
    headers = [window.findChild(Header) for window in windows]
    assert [header.options["clock"] for header in headers if header is not None] == [False, True]
    wall.close()


def test_a_scene_may_span_several_screens(tmp_path: Path) -> None:
    plug([LEFT, RIGHT])
    spanning = MINE + '\n[[panel]]\nkind = "heat"\nscreen = 2\nat = { wide = [1, 1, 8, 4] }\n'
    (tmp_path / "mine.toml").write_text(spanning, encoding="utf-8")
    wall = make_wall(scenes=tmp_path, scale=1.0, scene="overview")
    windows = sorted(wall.windows.values(), key=lambda window: window.geometry().x())
    assert [[panel.INFO.kind for panel in window.panels] for window in windows] == [["posts"], ["heat"]]
    wall.close()


def test_a_scene_dissolves_into_the_next_and_nothing_is_left_over_it(qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "playlist.toml").write_text(TURNS.replace('"cut"', '"fade"'), encoding="utf-8")
    wall = make_wall(scenes=tmp_path, link=at_start_of_minute(), scale=1.0)
    (window,) = wall.windows.values()
    pass_seconds(wall, 20)
    assert window.findChild(Fade) is not None
    qtbot.waitUntil(lambda: window.findChild(Fade) is None)
    assert window.scene.name == "world"
    wall.close()


def test_reduced_motion_cuts(tmp_path: Path) -> None:
    (tmp_path / "playlist.toml").write_text(TURNS.replace('"cut"', '"fade"'), encoding="utf-8")
    wall = make_wall(scenes=tmp_path, link=at_start_of_minute(), scale=1.0, reduced_motion=True)
    (window,) = wall.windows.values()
    pass_seconds(wall, 20)
    assert (window.scene.name, window.findChild(Fade)) == ("world", None)
    wall.close()


async def test_an_ordinary_window_of_many_pixels_is_as_legible_as_the_screen_it_stands_for(qapp: QApplication) -> None:
    options = WallOptions(size=(3840, 2160), diagonal_inches=75, distance_m=3)
    (window,) = await open_wall(qapp, fill_day(FakeLink()), options)
    assert isinstance(window, WallWindow)
    assert window.logical_size() == (1920, 1080)
    close_wall_of(window, qapp)
