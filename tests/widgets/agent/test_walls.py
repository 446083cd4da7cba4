"""Directing walls from a desk: by keys, to one or to all, and the panic scene with one key."""

from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.domain.walls import Verb, WallOrder
from app.wire.feeds import HouseFeed, StationFeed, StationRow
from app.wire.wall_calls import DirectWall, SetPanic
from tests.fakes import desk_story as story
from tests.widgets.agent.desk_stage import DeskStage
from tests.widgets.agent.test_accessibility import nameless
from widgets.dialogs.confirm import Confirm
from widgets.dialogs.wall_order import WallOrderDialog
from widgets.dialogs.walls import WallRow, WallsDialog

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


@pytest.mark.parametrize("command", ["walls", "panic", "calm", "held_posts"])
async def test_who_may_not_is_told_to_ask_a_lead(tmp_path: Path, command: str) -> None:
    async with DeskStage(tmp_path) as stage:
        stage.hub.link.role = "agent"
        stage.window.run(command)
        await stage.settle()
        assert QApplication.activeModalWidget() is None
        assert asked(stage) == []
