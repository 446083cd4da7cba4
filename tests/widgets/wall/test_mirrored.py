"""A wall that is read from right to left: everything changes sides, no number and no map changes."""

import pytest
from PySide6.QtGui import QImage

from app.core.clock import SECOND
from app.link.base import LinkState
from tests.fakes.link import FakeLink
from tests.pictures.compare import assert_picture
from tests.widgets.wall.day import fill_day
from tests.widgets.wall.stage import all_panels, make_panel, make_window
from tests.widgets.wall.test_panels import SCENES, collisions
from tests.widgets.wall.test_pictures import shrunk
from widgets.wall.panel import PAD, Panel

ARABIC = "نعمل على حل المشكلة"


def painted(panel: Panel) -> QImage:
    return panel.grab().toImage()


def left_of(panel: Panel, text: str) -> float:
    return next(box.left for box in panel.boxes or () if box.text == text)


@pytest.mark.parametrize("screen", ["wide", "medium", "far", "tall", "square"])
@pytest.mark.parametrize("scene", SCENES)
def test_no_text_touches_another_or_the_edge(scene: str, screen: str) -> None:
    window = make_window(fill_day(FakeLink(), declared=scene == "crisis"), scene, screen=screen, right_to_left=True)
    for panel in all_panels(window):
        panel.boxes = []
        panel.refresh()
        assert collisions(panel.boxes, panel.width_) == [], panel.INFO.kind
    window.close()


@pytest.mark.parametrize("screen", ["wide", "tall", "odd"])
def test_every_panel_lies_where_a_mirror_shows_it(screen: str) -> None:
    link = fill_day(FakeLink())
    plain, mirrored = (make_window(link, screen=screen, right_to_left=to_left) for to_left in (False, True))
    for one, other in zip(all_panels(plain), all_panels(mirrored), strict=True):
        assert one.INFO.kind == other.INFO.kind
        wanted = plain.width() - one.geometry().right() - 1
        assert abs(other.x() - wanted) <= 1
        assert other.y() == one.y()
    plain.close()
    mirrored.close()


def test_the_title_stands_at_the_right_and_the_clock_at_the_left() -> None:
    window = make_window(fill_day(FakeLink()), right_to_left=True)
    header = next(panel for panel in all_panels(window) if panel.INFO.kind == "header")
    header.boxes = []
    header.refresh()
    assert (
        left_of(header, "UTC") < left_of(header, "14:32") < left_of(header, "Norvane Air") < left_of(header, "Overview")
    )
    window.close()


@pytest.mark.parametrize("to_left", [True, False])
def test_each_language_begins_on_its_own_side_on_every_wall(to_left: bool) -> None:
    arabic, english = (
        make_panel(FakeLink(), "message", size=(608, 320), right_to_left=to_left, text=text)
        for text in (ARABIC, "Press room at three")
    )
    assert (arabic.boxes or [])[-1].right == pytest.approx(arabic.width_ - PAD, abs=2)
    assert (english.boxes or [])[-1].left == pytest.approx(PAD, abs=2)
    arabic.close()
    english.close()


def test_an_age_that_grows_is_painted_over_the_age_before() -> None:
    link = fill_day(FakeLink())
    window = make_window(link, right_to_left=True)
    panel = next(panel for panel in window.panels if panel.INFO.kind == "posts")
    before = painted(panel)
    link.become(LinkState.LOST, reason="The hub cannot be reached.")
    link.advance(7 * SECOND)
    panel.pass_second()
    grown = painted(panel)
    assert grown != before
    panel.refresh()
    assert grown == painted(panel)
    window.close()


@pytest.mark.parametrize("scene", ["overview", "crisis", "world", "patterns", "service", "day"])
def test_a_mirrored_wall_looks_as_it_should(scene: str) -> None:
    window = make_window(fill_day(FakeLink(), declared=scene == "crisis"), scene, right_to_left=True)
    assert_picture(shrunk(window), f"wall/mirrored-{scene}")
    window.close()


def test_a_mirrored_message_looks_as_it_should() -> None:
    panel = make_panel(FakeLink(), "message", size=(608, 320), right_to_left=True, title="رسالة", text=ARABIC)
    assert_picture(painted(panel), "wall/mirrored-message")
    panel.close()
