"""Under the head stand the labels a conversation bears, and who has it where that is somebody else."""

from pathlib import Path

from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.fakes import desk_story as story
from tests.widgets.agent.desk_stage import DeskStage
from widgets.agent.standing import StandingLine
from widgets.dialogs.ask_labels import AskLabels


def line_of(stage: DeskStage) -> StandingLine:
    return stage.window.content.conversation.standing


def said(stage: DeskStage) -> str:
    words = line_of(stage).accessibleName() if line_of(stage).isVisible() else ""
    return words.replace("\u2068", "").replace("\u2069", "")


async def test_labels_that_were_set_are_seen_in_the_conversation(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await stage.open()
        assert said(stage) == ""
        stage.window.desk.deeds.label((story.MIRA,), add=("refund", "vip"), remove=())
        await stage.settle()
        assert said(stage) == "Labels: refund, vip"
        stage.window.desk.deeds.undo()
        await stage.settle()
        assert said(stage) == ""


async def test_a_colleagues_conversation_says_whose_it_is_and_ones_own_says_nothing(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await stage.open(4)
        assert said(stage) == "Dev Kaur has it"
        await stage.open(story.MIRA)
        assert said(stage) == ""


async def test_labels_without_room_are_counted_and_named_in_the_tool_tip(tmp_path: Path) -> None:
    labels = tuple(f"label number {number}" for number in range(40))
    async with DeskStage(tmp_path) as stage:
        await stage.open()
        stage.hub.put_card(replace(stage.hub.cards[story.MIRA], labels=labels, revision=9))
        await stage.settle()
        line = line_of(stage)
        assert line.height() == stage.window.look.px(30)
        assert labels[39] in line.toolTip()


async def test_pressing_the_labels_asks_for_others(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        stage.hub.put_card(replace(stage.hub.cards[story.MIRA], labels=("vip",), revision=9))
        await stage.open()
        QTest.mouseClick(line_of(stage), Qt.MouseButton.LeftButton)
        await stage.settle()
        assert isinstance(QApplication.activeModalWidget(), AskLabels)
