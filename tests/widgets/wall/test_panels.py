"""What every panel keeps to, on every screen, in every state."""

import itertools
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.core.clock import DAY, HOUR, MINUTE, SECOND
from app.link.base import LinkState
from app.wire.feeds import (
    HeatFeed,
    HeatRow,
    HourHeatFeed,
    HourHeatRow,
    HouseFeed,
    HouseRow,
    KpiFeed,
    KpiRow,
    OnShiftFeed,
    OnShiftRow,
    RegionFeed,
    RegionRow,
    StreamFeed,
    TopicFeed,
    VolumeFeed,
)
from tests.fakes.link import NOON, FakeLink
from tests.pictures.compare import farthest
from tests.widgets.wall.day import fill_day, heat_rows, stream_rows
from tests.widgets.wall.stage import SIZES, all_panels, make_panel, make_window
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


def test_no_number_is_ever_cut() -> None:
    link = fill_day(FakeLink())
    later(link, 12 * MINUTE)
    panel = make_panel(link, "kpi", size=(296, 208), figure="first_reply")
    assert "Target 15" in texts(panel)
    assert not [text for text in texts(panel) if "…" in text]
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


def test_rows_of_the_heat_map_keep_their_order_for_five_minutes() -> None:
    link = fill_day(FakeLink())
    panel = make_panel(link, "heat", size=(1232, 320))
    first = panel.accessibleDescription().index("Online check-in")
    rows = heat_rows(link.now())
    cooled = {
        key: type(row)(
            row.topic, row.name, row.region, row.start, row.step, row.cells, 1 if key == "10" else row.now, 5
        )
        for key, row in rows.items()
    }
    link.fill(HeatFeed(), cooled)
    panel.refresh()
    assert panel.accessibleDescription().index("Online check-in") == first
    link.advance(5 * MINUTE)
    panel.refresh()
    assert panel.accessibleDescription().index("Online check-in") > first
    panel.close()


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


def texts(panel: Panel) -> list[str]:
    return [box.text for box in panel.boxes or []]


def with_heat(row: HeatRow, now: int) -> HeatRow:
    return HeatRow(row.topic, row.name, row.region, row.start, row.step, row.cells, now, row.posts)


def test_an_order_found_while_nothing_was_hot_gives_way_at_once() -> None:
    link = fill_day(FakeLink())
    rows = heat_rows(link.now())
    link.fill(HeatFeed(), {key: with_heat(row, 0) for key, row in rows.items()})
    panel = make_panel(link, "heat", size=(1232, 320))
    assert panel.accessibleDescription().startswith("Heat from 0 to 100, hottest first: App, website 0")
    link.fill(HeatFeed(), rows)
    panel.refresh()
    assert panel.accessibleDescription().startswith("Heat from 0 to 100, hottest first: Online check-in 81")
    panel.close()


def test_the_names_of_the_heat_map_are_whole() -> None:
    link = fill_day(FakeLink())
    rows = heat_rows(link.now())
    named = {key: with_heat(row, 99 - int(key)) for key, row in rows.items()}
    link.fill(HeatFeed(), named)
    panel = make_panel(link, "heat", size=(1232, 320))
    assert {"Online check-in", "App, website", "Flight delays"} <= set(texts(panel))
    panel.close()


def test_a_share_of_voice_is_of_brands_and_competitors_only() -> None:
    panel = make_panel(fill_day(FakeLink()), "voice", size=(1076, 432))
    shares = [int(text) for text in texts(panel) if text.isdigit() and len(text) == 2]
    assert sum(shares) in {99, 100, 101}
    assert panel.accessibleDescription().startswith("Alder Airways 41 %")
    panel.close()


def test_a_brand_that_is_no_longer_followed_is_let_go() -> None:
    link = fill_day(FakeLink())
    panel = make_panel(link, "rivals", size=(1076, 432))
    brands = {feed.topic for feed in link.subscribed if isinstance(feed, VolumeFeed)}
    assert brands == {21, 22, 23}
    link.put(TopicFeed(), {}, drop=("23",))
    assert {feed.topic for feed in link.subscribed if isinstance(feed, VolumeFeed)} == {21, 22}
    panel.close()


def test_tile_and_line_of_net_sentiment_tell_one_number_and_their_range() -> None:
    link = fill_day(FakeLink())
    tile = make_panel(link, "kpi", size=(296, 208), figure="net_sentiment")
    line = make_panel(link, "sentiment", size=(1232, 320))
    narrow = make_panel(link, "sentiment", size=(608, 320))
    for panel in (tile, line, narrow):
        said = [text.replace("\u00a0", " ") for text in texts(panel)]
        assert {"−18", "±4"} <= set(said)
        assert any("60 min" in text for text in said)
        panel.close()


@pytest.mark.parametrize(("value", "margin"), [(-100, 12), (-18, 4), (100, 100)])
def test_a_number_and_its_unit_stay_within_their_tile(value: float, margin: float) -> None:
    link = fill_day(FakeLink())
    link.put(KpiFeed(), {"net_sentiment": KpiRow(name="net_sentiment", value=value, margin=margin, sample=40)})
    panel = make_panel(link, "kpi", size=(296, 208), figure="net_sentiment")
    assert f"±{round(margin)}" in texts(panel)
    assert max(box.right for box in panel.boxes or []) <= 296 - 20
    panel.close()


def test_a_long_reason_of_a_hold_stays_within_its_panel() -> None:
    link = fill_day(FakeLink())
    reason = "A statement is being agreed with the authorities of three countries"
    held = HouseRow(organisation="Norvane Air", demo=False, hold=reason, hold_since=NOON, held=12)
    link.fill(HouseFeed(), {"house": held})
    panel = make_panel(link, "hold", size=(608, 208))
    assert collisions(panel.boxes or [], panel.width_) == []
    assert any(text.startswith("A statement is being") for text in texts(panel))
    panel.close()


def test_a_line_of_one_topic_has_its_own_number() -> None:
    link = fill_day(FakeLink())
    panel = make_panel(link, "sentiment", size=(1232, 320), topic=21, step=30)
    assert KpiFeed() not in panel.wants()
    assert "−18" not in texts(panel)
    panel.close()


def test_headings_of_regions_have_air_between_them() -> None:
    panel = make_panel(fill_day(FakeLink(), declared=True), "regions", size=(608, 320))
    names = [box for box in panel.boxes or [] if box.text in {"Americas", "Europe", "Gulf", "Asia"}]
    assert len(names) == 4
    assert all(other.left - one.right >= 15 for one, other in itertools.pairwise(sorted(names, key=lambda b: b.left)))
    panel.close()


def test_a_hold_on_all_sending_is_said_before_anything_else() -> None:
    link = fill_day(FakeLink())
    held = HouseRow(organisation="Norvane Air", demo=False, hold="Storm", hold_since=NOON, held=12)
    link.fill(HouseFeed(), {"house": held})
    panel = make_panel(link, "queue", size=(608, 320))
    assert texts(panel).index("All sending") < texts(panel).index("First reply")
    assert {"held", "since 12:00"} <= set(texts(panel))
    panel.close()


def test_a_broken_connector_is_named_first_and_in_words() -> None:
    link = fill_day(FakeLink())
    panel = make_panel(link, "connectors", size=(608, 432))
    assert texts(panel)[1:4] == ["7 of 8 connected", "late, 12\u00a0min", "News"]
    panel.close()


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


def test_a_picture_is_shown_whole_and_read_again_when_it_changes(tmp_path: Path) -> None:
    file = tmp_path / "plan.png"
    panel = make_panel(FakeLink(), "picture", size=(608, 320), file=str(file), says="The seat plan")
    assert panel.accessibleDescription() == "There is no file plan.png"
    drawn = QImage(400, 100, QImage.Format.Format_RGB32)
    drawn.fill(QColor("#4FD1C5"))
    assert drawn.save(str(file))
    panel.refresh()
    assert panel.accessibleDescription() == "The seat plan"
    shown = panel.grab().toImage()
    assert [shown.pixelColor(x, 180).name() for x in (26, 304, 582)] == ["#4fd1c5"] * 3
    file.write_bytes(b"not a picture at all")
    panel.refresh()
    assert panel.accessibleDescription().startswith("plan.png cannot be shown:")
    panel.close()


def test_clocks_say_who_is_on_shift_while_the_hub_is_there() -> None:
    link = FakeLink()
    panel = make_panel(link, "clocks", size=(608, 208))
    assert (panel.accessibleName(), panel.subtitle()) == ("Local time", "")
    link.fill(OnShiftFeed(), {"desks": OnShiftRow(here=6, busy=1, away=2)})
    panel.refresh()
    assert "On shift" in texts(panel)
    assert (panel.accessibleName(), panel.subtitle()) == ("On shift", "9 at their desks, 1 busy, 2 away")
    assert panel.summary().endswith("Singapore 20:00, 9 at their desks, 1 busy, 2 away")
    link.fill(OnShiftFeed(), {"desks": OnShiftRow(here=0)})
    assert panel.subtitle() == "nobody at a desk"
    link.become(LinkState.LOST)
    panel.refresh()
    assert "Local time" in texts(panel)
    assert panel.subtitle() == ""
    panel.close()


def test_connectors_for_which_there_is_no_room_are_counted() -> None:
    panel = make_panel(fill_day(FakeLink()), "connectors", size=(608, 320))
    said = texts(panel)
    assert said.index("News") < said.index("Bluesky")
    assert "and 5 more, all connected" in said
    panel.close()


def test_the_community_panel_says_how_often_others_answer_first() -> None:
    link = fill_day(FakeLink())
    panel = make_panel(link, "community", size=(608, 432))
    assert "community answers first" not in texts(panel)
    first = KpiRow(name="community_first", value=38, margin=4, sample=412, range_minutes=28 * 1440)
    link.put(KpiFeed(), {"community_first": first})
    panel.refresh()
    assert {"38", "%", "community answers first"} <= set(texts(panel))
    assert "The community answers 38 % of questions first." in panel.accessibleDescription()
    panel.close()


def test_of_a_young_house_the_known_hours_of_the_week_are_counted() -> None:
    link = fill_day(FakeLink())
    panel = make_panel(link, "heat_hours", size=(1232, 432))
    assert panel.subtitle() == "4 weeks, UTC"
    cells = tuple(3 if 72 <= hour < 103 else -1 for hour in range(168))
    link.fill(HourHeatFeed(), {"0": HourHeatRow(0, "All posts", cells, 31)})
    panel.refresh()
    assert "31 of 168 hours of the week heard so far, UTC" in texts(panel)
    assert "31 of 168 hours of the week are known so far." in panel.accessibleDescription()
    panel.close()


def test_a_quote_is_the_days_own_and_changes_at_midnight(qtbot: QtBot) -> None:
    link = FakeLink()
    lines = ["Listen first", "Answer kindly", "Thank them"]
    panel = make_panel(link, "message", size=(608, 320), lines=lines)
    assert panel.title() == "Quote of the day"
    today = panel.summary()
    with qtbot.assertNotEmitted(panel.picture_due):
        panel.pass_second()
    link.advance(DAY)
    with qtbot.waitSignal(panel.picture_due):
        panel.pass_second()
    assert [today, panel.summary()] == [lines[link.now() // DAY % 3 - 1], lines[link.now() // DAY % 3]]


def test_a_message_is_as_large_as_it_fits_and_never_loses_its_end_unseen() -> None:
    short = make_panel(FakeLink(), "message", size=(608, 320), text="Back at ten")
    long = make_panel(FakeLink(), "message", size=(608, 320), text="word " * 300)
    assert max(box.size for box in short.boxes or []) == 72
    assert max(box.size for box in (long.boxes or [])[1:]) == 28
    assert texts(long)[-1].endswith("…")
    for panel in (short, long):
        panel.close()


def test_countries_are_taken_together_to_parts_of_the_world_as_hot_as_their_hottest() -> None:
    link = fill_day(FakeLink())
    heat = {"PT": 20, "DE": 70, "BR": 5, "US": 31, "SG": 12, "Atlantis": 3}
    rows = {f"11/{region}": HeatRow(11, "Baggage", region, 0, 5, (now,), now, 9) for region, now in heat.items()}
    link.fill(HeatFeed(by="region"), rows)
    panel = make_panel(link, "regions", size=(920, 320))
    assert panel.accessibleDescription() == "Baggage: Americas 31, Europe 70, Asia 12, Atlantis 3."
    panel.close()


def test_where_not_all_parts_of_the_world_fit_the_hottest_are_shown_from_west_to_east() -> None:
    link = fill_day(FakeLink())
    heat = {"BR": 5, "PT": 20, "ZA": 1, "AE": 90, "SG": 12, "AU": 2}
    rows = {
        f"11/{region}": HeatRow(11, "Online check-in", region, 0, 5, (now,), now, 9) for region, now in heat.items()
    }
    link.fill(HeatFeed(by="region"), rows)
    panel = make_panel(link, "regions", size=(608, 320))
    assert panel.accessibleDescription() == "Online check-in: Americas 5, Europe 20, Gulf 90, Asia 12."
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


def test_a_heat_that_is_not_known_is_a_dash_and_never_among_the_hottest() -> None:
    link = fill_day(FakeLink())
    rows = heat_rows(link.now())
    link.fill(HeatFeed(), {key: with_heat(row, -1) if key == "10" else row for key, row in rows.items()})
    heat, hottest = (make_panel(link, kind, size=(1232, 320)) for kind in ("heat", "hottest"))
    unknown = rows["10"].name
    assert f"{unknown} –" in heat.summary()
    assert unknown not in hottest.summary()
    heat.close()
    hottest.close()
