"""While no alarm is open the crisis scene says how calm it is, and claims nothing it does not know."""

import pytest
from msgspec.structs import replace

from app.core.clock import MINUTE
from app.wire.feeds import AlarmFeed, HeatFeed, HeatRow, StreamFeed
from tests.fakes.link import NOON, FakeLink
from tests.widgets.wall.calm_day import CALM, calm_rows, fill_calm
from tests.widgets.wall.day import alarm_rows, heat_rows
from tests.widgets.wall.stage import SIZES, make_panel, make_window
from tests.widgets.wall.test_panels import collisions
from widgets.wall.calm import find_calm

START = NOON // MINUTE


def topic(name: str, *cells: int, now: int | None = None) -> HeatRow:
    return HeatRow(len(name), name, "", START, 5, cells, cells[-1] if now is None else now, 9)


def test_calm_is_counted_from_the_end_of_the_last_loud_cell() -> None:
    calm = find_calm([topic("Refunds", 50, 60, 20, 10), topic("Seats", 70, 5, 5, 5)], now=NOON + 20 * MINUTE)
    assert calm is not None
    assert calm.last is not None
    assert (calm.last.name, calm.last.heat, calm.since) == ("Refunds", 60, NOON + 10 * MINUTE)
    assert calm.hottest.name == "Refunds"


def test_where_nothing_was_loud_calm_is_as_long_as_what_is_remembered() -> None:
    calm = find_calm([topic("Refunds", 3, 4, 2)], now=NOON + 15 * MINUTE)
    assert calm is not None
    assert (calm.last, calm.since) == (None, NOON)


def test_a_topic_that_is_loud_now_is_no_calm() -> None:
    calm = find_calm([topic("Refunds", 3, 80)], now=NOON + 7 * MINUTE)
    assert calm is not None
    assert calm.is_loud
    assert calm.since == NOON + 7 * MINUTE


def test_nothing_is_claimed_while_no_heat_is_known() -> None:
    assert find_calm([], now=NOON) is None
    assert find_calm([topic("Refunds", -1, now=-1)], now=NOON) is None


def test_the_calm_is_told_in_words_and_ends_with_the_first_alarm() -> None:
    link = fill_calm(FakeLink())
    window = make_window(link, "crisis", screen="square", paced=False)
    told = {panel.INFO.kind: panel.accessibleDescription() for panel in window.panels}
    assert told["episode"].startswith("All is calm. No topic above 44 since")
    assert told["level"] == "No alarm is open."
    assert {panel.title() for panel in window.panels} >= {"Calm for", "Watched topics", "Posts"}
    link.put(AlarmFeed(), alarm_rows(declared=True))
    for panel in window.panels:
        panel.refresh()
    assert {panel.accessibleName() for panel in window.panels} >= {"Elapsed", "Why", "Driving posts"}
    assert HeatFeed() not in {feed for panel in window.panels for feed in panel.wants()}
    window.close()


def test_a_loud_topic_without_an_alarm_is_named_instead_of_calm() -> None:
    link = fill_calm(FakeLink())
    link.fill(HeatFeed(), heat_rows(CALM))
    panel = make_panel(link, "episode", size=(920, 208))
    assert panel.accessibleDescription().startswith("No alarm is open. Online check-in: heat 81.")
    panel.close()


def test_a_wall_that_is_told_no_heat_says_only_that_no_alarm_is_open() -> None:
    link = fill_calm(FakeLink())
    link.fill(HeatFeed(), {})
    panel = make_panel(link, "episode", size=(920, 208))
    assert panel.accessibleDescription() == "No alarm is open"
    panel.close()


def test_topics_are_watched_with_what_is_usual() -> None:
    panel = make_panel(fill_calm(FakeLink()), "reasons", size=(608, 208))
    first = next(iter(calm_rows(CALM).values()))
    assert panel.accessibleDescription().startswith(f"{first.name}: ")
    assert ", usual " in panel.accessibleDescription()
    panel.close()


def test_without_an_alarm_the_newest_posts_of_all_topics_are_shown() -> None:
    link = fill_calm(FakeLink())
    panel = make_panel(link, "driving", size=(608, 320))
    assert StreamFeed() in panel.wants()
    assert "by reach" not in panel.subtitle()
    panel.close()


@pytest.mark.parametrize("screen", sorted(SIZES))
def test_no_texts_of_a_calm_wall_touch(screen: str) -> None:
    window = make_window(fill_calm(FakeLink()), "crisis", screen=screen)
    for panel in window.panels:
        panel.boxes = []
        panel.refresh()
        assert not collisions(panel.boxes, panel.width_), panel.INFO.kind
    window.close()


def test_where_no_topic_has_any_heat_none_is_called_the_hottest() -> None:
    link = fill_calm(FakeLink())
    link.fill(HeatFeed(), {"1": topic("Refunds", 50, 0, 0), "2": topic("Seats", 0, 0, 0)})
    panel = make_panel(link, "episode", size=(920, 208))
    written = " ".join(box.text for box in panel.boxes or ())
    assert "Last loud" in written
    assert "Hottest" not in written
    panel.close()


def test_posts_that_would_be_cut_are_fewer_and_whole() -> None:
    link = fill_calm(FakeLink())
    feed = StreamFeed()
    rows = dict(link.mirror(feed).rows)
    long = "The queue at the transfer desk has not moved for an hour"
    link.fill(feed, {key: replace(row, text=long) for key, row in rows.items()})
    panel = make_panel(link, "driving", size=(608, 320))
    written = [box.text for box in panel.boxes or ()]
    assert not [text for text in written if text.endswith("…")]
    assert sum(text.startswith("The queue") for text in written) == 2
    panel.close()
