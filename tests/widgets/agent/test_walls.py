"""Directing walls from a desk: by keys, to one or to all, and the panic scene with one key."""

from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from app.core.errors import NotFound
from app.domain.screens import Screen
from app.domain.walls import Verb, WallOrder
from app.wire.feeds import HouseFeed, StationFeed, StationRow
from app.wire.screen_calls import EnrolScreen, PlaceScreen, RemoveScreen
from app.wire.wall_calls import DirectWall, SetPanic
from tests.fakes import desk_story as story
from tests.widgets.agent.desk_stage import DeskStage
from tests.widgets.agent.test_accessibility import nameless
from widgets.agent.options import DeskOptions
from widgets.dialogs.ask_words import AskWords
from widgets.dialogs.confirm import Confirm
from widgets.dialogs.enrol_screen import EnrolScreenDialog
from widgets.dialogs.help_page import HelpPage
from widgets.dialogs.wall_figures import FigureLine, WallFigures, figures_of
from widgets.dialogs.wall_order import WallOrderDialog
from widgets.dialogs.walls import WallRow, WallsDialog
from widgets.kit.desk_dialog import DeskDialog
from widgets.theme.desk import DeskLook

SCENES = (("overview", "Overview"), ("crisis", "Crisis watch"))
CONTROL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


def wall(name: str, *orders: WallOrder, here: bool = True) -> StationRow:
    return StationRow(
        name=name,
        mode="wall",
        who="Foyer",
        here=here,
        since=story.NOW,
        shows=("Overview",),
        scenes=SCENES,
        orders=orders,
    )


def order(verb: Verb, **more: str) -> WallOrder:
    return WallOrder(id=1, target="all", verb=verb, by="Rosa", since=story.NOW, **more)  # type: ignore[arg-type]


async def opened(stage: DeskStage, *walls: StationRow) -> WallsDialog:
    desk = StationRow(name="agent@desk", mode="agent", who="Ana", here=True, since=story.NOW)
    stage.hub.link.fill(StationFeed(), {one.name: one for one in (*walls, desk)})
    stage.window.run("walls")
    await stage.settle()
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, WallsDialog)
    return dialog


def asked(stage: DeskStage) -> list[DirectWall | SetPanic]:
    return [call for call in stage.hub.link.calls if isinstance(call, DirectWall | SetPanic)]


def said(dialog: WallsDialog) -> list[str]:
    return [one.accessibleName() for one in dialog.findChildren(WallRow) if one.isVisible()]


async def test_the_list_says_what_each_wall_shows_and_was_told(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        dialog = await opened(stage, wall("wall@foyer", order(Verb.PIN, scene="crisis")), wall("wall@lab", here=False))
        foyer, lab = said(dialog)[1:]
        assert said(dialog)[0] == "All walls"
        assert "Shows Overview" in foyer
        assert "Crisis watch pinned by \u2068Rosa\u2069, until released" in foyer
        assert "it is told when it comes back" in lab
        dialog.reject()


async def test_next_and_release_go_to_the_chosen_wall(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        dialog = await opened(stage, wall("wall@foyer"), wall("wall@lab"))
        await stage.press(Qt.Key.Key_N)
        await stage.press(Qt.Key.Key_J)
        await stage.press(Qt.Key.Key_J)
        await stage.press(Qt.Key.Key_R)
        assert [(one.target, one.verb) for one in asked(stage) if isinstance(one, DirectWall)] == [
            ("all", Verb.NEXT),
            ("wall@lab", Verb.RELEASE),
        ]
        dialog.reject()


async def test_a_held_wall_goes_on_with_the_same_key(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        dialog = await opened(stage, wall("wall@foyer"))
        await stage.press(Qt.Key.Key_H)
        stage.hub.link.put(StationFeed(), {"wall@foyer": wall("wall@foyer", order(Verb.HOLD))})
        await stage.press(Qt.Key.Key_H)
        assert asked(stage) == [
            DirectWall(target="all", verb=Verb.HOLD, minutes=60),
            DirectWall(target="all", verb=Verb.RESUME),
        ]
        dialog.reject()


async def test_a_message_is_asked_for_with_its_length(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        dialog = await opened(stage, wall("wall@foyer"))
        await stage.press(Qt.Key.Key_M)
        question = dialog.findChild(WallOrderDialog)
        assert question is not None
        assert question.act_button is not None
        assert not question.act_button.may
        assert [one.text() for one in question.lengths.buttons_ if one.isVisible()] == [
            "5 min",
            "15 min",
            "1 h 00",
            "Until released",
        ]
        QTest.keyClicks(question.field, "Doors open at nine")
        QTest.keyClick(question.field, Qt.Key.Key_Return)
        await stage.settle()
        assert asked(stage) == [DirectWall(target="all", verb=Verb.MESSAGE, text="Doors open at nine", minutes=15)]
        dialog.reject()


async def test_a_scene_is_chosen_from_those_the_wall_has(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        dialog = await opened(stage, wall("wall@foyer"))
        await stage.press(Qt.Key.Key_P)
        question = dialog.findChild(WallOrderDialog)
        assert question is not None
        button = next(one for one in question._scenes.buttons_ if one.text() == "Crisis watch")  # type: ignore[union-attr]
        button.click()
        question.accept()
        await stage.settle()
        assert asked(stage) == [DirectWall(target="all", verb=Verb.PIN, scene="crisis", minutes=15)]
        dialog.reject()


async def test_every_control_of_the_dialogs_has_a_name(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        dialog = await opened(stage, wall("wall@foyer"))
        assert nameless(dialog) == []
        for key in (Qt.Key.Key_M, Qt.Key.Key_P):
            await stage.press(key)
            question = QApplication.activeModalWidget()
            assert isinstance(question, WallOrderDialog)
            assert nameless(question) == []
            question.reject()
            await stage.settle()
        dialog.reject()


async def test_without_a_wall_the_list_says_so(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        dialog = await opened(stage)
        assert said(dialog) == ["All walls. No wall is connected. What you order is told to each that comes."]
        dialog.reject()


async def test_one_key_makes_every_wall_neutral(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        stage.view.setFocus()
        await stage.press(Qt.Key.Key_P, CONTROL_SHIFT)
        assert asked(stage) == [SetPanic(on=True)]


async def test_the_banner_says_who_asked_and_going_on_is_asked_first(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        house = msgspec.structs.replace(
            story.HOUSE, panic=True, panic_by="Rosa", panic_since=story.NOW, panic_reason="A slur got through"
        )
        stage.hub.link.fill(HouseFeed(), {"house": house})
        await stage.settle()
        banner = stage.window.content.panic
        assert banner.isVisible()
        assert "Rosa asked for it. A slur got through" in banner.accessibleName()

        banner.lift_button.click()
        await stage.settle()
        assert asked(stage) == []
        question = QApplication.activeModalWidget()
        assert isinstance(question, Confirm)
        question.accept()
        await stage.settle()
        assert asked(stage) == [SetPanic(on=False)]


@pytest.mark.parametrize("command", ["walls", "panic", "calm", "held_posts", "enrol_screen", "edit_scenes"])
async def test_who_may_not_is_told_to_ask_a_lead(tmp_path: Path, command: str) -> None:
    async with DeskStage(tmp_path) as stage:
        stage.hub.link.role = "agent"
        stage.window.run(command)
        await stage.settle()
        assert QApplication.activeModalWidget() is None
        assert asked(stage) == []


def tended(stage: DeskStage) -> list[EnrolScreen | PlaceScreen | RemoveScreen]:
    return [call for call in stage.hub.link.calls if isinstance(call, EnrolScreen | PlaceScreen | RemoveScreen)]


def hung(name: str, room: str, *orders: WallOrder, screens: int = 1, title: str = "") -> StationRow:
    found = msgspec.structs.replace(wall(name, *orders), room=room, title=title)
    return msgspec.structs.replace(found, screens=tuple(range(1, screens + 1)), shows=("Overview",) * screens)


async def test_rooms_walls_and_screens_are_listed_and_an_order_goes_to_the_chosen_one(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        dialog = await opened(stage, hung("wall@foyer", "Hall", screens=2, title="Foyer"), wall("wall@lab"))
        names = [words.split(". ")[0] for words in said(dialog)]
        assert names == [
            "All walls",
            "Room: \u2068Hall\u2069",
            "\u2068Foyer\u2069",
            "Screen 1",
            "Screen 2",
            "\u2068wall@lab\u2069",
        ]
        for _line in names[1:]:
            await stage.press(Qt.Key.Key_J)
            await stage.press(Qt.Key.Key_N)
        assert [one.target for one in asked(stage) if isinstance(one, DirectWall)] == [
            "room:Hall",
            "wall@foyer",
            "wall@foyer#1",
            "wall@foyer#2",
            "wall@lab",
        ]
        dialog.reject()


async def test_what_one_screen_was_told_is_said_of_that_screen(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        pinned = msgspec.structs.replace(order(Verb.PIN, scene="crisis"), target="wall@foyer#2")
        dialog = await opened(stage, hung("wall@foyer", "", pinned, screens=2))
        assert ["pinned" in words for words in said(dialog)] == [False, False, False, True]
        dialog.reject()


async def test_a_wall_is_hung_in_a_room(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        dialog = await opened(stage, wall("wall@foyer"))
        await stage.press(Qt.Key.Key_O)
        assert dialog.findChild(AskWords) is None, "no wall is chosen"
        await stage.press(Qt.Key.Key_J)
        await stage.press(Qt.Key.Key_O)
        question = QApplication.activeModalWidget()
        assert isinstance(question, AskWords)
        QTest.keyClicks(question.field, "Hall")
        await stage.press(Qt.Key.Key_Return)
        assert tended(stage) == [PlaceScreen(station="wall@foyer", room="Hall")]
        dialog.reject()


async def test_only_an_enrolled_screen_is_sent_away_and_that_is_asked_first(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        dialog = await opened(stage, hung("wall@foyer", "", title="Foyer"), wall("wall@lab"))
        await stage.press(Qt.Key.Key_J)
        await stage.press(Qt.Key.Key_J)
        await stage.press(Qt.Key.Key_Delete)
        assert dialog.findChild(Confirm) is None
        await stage.press(Qt.Key.Key_K)
        await stage.press(Qt.Key.Key_Delete)
        question = QApplication.activeModalWidget()
        assert isinstance(question, Confirm)
        assert tended(stage) == []
        question.accept()
        await stage.settle()
        assert tended(stage) == [RemoveScreen(station="wall@foyer")]
        dialog.reject()


async def enrolling(stage: DeskStage, code: str) -> EnrolScreenDialog:
    """The dialog, filled in by keyboard from the palette's command on."""
    stage.hub.link.fill(StationFeed(), {"wall@foyer": hung("wall@foyer", "Hall")})
    stage.window.run("enrol_screen")
    await stage.settle()
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, EnrolScreenDialog)
    for words in (code, "Foyer left", "Hall"):
        focused = QApplication.focusWidget()
        assert focused is not None
        QTest.keyClicks(focused, words)
        await stage.press(Qt.Key.Key_Tab)
    return dialog


async def test_a_screen_is_let_in_by_its_code(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        stage.hub.link.answers[EnrolScreen] = Screen(station="wall@foyer", name="Foyer left")
        dialog = await enrolling(stage, "bcdf ghjk")
        assert nameless(dialog) == []
        dialog.room.setFocus()
        await stage.press(Qt.Key.Key_Return)
        assert tended(stage) == [EnrolScreen(code="BCDFGHJK", name="Foyer left", room="Hall")]
        assert QApplication.activeModalWidget() is None


async def test_a_wrong_code_is_said_and_can_be_typed_again(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        stage.hub.link.answers[EnrolScreen] = NotFound("No screen shows this code now.")
        dialog = await enrolling(stage, "BCDF-GHJK")
        dialog.accept()
        await stage.settle()
        assert dialog.isVisible()
        assert dialog.trouble.words == "No screen shows this code now."
        assert QApplication.focusWidget() is dialog.code
        assert dialog.act_button is not None
        assert dialog.act_button.may
        dialog.reject()


async def test_a_code_of_the_wrong_length_is_not_sent(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        dialog = await enrolling(stage, "BCDF")
        dialog.accept()
        await stage.settle()
        assert tended(stage) == []
        assert dialog.isVisible()
        dialog.reject()


async def test_rooms_that_are_known_are_offered(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        dialog = await enrolling(stage, "BCDF")
        completer = dialog.room.completer()
        assert [completer.model().index(0, 0).data(), completer.model().rowCount()] == ["Hall", 1]
        dialog.reject()


async def test_the_scenes_of_this_machine_are_edited_from_the_palette(tmp_path: Path) -> None:
    def editor(look: DeskLook, parent: QWidget) -> QDialog:
        return DeskDialog(look, "Scenes", "", parent=parent)

    options = DeskOptions(geometry=QRect(0, 0, 1600, 1000), drafts=tmp_path, edit_scenes=editor)
    async with DeskStage(tmp_path, options=options) as stage:
        stage.window.run("edit_scenes")
        await stage.settle()
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, DeskDialog)
        assert dialog.accessibleName() == "Scenes"
        dialog.reject()


async def test_a_desk_without_scenes_says_so(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        stage.window.run("edit_scenes")
        await stage.settle()
        assert QApplication.activeModalWidget() is None


async def test_of_many_walls_the_chosen_one_is_in_sight(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        dialog = await opened(stage, *(wall(f"wall@{number:02}") for number in range(30)))
        assert dialog.height() < stage.window.height()
        for _line in range(30):
            await stage.press(Qt.Key.Key_J)
        assert dialog.target == "wall@29"
        row = [one for one in dialog.findChildren(WallRow) if one.isVisible()][-1]
        assert row.visibleRegion().boundingRect().height() == row.height()
        dialog.reject()


async def test_the_figures_of_a_wall_are_explained_one_click_from_its_line(tmp_path: Path) -> None:
    figures = (("overview", "Net sentiment", "net_sentiment"), ("crisis", "Heat by region", "Heat"))
    foyer = msgspec.structs.replace(wall("wall@foyer"), figures=figures)
    async with DeskStage(tmp_path) as stage:
        dialog = await opened(stage, foyer)
        QTest.keyClick(dialog, Qt.Key.Key_F)
        await stage.settle()
        asked_for = QApplication.activeModalWidget()
        assert isinstance(asked_for, WallFigures)
        assert nameless(asked_for) == []
        lines = asked_for.findChildren(FigureLine)
        assert [line.accessibleName() for line in lines] == [
            "Net sentiment, on Overview",
            "Heat by region, on Crisis watch",
        ]
        assert "100 × (positive − negative) / all posts" in asked_for.said
        QTest.keyClick(asked_for, Qt.Key.Key_Down)
        assert "surprise × negativity × reach" in asked_for.said
        QTest.keyClick(asked_for, Qt.Key.Key_Return)
        await stage.settle()
        page = QApplication.activeModalWidget()
        assert isinstance(page, HelpPage)
        assert page.name == "formulas"
        page.reject()
        asked_for.reject()
        dialog.reject()


async def test_a_wall_that_told_no_figures_says_so(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        dialog = await opened(stage, wall("wall@foyer"))
        dialog.figures_requested.emit()
        await stage.settle()
        asked_for = QApplication.activeModalWidget()
        assert isinstance(asked_for, WallFigures)
        assert asked_for.said == "This wall has not told which figures it shows."
        asked_for.reject()
        dialog.reject()


def test_what_is_shown_now_comes_first_and_each_figure_once_a_scene() -> None:
    figures = (("crisis", "Heat by region", "Heat"), ("overview", "Crisis heat", "Heat"))
    one, other = (msgspec.structs.replace(wall(name), figures=figures) for name in ("wall@foyer", "wall@lab"))
    assert [figure.title for figure in figures_of([one, other])] == ["Crisis heat", "Heat by region"]
