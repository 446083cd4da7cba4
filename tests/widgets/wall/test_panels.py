"""What every panel keeps to, on every screen, in every state."""

import itertools
from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QApplication

from app.core.clock import HOUR, MINUTE, SECOND
from app.link.base import LinkState
from app.wire.feeds import (
    RegionFeed,
    RegionRow,
    StreamFeed,
)
from tests.fakes.link import FakeLink
from tests.pictures.compare import farthest
from tests.widgets.wall.day import fill_day, stream_rows
from tests.widgets.wall.stage import SIZES, all_panels, make_panel, make_window, texts
from widgets.kit.canvas import TextBox
from widgets.wall.freshness import Freshness
from widgets.wall.grid import SMALLEST
from widgets.wall.header import Header
from widgets.wall.panel import Panel
from widgets.wall.registry import panel_kinds
from widgets.wall.scenes import load_scenes

NEAR, EDGE, FOOT = 5, 12, 6


def later(link: FakeLink, milliseconds: int) -> None:
    link.become(LinkState.LOST, reason="The hub cannot be reached.")
    link.advance(milliseconds)


def refused(link: FakeLink) -> None:
    link.become(LinkState.REFUSED, reason="This wall is not known to the hub.")


HEARS = sorted(set(panel_kinds()) - {"clocks", "message", "picture"})
"""Panels that show what the hub says."""
SCENES = sorted(load_scenes(kinds=panel_kinds()))

STATES: dict[str, Callable[[FakeLink], None]] = {
    "fresh": lambda link: None,
    "nearly stale": lambda link: setattr(link, "heard_at", link.clock - 59 * SECOND),
    "stale": lambda link: later(link, 12 * MINUTE),
    "expired": lambda link: later(link, 8 * HOUR),
}


def collisions(boxes: list[TextBox], width: float) -> list[str]:
    """Texts that touch each other or the panel's edge, or are too small."""
    found = [f"small: {box.text}" for box in boxes if box.size < SMALLEST]
    found += [f"edge: {box.text}" for box in boxes if box.left < EDGE or box.right > width - EDGE]
    for one, other in itertools.combinations(boxes, 2):
        beside = one.right + NEAR <= other.left or other.right + NEAR <= one.left
        above = one.baseline + 0.2 * one.size <= other.baseline - 0.72 * other.size
        below = other.baseline + 0.2 * other.size <= one.baseline - 0.72 * one.size
        if not (beside or above or below):
            found.append(f"hit: {one.text} | {other.text}")
    return found


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("screen", SIZES)
@pytest.mark.parametrize("scene", SCENES)
def test_no_text_touches_another_or_the_edge(scene: str, screen: str, state: str) -> None:
    link = fill_day(FakeLink(), declared=scene == "crisis")
    STATES[state](link)
    window = make_window(link, scene, screen=screen)
    for panel in all_panels(window):
        panel.boxes = []
        panel.refresh()
        assert collisions(panel.boxes, panel.width_) == [], panel.INFO.kind
        assert [box.text for box in panel.boxes if box.baseline > panel.height_ - FOOT] == [], panel.INFO.kind
    window.close()


@pytest.mark.parametrize("kind", sorted(panel_kinds()))
def test_every_panel_says_what_it_shows(kind: str) -> None:
    panel = make_panel(fill_day(FakeLink(), declared=True), kind, size=(608, 320))
    assert panel.accessibleName()
    assert len(panel.accessibleDescription()) > 3
    panel.close()


@pytest.mark.parametrize("kind", HEARS)
def test_before_any_data_a_panel_waits_and_says_so_after_three_seconds(kind: str) -> None:
    link = FakeLink()
    panel = make_panel(link, kind, size=(608, 320))
    assert panel.freshness is Freshness.LOADING
    before = [box.text for box in panel.boxes or []]
    assert "Waiting for first data" not in before
    link.advance(3 * SECOND)
    panel.pass_second()
    panel.refresh()
    assert "Waiting for first data" in [box.text for box in panel.boxes or []]
    panel.close()


@pytest.mark.parametrize("kind", HEARS)
def test_a_hub_that_refuses_is_said_in_its_words(kind: str) -> None:
    link = FakeLink()
    refused(link)
    panel = make_panel(link, kind, size=(608, 320))
    said = "Not let in" if panel.TILE else "This wall is not known to the hub."
    assert said in " ".join(texts(panel))
    assert "This wall is not known to the hub." in panel.accessibleDescription()
    panel.close()


@pytest.mark.parametrize("kind", HEARS)
def test_all_heard_and_nothing_there_is_a_sentence(kind: str) -> None:
    link = FakeLink()
    panel = make_panel(link, kind, size=(608, 320))
    for feed in panel.wants():
        link.fill(feed, {})
    panel.refresh()
    assert panel.freshness is Freshness.FRESH
    assert panel.is_empty()
    assert panel.accessibleDescription() == panel.is_empty()
    panel.close()


def test_a_hidden_panel_subscribes_to_nothing() -> None:
    link = fill_day(FakeLink())
    panel = make_panel(link, "driving", size=(608, 320))
    assert len(link.subscribed) == 2
    panel.hide()
    assert link.subscribed == {}
    panel.show()
    assert len(link.subscribed) == 2
    panel.close()
    assert link.subscribed == {}


def test_a_panel_follows_the_crisis_to_its_topic() -> None:
    link = FakeLink()
    panel = make_panel(link, "driving", size=(608, 320))
    assert StreamFeed(topic=11) not in link.subscribed
    fill_day(link, declared=True)
    assert link.subscribed[StreamFeed(topic=11)] == 1
    panel.close()


def test_a_stale_figure_stays_and_an_expired_one_goes() -> None:
    link = fill_day(FakeLink())
    panel = make_panel(link, "kpi", size=(296, 208), figure="first_reply")
    assert "12" in texts(panel)
    later(link, 12 * MINUTE)
    panel.refresh()
    assert "12" in texts(panel)
    assert "12\u00a0min" in texts(panel)
    link.advance(HOUR)
    panel.refresh()
    assert "12" not in texts(panel)
    assert "–" in texts(panel)
    assert "None since 14:32" in texts(panel)
    panel.close()


def test_a_post_that_was_taken_back_asks_to_go_at_once() -> None:
    link = fill_day(FakeLink())
    panel = make_panel(link, "posts", size=(608, 432))
    asked: list[bool] = []
    panel.picture_due.connect(asked.append)
    link.put(StreamFeed(), {}, drop=("1",))
    assert asked == [True]
    panel.refresh()
    assert not any("Third" in text for text in texts(panel))
    panel.close()


def test_a_post_is_not_cut_in_mid_sentence_while_shorter_ones_are_there() -> None:
    link = fill_day(FakeLink())
    rows = stream_rows(link.now())
    first = rows["1"]
    long = {
        "9": type(first)(**{**{f: getattr(first, f) for f in first.__struct_fields__}, "id": 9, "text": "word " * 60})
    }
    link.fill(StreamFeed(), {**rows, **long})
    panel = make_panel(link, "posts", size=(608, 432))
    assert not any("…" in text for text in texts(panel))
    panel.close()


def test_a_panel_that_fails_leaves_the_others_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    def stumble(_self: Panel, _canvas: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(panel_kinds()["heat"], "paint_data", stumble)
    window = make_window(fill_day(FakeLink()))
    heat = next(panel for panel in window.panels if panel.INFO.kind == "heat")
    posts = next(panel for panel in window.panels if panel.INFO.kind == "posts")
    assert heat.accessibleDescription() == "This panel has failed."
    assert "Check-in" in posts.accessibleDescription()
    window.close()


def test_the_age_grows_without_painting_the_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    link = fill_day(FakeLink())
    panel = make_panel(link, "volume", size=(1232, 320))
    painted: list[int] = []
    monkeypatch.setattr(type(panel), "paint_data", lambda *_: painted.append(1))
    before = panel.grab().toImage()
    link.clock += 20 * SECOND
    panel.pass_second()
    after = panel.grab().toImage()
    assert painted == []
    assert before.copy(0, 60, 1232, 260) == after.copy(0, 60, 1232, 260)
    assert before != after
    panel.close()


@pytest.mark.parametrize("screen", ["wide", "tall", "odd"])
def test_a_growing_age_wipes_nothing_that_stands_beside_it(screen: str) -> None:
    link = fill_day(FakeLink())
    window = make_window(link, screen=screen)
    link.clock += 56 * SECOND
    for panel in window.panels:
        panel.pass_second()
        aged = panel.grab().toImage()
        panel.refresh()
        assert farthest(aged, panel.grab().toImage()) <= 16, panel.INFO.kind
    window.close()


def test_red_is_shown_only_for_a_declared_crisis() -> None:
    for declared in (True, False):
        window = make_window(fill_day(FakeLink(), declared=declared), "crisis")
        image = window.grab().toImage()
        reds = sum(image.pixelColor(x, y).name() == "#d6112c" for x in range(0, 1920, 16) for y in range(0, 1080, 16))
        assert (reds > 100) is declared
        window.close()


def test_the_header_drops_its_date_before_its_sentence() -> None:
    window = make_window(fill_day(FakeLink()), screen="medium")
    header = window.findChild(Header)
    assert header is not None
    header.boxes = []
    header.refresh()
    written = [box.text for box in header.boxes]
    assert any("rising" in text for text in written)
    assert "Thu 21 May" not in written
    window.close()
    QApplication.processEvents()


def test_the_sun_moves_on_the_map() -> None:
    link = fill_day(FakeLink())
    panel = make_panel(link, "world", size=(608, 432), night=True)
    before = panel.grab().toImage()
    asked: list[bool] = []
    panel.picture_due.connect(asked.append)
    link.advance(HOUR)
    panel.pass_second()
    panel.refresh()
    assert asked
    assert panel.grab().toImage() != before
    panel.close()


def test_a_word_on_the_rise_shows_a_post_only_when_it_fits_whole() -> None:
    link = fill_day(FakeLink())
    panel = make_panel(link, "rising", size=(608, 320))
    said = texts(panel)
    assert {"boarding pass", "15×", "Two hours in line, the app is down"} <= set(said)
    assert not any("…" in text for text in said)
    panel.close()


def test_the_largest_places_have_their_names_however_many_small_ones_lie_around() -> None:
    link = fill_day(FakeLink())
    small = ("CA", "MX", "PT", "ES", "FR", "IE", "CU", "BS", "GT", "BZ", "HN", "PM", "BM", "SV", "HT", "JM")
    reach = {"US": 900_000, "BR": 250_000, **dict.fromkeys(small, 9_000)}
    rows = {region: RegionRow(region, 50, 10, 30, 10, number) for region, number in reach.items()}
    link.fill(RegionFeed(), rows)
    panel = make_panel(link, "world", size=(1232, 656))
    assert {"United States", "Brazil"} <= set(texts(panel))
    panel.close()
