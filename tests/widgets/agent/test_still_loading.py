"""What has not come after some seconds says so, and can be asked for again by key and by button."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.link.base import LinkState
from app.wire.calls import GetConversation
from tests.fakes import desk_story as story
from tests.widgets.agent.desk_stage import DeskStage
from widgets.agent.slow_strip import PATIENCE, SlowStrip
from widgets.kit.desk_button import DeskButton


def queue_strip(stage: DeskStage) -> SlowStrip:
    return stage.window.content.queue.slow


def thread_strip(stage: DeskStage) -> SlowStrip:
    return stage.window.content.conversation.slow


async def open_silent_view(stage: DeskStage) -> None:
    stage.hub.silent = True
    stage.window.desk.show_view("account:2")
    await stage.settle()


async def open_silent_thread(stage: DeskStage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(stage.hub.link.answers, GetConversation, None)
    await stage.open(story.SAM)


async def test_a_view_that_does_not_come_says_so_after_five_seconds_and_not_before(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await open_silent_view(stage)
        await stage.pass_time(PATIENCE - 1)
        assert not queue_strip(stage).isVisible()
        await stage.pass_time(1)
        assert queue_strip(stage).isVisible()
        assert queue_strip(stage).accessibleName().startswith("Still loading.")


async def test_the_key_asks_for_the_view_again_and_the_strip_is_gone(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await open_silent_view(stage)
        await stage.pass_time(PATIENCE)
        stage.hub.silent = False
        await stage.press(Qt.Key.Key_F5)
        assert not queue_strip(stage).isVisible()
        assert stage.window.desk.queue.filled


async def test_what_was_asked_for_again_in_vain_is_said_again(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await open_silent_view(stage)
        await stage.pass_time(PATIENCE)
        (button,) = queue_strip(stage).findChildren(DeskButton)
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        await stage.settle()
        assert not queue_strip(stage).isVisible()
        await stage.pass_time(PATIENCE)
        assert queue_strip(stage).isVisible()


async def test_a_thread_that_does_not_come_is_asked_for_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with DeskStage(tmp_path) as stage:
        await open_silent_thread(stage, monkeypatch)
        await stage.pass_time(PATIENCE)
        assert thread_strip(stage).isVisible()
        assert not queue_strip(stage).isVisible()
        monkeypatch.undo()
        await stage.press(Qt.Key.Key_F5)
        assert not thread_strip(stage).isVisible()
        assert stage.window.content.conversation.thread_view.rows()


async def test_another_conversation_has_its_own_five_seconds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with DeskStage(tmp_path) as stage:
        await open_silent_thread(stage, monkeypatch)
        await stage.pass_time(PATIENCE - 1)
        await stage.open(story.MIRA)
        await stage.pass_time(1)
        assert not thread_strip(stage).isVisible()


async def test_without_the_hub_only_its_absence_is_said(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await open_silent_view(stage)
        stage.hub.link.become(LinkState.LOST)
        await stage.pass_time(PATIENCE)
        assert not queue_strip(stage).isVisible()
