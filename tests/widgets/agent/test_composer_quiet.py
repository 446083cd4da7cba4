"""The composer says and paints something only when what it says has changed."""

from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QWidget

from app.core.clock import MINUTE
from app.wire.feeds import AccountFeed
from tests.fakes import desk_story as story
from tests.widgets.agent.desk_stage import DeskStage
from tests.widgets.agent.test_sending import UNKNOWN


class Painted(QObject):
    """Counts what is painted and laid out in a widget."""

    def __init__(self, watched: QWidget) -> None:
        super().__init__(watched)
        self.seen: list[str] = []
        for one in (watched, *watched.findChildren(QWidget)):
            one.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in {QEvent.Type.Paint, QEvent.Type.LayoutRequest, QEvent.Type.UpdateRequest}:
            self.seen.append(f"{type(watched).__name__}: {event.type().name}")
        return False


@pytest.mark.parametrize("width", [1600, 1024])
async def test_seconds_in_which_nothing_changes_paint_nothing(tmp_path: Path, width: int) -> None:
    async with DeskStage(tmp_path) as stage:
        stage.window.resize(width, 900)
        await stage.open()
        await stage.write("We have taken coach 3 out of service.")
        stage.view.setFocus()
        await stage.settle()
        painted = Painted(stage.composer)
        for _second in range(3):
            await stage.pass_time(1_000)
        stage.composer.judge_again()
        await stage.settle()
        assert painted.seen == []


async def test_a_second_that_changes_a_word_is_shown(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await stage.open()
        stage.hub.put_outbox(UNKNOWN)
        await stage.settle()
        before = stage.strips()["unknown"]
        painted = Painted(stage.composer)
        await stage.pass_time(1_000)
        assert stage.strips()["unknown"] != before
        assert painted.seen


async def test_data_that_grows_old_is_told_at_its_second_and_taken_back_when_news_come(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await stage.open()
        await stage.write("Is this still right?")
        heard = stage.hub.link.heard_at
        await stage.pass_time(3 * MINUTE)
        stage.hub.link.heard_at = heard
        stage.window.tick()
        assert "stale_data" in stage.strips()
        await stage.pass_time(1_000)
        assert "stale_data" not in stage.strips()


async def test_another_account_of_ours_offers_the_change_at_once(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await stage.open()
        assert stage.composer.destination.change_button.isHidden()
        second = msgspec.structs.replace(story.ACCOUNTS[1], id=99, handle="harbourhelp")
        stage.hub.link.put(AccountFeed(), {"99": second})
        await stage.settle()
        assert not stage.composer.destination.change_button.isHidden()
