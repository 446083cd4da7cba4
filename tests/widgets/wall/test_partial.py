"""A count that lacks one of its sources stays, and says what it lacks."""

import pytest
from msgspec.structs import replace
from pytestqt.qtbot import QtBot

from app.core.clock import DAY, HOUR, MINUTE, SECOND
from app.domain.account import Health, HealthState
from app.wire.feeds import HealthFeed, HouseFeed, HouseRow
from tests.fakes.link import FakeLink
from tests.widgets.wall.day import NOW, fill_day, health_rows
from tests.widgets.wall.stage import make_panel
from tests.widgets.wall.stage import texts as said_by
from tests.widgets.wall.test_panels import collisions
from widgets.wall.hearing import source_names
from widgets.wall.partial import Lack, lack_of, with_lack
from widgets.wall.registry import panel_kinds
from widgets.wall.words import Words

WORDS = Words()
FEED = HealthFeed()


def rows(**states: HealthState) -> dict[str, Health]:
    """The eight connectors, some of them in another state for half an hour."""
    found = health_rows(NOW, late="")
    return {
        key: replace(row, state=states[row.title], since=NOW - 30 * MINUTE) if row.title in states else row
        for key, row in found.items()
    }


def lack(**states: HealthState) -> Lack:
    return lack_of(rows(**states).values(), WORDS, now=NOW)


def test_all_that_speak_lack_nothing() -> None:
    assert lack() == Lack()
    assert lack(News=HealthState.LATE, X=HealthState.STARTING) == Lack()
    assert lack_of((), WORDS, now=NOW) == Lack()


def test_a_dead_source_is_named_with_since_when() -> None:
    found = lack(Bluesky=HealthState.DOWN)
    assert found.words == ("without Bluesky since 14:02", "without Bluesky", "without 1 of 8 sources", "partial")
    assert found.sentence == "Partial: without Bluesky since 14:02."


def test_two_are_named_and_three_are_counted() -> None:
    assert lack(X=HealthState.SIGN_IN, Bluesky=HealthState.DOWN).words[1] == "without Bluesky and X"
    many = lack(X=HealthState.DOWN, Bluesky=HealthState.DOWN, Reddit=HealthState.DOWN)
    assert many.words == ("without 3 of 8 sources", "partial")


def test_a_source_that_still_tells_the_past_is_named_unless_another_is_dead() -> None:
    late = {key: replace(row, catching_up=row.title == "Reddit") for key, row in rows().items()}
    assert lack_of(late.values(), WORDS, now=NOW).words == (
        "Reddit is catching up",
        "1 source is catching up",
        "catching up",
    )
    both = {key: replace(row, catching_up=True) for key, row in rows().items()}
    assert lack_of(both.values(), WORDS, now=NOW).words == ("8 sources are catching up", "catching up")
    dead = {key: replace(row, catching_up=True) for key, row in rows(X=HealthState.DOWN).items()}
    assert lack_of(dead.values(), WORDS, now=NOW).words[1] == "without X"


def test_a_source_that_a_person_paused_says_who_for_a_day() -> None:
    accounts = [
        replace(row, paused_by="Ana") if row.state is HealthState.OFF else row
        for row in rows(Reddit=HealthState.OFF).values()
    ]
    assert lack_of(accounts, WORDS, now=NOW).words[0] == "Reddit paused by Ana at 14:02"
    assert lack_of(accounts, WORDS, now=NOW + DAY) == Lack()


def test_a_source_that_was_never_on_is_not_missed() -> None:
    assert lack(Reddit=HealthState.OFF) == Lack()


def test_where_none_speaks_that_is_said_instead() -> None:
    accounts = [replace(row, state=HealthState.DOWN, since=NOW - HOUR) for row in health_rows(NOW).values()]
    assert lack_of(accounts, WORDS, now=NOW).words[0] == "nothing is heard since 13:32"


def test_accounts_that_share_a_title_are_told_apart_by_their_networks() -> None:
    def account(number: int, network: str, title: str = "Norvane Air") -> Health:
        return Health(account_id=number, network=network, title=title)

    told = source_names([account(1, "x"), account(2, "stackexchange"), account(3, "x"), account(4, "feed", "Press")])
    assert told == {1: "X Norvane Air", 2: "Stack Exchange", 3: "X Norvane Air", 4: "Press"}


def test_a_context_loses_its_own_clauses_before_what_is_missing() -> None:
    found = Lack(("without Bluesky since 14:02", "without Bluesky", "partial"))
    assert with_lack("per minute, 24 h", found, lambda said: len(said) < 50).endswith(
        "24 h, without Bluesky since 14:02"
    )
    assert with_lack("per minute, 24 h", found, lambda said: len(said) < 30) == "per minute, without Bluesky"
    assert with_lack("per minute, 24 h", found, lambda said: len(said) < 20) == "without Bluesky"
    assert with_lack("per minute, 24 h", found, lambda said: len(said) < 14) == "partial"
    assert with_lack("per minute, 24 h", found, lambda said: False) == "per minute, 24 h"
    assert with_lack("per minute, 24 h", Lack(), lambda said: False) == "per minute, 24 h"


@pytest.mark.parametrize("kind", sorted(kind for kind, panel in panel_kinds().items() if panel.INFO.counts))
def test_every_panel_that_counts_says_it_in_words(kind: str) -> None:
    link = fill_day(FakeLink(), declared=True)
    link.fill(FEED, {key: replace(row, since=link.now() - HOUR) for key, row in rows(Bluesky=HealthState.DOWN).items()})
    panel = make_panel(link, kind, size=(608, 320))
    assert "Partial: without Bluesky since 14:20." in panel.accessibleDescription()
    assert collisions(panel.boxes or [], panel.width_) == []
    panel.close()


@pytest.mark.parametrize(("figure", "counts"), [("net_sentiment", True), ("open_conversations", False)])
def test_a_tile_says_it_at_its_foot_if_it_counts_posts(figure: str, counts: bool) -> None:
    link = fill_day(FakeLink())
    link.fill(FEED, rows(Bluesky=HealthState.DOWN))
    panel = make_panel(link, "kpi", size=(296, 208), figure=figure)
    assert ("Without Bluesky" in said_by(panel)) is counts
    panel.close()


def test_a_chart_has_room_for_since_when() -> None:
    link = fill_day(FakeLink())
    link.fill(FEED, rows(Bluesky=HealthState.DOWN))
    panel = make_panel(link, "volume", size=(1232, 320))
    assert "per minute, 24 h, without Bluesky since 14:02" in [text.replace("\u00a0", " ") for text in said_by(panel)]
    panel.close()


def test_signs_of_life_do_not_paint_and_a_death_does(qtbot: QtBot) -> None:
    link = fill_day(FakeLink())
    panel = make_panel(link, "volume", size=(1232, 320))
    well = health_rows(NOW)
    with qtbot.assertNotEmitted(panel.picture_due):
        link.put(FEED, {key: replace(row, last_contact=NOW + SECOND) for key, row in well.items()})
    with qtbot.waitSignal(panel.picture_due):
        link.put(FEED, {"1": replace(well["1"], state=HealthState.DOWN)})
    panel.close()
    assert link.subscribed == {}


def test_the_list_of_connectors_names_who_paused_one() -> None:
    link = fill_day(FakeLink())
    paused = replace(rows(Reddit=HealthState.OFF)["7"], paused_by="Ana")
    link.fill(FEED, rows() | {"7": paused})
    panel = make_panel(link, "connectors", size=(608, 608))
    assert "Reddit: paused by Ana, 14:02." in panel.accessibleDescription()
    assert panel.subtitle() == "7 of 7 connected"
    panel.close()


def test_a_pause_loses_its_time_before_a_number_is_cut() -> None:
    link = fill_day(FakeLink())
    link.fill(FEED, rows() | {"7": replace(rows(Reddit=HealthState.OFF)["7"], paused_by="Ana")})
    panel = make_panel(link, "connectors", size=(420, 608))
    assert "paused by Ana" in said_by(panel)
    panel.close()


def test_accounts_of_one_brand_are_shown_by_their_networks() -> None:
    link = fill_day(FakeLink())
    link.fill(FEED, {key: replace(row, title="Norvane Air") for key, row in rows().items()})
    panel = make_panel(link, "connectors", size=(608, 608))
    assert {"X", "Bluesky", "YouTube", "Reddit"} <= set(said_by(panel))
    assert "Norvane Air" not in said_by(panel)
    panel.close()


def test_held_sending_says_who_paused_it() -> None:
    link = fill_day(FakeLink())
    held = HouseRow(organisation="Norvane Air", demo=False, hold="A statement is agreed", hold_by="Ana", hold_since=NOW)
    link.fill(HouseFeed(), {"house": held})
    panel = make_panel(link, "hold", size=(608, 208))
    assert panel.subtitle() == "paused by Ana, 14:32"
    panel.close()
