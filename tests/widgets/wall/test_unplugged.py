"""A monitor that is unplugged while the wall is taken over: nobody's word is lost, and nothing is left over."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.domain.walls import Verb, WallOrder
from app.wire.feeds import AlarmFeed, HouseFeed, HouseRow, WallOrderFeed
from tests.fakes.link import FakeLink
from tests.widgets.hotplug import plug, screen
from tests.widgets.wall.day import alarm_rows, fill_day
from tests.widgets.wall.stage import make_context
from widgets.wall.library import Library
from widgets.wall.plate import Plate
from widgets.wall.registry import panel_kinds
from widgets.wall.station import Wall
from widgets.wall.window import WallWindow

LEFT, RIGHT = screen("W1", 0), screen("W2", 1920)
PATIENCE = 60_000
"""How long a test waits for what must come (ms); never so long unless it fails."""


@pytest.fixture
def link() -> FakeLink:
    link = fill_day(FakeLink())
    link.fill(WallOrderFeed(station=link.station), {})
    return link


@pytest.fixture
def wall(link: FakeLink) -> Iterator[Wall]:
    """A wall on two monitors."""
    plug([LEFT, RIGHT])
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    made = Wall(app, make_context(link, scale=1.0), Library(kinds=panel_kinds()))
    made.open()
    QApplication.processEvents()
    yield made
    made.close()
    assert link.subscribed == {}


def unplug(wall: Wall, qtbot: QtBot) -> None:
    plug([LEFT])
    qtbot.waitUntil(lambda: len(wall.windows) == 1, timeout=PATIENCE)


def plug_again(wall: Wall, qtbot: QtBot) -> None:
    plug([LEFT, RIGHT])
    qtbot.waitUntil(lambda: len(wall.windows) == 2, timeout=PATIENCE)


def scenes(wall: Wall) -> list[str]:
    return [window.scene.name for window in wall.windows.values()]


def said(window: WallWindow) -> str:
    plate = window.findChild(Plate)
    return plate.accessibleName() if plate is not None and plate.isVisible() else ""


def tell(link: FakeLink, *, verb: Verb, scene: str = "", text: str = "") -> None:
    order = WallOrder(id=1, target="all", verb=verb, by="Rosa", since=link.now(), until=0, scene=scene, text=text)
    link.put(WallOrderFeed(station=link.station), {"1": order})


def test_a_crisis_stays_on_what_is_left_and_comes_back_with_the_monitor(
    wall: Wall, link: FakeLink, qtbot: QtBot
) -> None:
    link.put(AlarmFeed(), alarm_rows(declared=True))
    before = scenes(wall)
    assert "crisis" in before
    unplug(wall, qtbot)
    assert scenes(wall) == ["crisis"]
    plug_again(wall, qtbot)
    assert sorted(scenes(wall)) == sorted(before)
    unplug(wall, qtbot)
    link.put(AlarmFeed(), {}, drop=("2",))
    assert scenes(wall) == ["overview"]


def test_a_message_stays_and_covers_the_monitor_that_comes_back(wall: Wall, link: FakeLink, qtbot: QtBot) -> None:
    tell(link, verb=Verb.MESSAGE, text="Press room at three")
    assert all("Press room at three" in said(window) for window in wall.windows.values())
    unplug(wall, qtbot)
    assert [window for window in wall.windows.values() if "Press room at three" not in said(window)] == []
    plug_again(wall, qtbot)
    assert all("Press room at three" in said(window) for window in wall.windows.values())
    link.put(WallOrderFeed(station=link.station), {}, drop=("1",))
    assert [said(window) for window in wall.windows.values()] == ["", ""]


def test_a_pinned_scene_is_released_on_a_monitor_that_was_away(wall: Wall, link: FakeLink, qtbot: QtBot) -> None:
    tell(link, verb=Verb.PIN, scene="world")
    assert set(scenes(wall)) == {"world"}
    unplug(wall, qtbot)
    assert scenes(wall) == ["world"]
    link.put(WallOrderFeed(station=link.station), {}, drop=("1",))
    plug_again(wall, qtbot)
    assert "world" not in scenes(wall)


def test_a_monitor_that_comes_back_during_the_panic_scene_is_neutral_from_its_first_picture(
    wall: Wall, link: FakeLink, qtbot: QtBot
) -> None:
    unplug(wall, qtbot)
    link.put(HouseFeed(), {"house": HouseRow(organisation="Norvane Air", demo=False, panic=True)})
    plug_again(wall, qtbot)
    assert all(window.is_neutral and window.panels == [] for window in wall.windows.values())
