"""The panels of heat: by topic, by hour of the week, by part of the world."""

import itertools

from app.core.clock import MINUTE
from app.wire.feeds import (
    HeatFeed,
    HeatRow,
    HourHeatFeed,
    HourHeatRow,
)
from tests.fakes.link import FakeLink
from tests.widgets.wall.day import fill_day, heat_rows
from tests.widgets.wall.stage import make_panel, texts


def with_heat(row: HeatRow, now: int) -> HeatRow:
    return HeatRow(row.topic, row.name, row.region, row.start, row.step, row.cells, now, row.posts)


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


def test_headings_of_regions_have_air_between_them() -> None:
    panel = make_panel(fill_day(FakeLink(), declared=True), "regions", size=(608, 320))
    names = [box for box in panel.boxes or [] if box.text in {"Americas", "Europe", "Gulf", "Asia"}]
    assert len(names) == 4
    assert all(other.left - one.right >= 15 for one, other in itertools.pairwise(sorted(names, key=lambda b: b.left)))
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
