"""A directed wall: it does what it is told at once, says who told it and until when, and goes on afterwards."""

import asyncio
from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.core.clock import MINUTE
from app.core.errors import BadInput, FishbowlError, NotAllowed, Unavailable
from app.core.tasks import TaskScope
from app.domain.walls import NEXT_LASTS, Verb, WallOrder, screen_target
from app.link.base import LinkState
from app.wire.feeds import AlarmFeed, HouseFeed, HouseRow, StreamFeed, WallOrderFeed
from app.wire.wall_calls import SetPanic, TellPosts, TellWall
from tests.fakes.link import FakeLink
from tests.widgets.hotplug import plug
from tests.widgets.hotplug import screen as monitor
from tests.widgets.wall.day import alarm_rows, fill_day
from tests.widgets.wall.stage import make_context
from widgets.wall.library import Library
from widgets.wall.panel import Panel
from widgets.wall.plate import Plate, fitting
from widgets.wall.registry import panel_kinds
from widgets.wall.scenes import load_scenes
from widgets.wall.station import Wall
from widgets.wall.window import WallWindow

FEED = WallOrderFeed(station="wall@foyer")
HOUSE = HouseRow(organisation="Norvane Air", demo=False)
PANIC = HouseRow(organisation="Norvane Air", demo=False, panic=True)


@pytest.fixture
def link() -> FakeLink:
    link = fill_day(FakeLink())
    link.fill(FEED, {})
    return link


def make_wall(link: FakeLink, *, scope: TaskScope | None = None) -> Wall:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    wall = Wall(app, make_context(link, size=(1920, 1080)), Library(kinds=panel_kinds()), scope=scope)
    wall.open()
    return wall


def window_of(wall: Wall) -> WallWindow:
    return next(iter(wall.windows.values()))


def said(wall: Wall) -> str:
    plate = window_of(wall).findChild(Plate)
    assert plate is not None
    return plate.accessibleName() if plate.isVisible() else ""


def order(link: FakeLink, verb: Verb, *, number: int = 1, minutes: int = 0, scene: str = "", text: str = "") -> None:
    until = link.now() + minutes * MINUTE if minutes else 0
    made = WallOrder(
        id=number, target="all", verb=verb, by="Rosa", since=link.now(), until=until, scene=scene, text=text
    )
    link.put(FEED, {str(number): made})


def test_a_pinned_scene_is_shown_at_once_with_who_and_until_when_and_given_back_by_time(link: FakeLink) -> None:
    wall = make_wall(link)
    order(link, Verb.PIN, scene="crisis", minutes=30)
    assert window_of(wall).scene.name == "crisis"
    assert said(wall) == "Pinned by Rosa at 14:32 UTC, until 15:02 UTC"

    link.advance(30 * MINUTE)
    wall._remote.check()
    assert window_of(wall).scene.name == "overview"
    assert said(wall) == ""
    wall.close()


def test_held_turns_say_who_paused_them_and_when(link: FakeLink) -> None:
    wall = make_wall(link)
    order(link, Verb.HOLD, minutes=60)
    assert said(wall) == "Paused by Rosa at 14:32 UTC, until 15:32 UTC"
    order(link, Verb.HOLD, number=2)
    assert said(wall) == "Paused by Rosa at 14:32 UTC, until it is released"
    wall.close()


def test_an_order_ends_by_time_also_while_the_hub_is_out_of_reach(link: FakeLink, qtbot: QtBot) -> None:
    wall = make_wall(link)
    order(link, Verb.MESSAGE, text="Doors open at nine", minutes=5)
    link.become(LinkState.LOST)
    assert "Doors open at nine" in said(wall)
    link.advance(5 * MINUTE)
    qtbot.waitUntil(lambda: said(wall) == "", timeout=2000)
    wall.close()


def test_a_release_gives_the_scene_back(link: FakeLink) -> None:
    wall = make_wall(link)
    order(link, Verb.PIN, scene="crisis")
    assert said(wall) == "Pinned by Rosa at 14:32 UTC, until it is released"
    link.put(FEED, {}, drop=("1",))
    assert window_of(wall).scene.name == "overview"
    wall.close()


def test_a_message_covers_the_scene_and_names_its_sender(link: FakeLink) -> None:
    wall = make_wall(link)
    order(link, Verb.MESSAGE, text="Everybody to the briefing room", minutes=10)
    assert said(wall) == "Everybody to the briefing room Rosa at 14:32 UTC, until 14:42 UTC"
    plate = window_of(wall).findChild(Plate)
    assert plate is not None
    assert plate.geometry() == window_of(wall).rect()
    wall.close()


def test_the_line_that_says_who_keeps_a_scene_covers_no_panel(link: FakeLink) -> None:
    wall = make_wall(link)
    order(link, Verb.HOLD)
    plate = window_of(wall).findChild(Plate)
    assert plate is not None
    panels = window_of(wall).stage.findChildren(Panel)
    assert panels
    assert all(panel.geometry().bottom() < plate.geometry().top() for panel in panels)
    wall.close()


def test_a_wall_that_was_off_obeys_what_stands_when_it_comes_back(link: FakeLink) -> None:
    order(link, Verb.PIN, scene="crisis")
    wall = make_wall(link)
    assert window_of(wall).scene.name == "crisis"
    wall.close()


def test_next_turns_once_and_only_while_it_is_news(link: FakeLink) -> None:
    wall = make_wall(link)
    first = window_of(wall).scene.name
    made = WallOrder(id=7, target="all", verb=Verb.NEXT, by="Rosa", since=link.now(), until=link.now() + NEXT_LASTS)
    link.put(FEED, {"7": made})
    second = window_of(wall).scene.name
    wall._remote.check()
    assert first != second == window_of(wall).scene.name
    wall.close()

    link.advance(NEXT_LASTS)
    late = make_wall(link)
    assert window_of(late).scene.name == first
    late.close()


def test_a_held_wall_takes_no_turns(link: FakeLink) -> None:
    wall = make_wall(link)
    wall._turns = {"window": ("overview", "crisis")}
    order(link, Verb.HOLD)
    wall.take_turns()
    assert window_of(wall).scene.name == "overview"
    link.put(FEED, {}, drop=("1",))
    wall.take_turns()
    assert window_of(wall).scene.name == "crisis"
    wall.close()


def test_a_scene_this_wall_does_not_have_is_said_and_changes_nothing(link: FakeLink) -> None:
    wall = make_wall(link)
    order(link, Verb.PIN, scene="aquarium")
    assert window_of(wall).scene.name == "overview"
    assert said(wall) == "Rosa asked for the scene “aquarium”; this wall has none of that name"
    wall.close()


def test_a_declared_crisis_comes_before_a_pinned_scene_and_the_pin_goes_on_afterwards(link: FakeLink) -> None:
    scenes = load_scenes(kinds=panel_kinds())
    other = next(name for name in scenes if name not in {"overview", "crisis"}) if len(scenes) > 2 else "overview"
    wall = make_wall(link)
    order(link, Verb.PIN, scene=other)
    link.put(AlarmFeed(), alarm_rows(declared=True))
    assert window_of(wall).scene.name == "crisis"
    link.put(FEED, {}, drop=("1",))
    assert window_of(wall).scene.name == "crisis"
    link.put(AlarmFeed(), {}, drop=("2",))
    wall._remote.check()
    assert window_of(wall).scene.name == "overview"
    wall.close()


def test_the_panic_scene_comes_before_a_message(link: FakeLink) -> None:
    wall = make_wall(link)
    order(link, Verb.MESSAGE, text="Lunch is ready")
    link.put(HouseFeed(), {"house": PANIC})
    assert (said(wall), window_of(wall).is_neutral) == ("", True)
    link.put(HouseFeed(), {"house": HOUSE})
    assert "Lunch is ready" in said(wall)
    wall.close()


async def press_panic(link: FakeLink, then: Callable[[Wall], None]) -> None:
    scope = TaskScope("test wall")
    wall = make_wall(link, scope=scope)
    window_of(wall).activateWindow()
    QApplication.processEvents()
    QTest.keyClick(
        window_of(wall), Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    )
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    then(wall)
    wall.close()
    await scope.close()


def panics(link: FakeLink) -> list[SetPanic]:
    return [call for call in link.calls if isinstance(call, SetPanic)]


async def test_the_walls_own_key_asks_for_the_panic_scene_when_its_role_may(link: FakeLink) -> None:
    link.role = "supervisor"
    await press_panic(link, lambda _wall: None)
    assert [call.on for call in panics(link)] == [True]


async def test_a_screen_that_may_only_watch_says_so_and_asks_for_nothing(link: FakeLink) -> None:
    link.role = "screen"
    heard: list[str] = []
    await press_panic(link, lambda wall: heard.append(said(wall)))
    assert panics(link) == []
    assert heard == ["This screen may only watch. Ask for the neutral scene at a desk."]


async def test_the_key_never_ends_a_panic_scene(link: FakeLink) -> None:
    link.role = "supervisor"
    link.put(HouseFeed(), {"house": PANIC})
    await press_panic(link, lambda _wall: None)
    assert panics(link) == []


async def test_what_the_hub_answers_is_said_on_the_wall(link: FakeLink) -> None:
    link.role = "supervisor"
    link.answers[SetPanic] = NotAllowed("The role “screen” may not do this.")
    heard: list[str] = []
    await press_panic(link, lambda wall: heard.append(said(wall)))
    assert heard == ["The role “screen” may not do this."]


async def test_a_wall_tells_what_it_shows_once_and_again_to_the_next_hub(link: FakeLink) -> None:
    scope = TaskScope("test wall")
    wall = make_wall(link, scope=scope)
    wall._remote.check()
    await asyncio.sleep(0)
    (told,) = [call for call in link.calls if isinstance(call, TellWall)]
    assert told.shows == ("Overview",)
    assert ("crisis", "Crisis watch") in told.scenes
    assert ("overview", "Net sentiment", "net_sentiment") in told.figures
    assert ("crisis", "Heat by region", "Heat") in told.figures
    assert {scene for scene, _title, _formula in told.figures} == set(dict(told.scenes))

    link.become(LinkState.LOST)
    link.become(LinkState.LIVE)
    wall._remote.check()
    await asyncio.sleep(0)
    assert [call for call in link.calls if isinstance(call, TellWall)] == [told, told]
    wall.close()
    await scope.close()


async def test_a_wall_tells_which_posts_it_shows_where_and_since_when_and_when_one_is_gone(link: FakeLink) -> None:
    scope = TaskScope("test wall")
    wall = make_wall(link, scope=scope)
    wall._remote.check()
    await asyncio.sleep(0)
    (told,) = [call for call in link.calls if isinstance(call, TellPosts)]
    began = link.now()
    (panel,) = [one for one in window_of(wall).panels if one.INFO.kind == "posts"]
    assert [one.post for one in told.posts if one.panel == "Posts"] == list(panel.posts_shown)
    assert {(one.screen, one.scene, one.since) for one in told.posts} == {(1, "Overview", began)}

    link.advance(5000)
    taken = panel.posts_shown[0]
    link.put(StreamFeed(), {}, drop=(str(taken),))
    panel.refresh()
    wall._remote.check()
    await asyncio.sleep(0)
    after = [call for call in link.calls if isinstance(call, TellPosts)][-1]
    assert taken not in {one.post for one in after.posts}
    stayed = {one for one in told.posts if one.post != taken}
    assert stayed <= set(after.posts)
    assert {one.since for one in after.posts if one not in stayed} <= {began + 5000}
    wall.close()
    await scope.close()


@pytest.mark.parametrize(
    ("error", "calls"), [(BadInput("The hub did not understand."), 1), (Unavailable("The hub is busy."), 2)]
)
async def test_posts_are_told_again_unless_the_hub_does_not_understand(
    link: FakeLink, error: FishbowlError, calls: int
) -> None:
    scope = TaskScope("test wall")
    wall = make_wall(link, scope=scope)
    link.answers[TellPosts] = error
    for _second in range(2):
        wall._remote.check()
        await asyncio.sleep(0)
    assert len([call for call in link.calls if isinstance(call, TellPosts)]) == calls
    wall.close()
    await scope.close()


async def test_a_wall_on_its_neutral_scene_says_that_it_shows_no_post(link: FakeLink) -> None:
    scope = TaskScope("test wall")
    wall = make_wall(link, scope=scope)
    wall._remote.check()
    link.put(HouseFeed(), {"house": PANIC})
    wall._remote.check()
    await asyncio.sleep(0)
    assert [bool(call.posts) for call in link.calls if isinstance(call, TellPosts)] == [True, False]
    wall.close()
    await scope.close()


def test_a_long_message_is_written_smaller_until_it_fits() -> None:
    short, _lines = fitting("Lunch", 1800, 900, scale=1.0)
    long, lines = fitting("word " * 56, 1800, 900, scale=1.0)
    assert short > long
    assert len(lines) * long * 1.3 <= 900


def test_what_is_meant_for_one_screen_leaves_its_neighbour_alone(link: FakeLink) -> None:
    plug([monitor("W1", 0), monitor("W2", 1920)])
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    wall = Wall(app, make_context(link), Library(kinds=panel_kinds()))
    wall.open()
    second = screen_target("wall@foyer", 2)
    pin = WallOrder(id=1, target=second, verb=Verb.PIN, by="Rosa", since=link.now(), scene="crisis")
    words = WallOrder(
        id=2, target="all", verb=Verb.MESSAGE, by="Rosa", since=link.now(), text="Doors open", but=(second,)
    )
    link.put(FEED, {"1": pin, "2": words})
    by_number = {window.number: window for window in wall.windows.values()}
    assert [by_number[number].scene.name for number in (1, 2)] == ["overview", "crisis"]
    plates = [by_number[number].findChild(Plate) for number in (1, 2)]
    assert [plate.accessibleName() if plate else "" for plate in plates] == [
        "Doors open Rosa at 14:32 UTC, until it is released",
        "Pinned by Rosa at 14:32 UTC, until it is released",
    ]
    wall.close()
    plug([monitor("W1", 0)])
    app.processEvents()
