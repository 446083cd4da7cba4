"""With room for one pane only, the desk shows the one with the focus: queue or conversation."""

from pathlib import Path

from PySide6.QtCore import QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from tests.widgets.agent.desk_stage import DeskStage
from widgets.agent.options import DeskOptions


def narrow(folder: Path) -> DeskStage:
    return DeskStage(folder, options=DeskOptions(text_size=200, geometry=QRect(0, 0, 1280, 800), drafts=folder))


def in_sight(stage: DeskStage) -> list[QWidget]:
    content = stage.window.content
    area = content.splitter.rect()
    return [pane for pane in (content.queue, content.conversation) if area.contains(pane.geometry())]


async def test_the_queue_is_seen_first_and_enter_shows_the_conversation(tmp_path: Path) -> None:
    async with narrow(tmp_path) as stage:
        await stage.open()
        stage.view.setFocus()
        await stage.settle()
        assert in_sight(stage) == [stage.window.content.queue]
        await stage.press(Qt.Key.Key_Return)
        assert in_sight(stage) == [stage.window.content.conversation]
        splitter = stage.window.content.splitter
        assert stage.window.content.conversation.width() == splitter.width() - splitter.handleWidth()


async def test_escape_goes_back_to_the_queue_from_the_text_and_from_the_thread(tmp_path: Path) -> None:
    async with narrow(tmp_path) as stage:
        await stage.open()
        for key in (Qt.Key.Key_R, Qt.Key.Key_Return):
            stage.view.setFocus()
            await stage.press(key)
            assert in_sight(stage) == [stage.window.content.conversation]
            await stage.press(Qt.Key.Key_Escape)
            assert in_sight(stage) == [stage.window.content.queue]


async def test_a_button_leads_back_to_the_queue(tmp_path: Path) -> None:
    async with narrow(tmp_path) as stage:
        await stage.open()
        await stage.press(Qt.Key.Key_Return)
        button = stage.window.content.conversation.header._queue
        assert button.isVisible()
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        await stage.settle()
        assert in_sight(stage) == [stage.window.content.queue]


async def test_smaller_letters_bring_both_panes_back(tmp_path: Path) -> None:
    async with narrow(tmp_path) as stage:
        await stage.open()
        for _step in range(4):
            stage.window.run("smaller")
            await stage.settle()
        content = stage.window.content
        assert in_sight(stage) == [content.queue, content.conversation]
        assert not content.conversation.header._queue.isVisible()
