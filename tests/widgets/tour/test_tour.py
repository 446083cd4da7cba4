"""Leading guests through a tour with a clicker."""

import socket
from pathlib import Path
from unittest.mock import patch

import pytest
from PySide6.QtCore import Qt

from app.core.clock import MINUTE
from app.link.base import LinkState
from app.link.guard import GuardedLink
from app.wire.feeds import HouseFeed, HouseRow, StreamFeed
from tests.fakes.link import FakeLink
from tests.link.test_guard import POST
from tests.widgets.tour.stage import TourStage
from widgets.tour.source import Live, Replayed
from widgets.tour.spotlight import Spotlight
from widgets.wall.formulas import FormulaPlate
from widgets.wall.panels.posts import Posts

Key = Qt.Key


def tape_time(stage: TourStage) -> int:
    return stage.tour.audience.wall.context.link.now()


def test_a_clicker_leads_forth_and_back_and_stops_at_both_ends(stage: TourStage) -> None:
    stops = stage.tour.course.script.stops
    stage.press(Key.Key_PageUp)
    assert stage.title == stops[0].title
    for stop in (*stops[1:], stops[-1]):
        stage.press(Key.Key_PageDown)
        assert stage.title == stop.title
    stage.press(Key.Key_PageUp)
    assert stage.title == stops[-2].title


def test_a_digit_goes_to_its_stop_and_one_too_many_nowhere(stage: TourStage) -> None:
    stage.press(Key.Key_4)
    assert stage.tour.course.number == 3
    stage.tour.go(99)
    assert stage.tour.course.number == 3


def test_each_stop_shows_its_scene_and_moment(stage: TourStage) -> None:
    source = stage.source
    assert isinstance(source, Replayed)
    for number, stop in enumerate(stage.tour.course.script.stops):
        stage.tour.go(number)
        assert stage.tour.audience.wall.scene.name == stop.scene
        assert stage.tour.trouble == ""
        if stop.moment:
            assert source.link.moment.name == stop.moment


def test_every_feed_that_the_shipped_tour_asks_for_was_recorded(stage: TourStage) -> None:
    source = stage.source
    assert isinstance(source, Replayed)
    for number in range(len(stage.tour.course.script.stops)):
        stage.tour.go(number)
        assert source.link.missing() == []


@pytest.mark.parametrize("key", [Key.Key_Home, Key.Key_R, Key.Key_F5])
async def test_one_key_begins_anew_with_stop_moment_and_watch(stage: TourStage, key: Key) -> None:
    begun = tape_time(stage)
    stage.press(Key.Key_5)
    stage.press(Key.Key_B)
    await stage.pass_time(100)
    stage.press(key)
    course = stage.tour.course
    assert (course.number, course.passed(), course.is_blank, tape_time(stage)) == (0, 0, False, begun)


async def test_shift_f5_begins_the_stop_again_and_leaves_the_watch(stage: TourStage) -> None:
    stage.press(Key.Key_4)
    begun = tape_time(stage)
    await stage.pass_time(30)
    assert tape_time(stage) > begun
    stage.press(Key.Key_F5, Qt.KeyboardModifier.ShiftModifier)
    assert (stage.tour.course.number, tape_time(stage)) == (3, begun)
    assert stage.tour.course.passed() == MINUTE // 2


@pytest.mark.parametrize("key", [Key.Key_B, Key.Key_Period])
def test_the_screen_goes_dark_and_comes_back(stage: TourStage, key: Key) -> None:
    curtain = stage.tour.audience.curtain
    stage.press(key)
    assert curtain.isVisible()
    stage.press(key)
    assert not curtain.isVisible()
    stage.press(key)
    stage.press(Key.Key_PageDown)
    assert not curtain.isVisible()


def test_escape_asks_and_any_other_key_goes_on_without_doing_anything_else(stage: TourStage) -> None:
    stage.press(Key.Key_Escape)
    assert "End the tour?" in stage.tour.audience.curtain.question
    stage.press(Key.Key_PageDown)
    assert not stage.tour.audience.curtain.isVisible()
    assert stage.tour.course.number == 0


def test_escape_twice_ends_the_tour(stage: TourStage) -> None:
    stage.press(Key.Key_Escape)
    stage.press(Key.Key_Escape)
    assert not stage.tour.audience.isVisible()
    assert not stage.tour.speaker.isVisible()


def test_a_key_shows_the_notes_and_hides_them(stage: TourStage) -> None:
    for key, shown in ((Key.Key_N, False), (Key.Key_S, True)):
        stage.press(key)
        assert stage.tour.speaker.isVisible() is shown


def test_one_panel_is_put_forward_and_covered_by_nothing(stage: TourStage) -> None:
    audience = stage.tour.audience
    number = next(place for place, stop in enumerate(stage.tour.course.script.stops) if stop.panel)
    stage.tour.go(number)
    lit = audience.findChild(Spotlight)
    assert isinstance(lit, Spotlight)
    assert lit.isVisible()
    place = lit.place()
    assert place is not None
    assert audience.wall.rect().contains(place)
    assert audience.wall.geometry().bottom() < audience.caption.geometry().top()


def test_a_stop_may_show_how_its_figures_are_made_or_the_neutral_scene(stage: TourStage) -> None:
    stops, wall = stage.tour.course.script.stops, stage.tour.audience.wall
    stage.tour.go(next(place for place, stop in enumerate(stops) if stop.formulas))
    assert wall.findChild(FormulaPlate) is not None
    stage.tour.go(next(place for place, stop in enumerate(stops) if stop.neutral))
    assert wall.is_neutral
    assert wall.findChild(FormulaPlate) is None
    stage.tour.go(0)
    assert not wall.is_neutral


def test_a_replay_is_marked_and_opens_no_connection() -> None:
    with patch.object(socket.socket, "connect", side_effect=AssertionError("a replay connects to nothing")):
        stage = TourStage()
        try:
            for number in range(len(stage.tour.course.script.stops)):
                stage.tour.go(number)
                assert "Replay, invented company" in stage.described
        finally:
            stage.close()


def live_stage(policy: str) -> tuple[FakeLink, TourStage]:
    link = FakeLink()
    link.fill(HouseFeed(), {"house": HouseRow(organisation="Us", demo=False, wall_policy=policy)})
    link.fill(StreamFeed(), {"1": POST})
    return link, TourStage(source=Live(GuardedLink(link)))


def test_live_figures_come_without_names_whatever_the_walls_policy() -> None:
    for policy, posts in (("release_clean", 0), ("hold_all", 1)):
        _link, stage = live_stage(policy)
        panel = next(one for one in stage.tour.audience.wall.panels if isinstance(one, Posts))
        rows = list(panel.rows(panel.feed).values())
        assert len(rows) == posts
        assert [row.author for row in rows] == [""] * posts
        assert "Live, without names" in stage.described
        stage.close()


def test_live_figures_are_led_through_with_words_that_are_true_on_any_day() -> None:
    _link, stage = live_stage("hold_all")
    assert stage.tour.course.script.title == "Ten minutes with Fishbowl, live"
    for number in range(len(stage.tour.course.script.stops)):
        stage.tour.go(number)
        assert stage.tour.trouble == ""
    stage.close()


def test_a_lost_hub_is_said_and_the_tour_goes_on() -> None:
    link, stage = live_stage("hold_all")
    link.become(LinkState.LOST, reason="no answer")
    stage.tour.pass_second()
    assert "The hub cannot be reached" in stage.described
    stage.press(Key.Key_PageDown)
    assert stage.tour.course.number == 1
    stage.close()


def test_a_tour_that_ends_lets_go_of_every_feed() -> None:
    link, stage = live_stage("hold_all")
    assert link.subscribed
    stage.close()
    assert link.subscribed == {}


def test_a_broken_script_is_said_and_the_shipped_tour_is_led(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text('title = "Mine"\n[[stop]]\ntitle = "One"\ncaption = "Two"\nscene = "nowhere"\n', encoding="utf-8")
    stage = TourStage(script=file)
    assert len(stage.tour.course.script.stops) > 1
    assert "Line 5: There is no scene “nowhere”" in stage.tour.speaker.said.trouble
    stage.close()


def test_a_script_that_is_mended_is_taken_at_once_and_one_that_breaks_changes_nothing(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    good = 'title = "Mine"\n[[stop]]\ntitle = "One"\ncaption = "Two"\nscene = "overview"\n'
    file.write_text(good, encoding="utf-8")
    stage = TourStage(script=file)
    file.write_text(good.replace("One", "Eins"), encoding="utf-8")
    stage.tour.file.read_again()
    assert stage.title == "Eins"
    file.write_text("not toml", encoding="utf-8")
    stage.tour.file.read_again()
    assert stage.title == "Eins"
    assert "mine.toml cannot be" in stage.tour.speaker.said.trouble
    stage.close()


async def test_the_watch_says_how_far_the_tour_is_behind_its_plan(stage: TourStage) -> None:
    await stage.pass_time(90)
    said = stage.tour.speaker.said
    assert (said.passed, said.behind, said.is_late) == ("1:30 of 10:00", "0:30 behind", True)
    stage.press(Key.Key_3)
    assert stage.tour.speaker.said.behind == "0:30 ahead"
