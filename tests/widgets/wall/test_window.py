from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.link.base import LinkState
from app.wire.feeds import HouseFeed
from tests.fakes.link import FakeLink
from tests.widgets.wall.day import fill_day
from tests.widgets.wall.stage import all_panels, make_window
from widgets.wall.registry import panel_kinds
from widgets.wall.scenes import load_scenes
from widgets.wall.strip import Strip


def test_closing_a_wall_lets_go_of_every_feed() -> None:
    link = fill_day(FakeLink())
    window = make_window(link)
    assert link.subscribed
    window.close()
    assert link.subscribed == {}


def test_another_scene_keeps_only_its_own_feeds() -> None:
    link = fill_day(FakeLink(), declared=True)
    window = make_window(link)
    window.show_scene(load_scenes(kinds=panel_kinds())["crisis"])
    QApplication.processEvents()
    wanted = {feed for panel in all_panels(window) for feed in panel.wants()} | {HouseFeed()}
    assert set(link.subscribed) == wanted
    window.close()


def test_a_screen_of_another_shape_has_another_arrangement() -> None:
    window = make_window(fill_day(FakeLink()))
    wide = [panel.INFO.kind for panel in window.panels]
    window.resize(1080, 1920)
    QApplication.processEvents()
    assert "clocks" in wide
    assert "clocks" not in [panel.INFO.kind for panel in window.panels]
    window.close()


def test_panels_lie_within_the_window_and_do_not_overlap() -> None:
    window = make_window(fill_day(FakeLink()))
    areas = [panel.geometry() for panel in all_panels(window)]
    assert all(window.rect().contains(area) for area in areas)
    assert not any(one.intersects(other) for n, one in enumerate(areas) for other in areas[:n])
    window.close()


def test_escape_ends_an_ordinary_window_and_not_a_full_screen(qtbot: QtBot) -> None:
    window = make_window(fill_day(FakeLink()))
    with qtbot.waitSignal(window.end_requested, timeout=500):
        qtbot.keyClick(window, Qt.Key.Key_Escape)
    window.showFullScreen()
    with qtbot.assertNotEmitted(window.end_requested):
        qtbot.keyClick(window, Qt.Key.Key_Escape)
    with qtbot.waitSignal(window.end_requested, timeout=500):
        qtbot.keyClick(window, Qt.Key.Key_Q, Qt.KeyboardModifier.ControlModifier)
    window.close()


def test_nothing_in_a_wall_takes_the_keyboard_or_shows_a_pointer() -> None:
    window = make_window(fill_day(FakeLink()))
    assert all(panel.focusPolicy() is Qt.FocusPolicy.NoFocus for panel in all_panels(window))
    assert window.cursor().shape() is Qt.CursorShape.BlankCursor
    window.close()


def test_a_lost_hub_is_named_in_the_strip_at_once(qtbot: QtBot) -> None:
    link = fill_day(FakeLink())
    window = make_window(link, paced=False)
    strip = window.findChild(Strip)
    assert strip is not None
    link.become(LinkState.LOST, reason="The hub cannot be reached.")
    qtbot.waitUntil(lambda: "Hub out of reach since 14:32" in strip.accessibleDescription())
    window.close()


def test_the_canvas_never_stands_still_and_never_goes_far() -> None:
    window = make_window(fill_day(FakeLink()))
    places = set()
    for _step in range(48):
        window.shift_on()
        places.add((window.stage.x(), window.stage.y()))
    assert len(places) > 8
    assert all(abs(x) <= 4 and abs(y) <= 4 for x, y in places)
    window.close()


def test_a_screen_reader_finds_every_panel_by_name() -> None:
    window = make_window(fill_day(FakeLink()))
    names: list[str] = []

    def walk(node: QAccessibleInterface) -> None:
        names.append(node.text(QAccessible.Text.Name))
        for number in range(node.childCount()):
            child = node.child(number)
            if child is not None:
                walk(child)

    walk(QAccessible.queryAccessibleInterface(window))
    assert {"Mentions per minute", "Net sentiment", "Crisis heat", "Posts", "Connectors"} <= set(names)
    window.close()


def test_a_wall_that_never_heard_its_hub_says_why_on_every_large_panel(qtbot: QtBot) -> None:
    link = FakeLink()
    window = make_window(link)
    link.become(LinkState.LOST, reason="Nobody answers at hub.example.")
    large = [panel for panel in all_panels(window) if panel.INFO.kind in {"volume", "posts", "heat", "strip"}]
    said = "Nobody answers at hub.example."
    qtbot.waitUntil(lambda: all(said in panel.accessibleDescription() for panel in large))
    window.close()
