"""On a large screen lines stay together; with large letters words go before keycaps do."""

from pathlib import Path

from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QWidget

from tests.fakes.desk_hub import DeskHub
from tests.widgets.agent.desk_stage import DeskStage
from widgets.agent.conversation_pane import WIDEST
from widgets.agent.options import DeskOptions
from widgets.agent.thread_row import RowWidget


def stage_of(folder: Path, width: int, height: int, *, text_size: int = 100, leaving: bool = False) -> DeskStage:
    options = DeskOptions(text_size=text_size, geometry=QRect(0, 0, width, height), drafts=folder)
    return DeskStage(folder, hub=DeskHub(leaving=leaving), options=options)


def sides(pane: QWidget, part: QWidget) -> tuple[int, int]:
    """What is free left and right of a part of the pane."""
    left = part.mapTo(pane, QPoint(0, 0)).x()
    return left, pane.width() - left - part.width()


async def test_a_conversation_on_a_large_screen_stands_in_the_middle_and_is_no_wider_than_it_may(
    tmp_path: Path,
) -> None:
    async with stage_of(tmp_path, 3840, 2160) as stage:
        await stage.open()
        pane = stage.window.content.conversation
        row = next(iter(pane.thread_view.findChildren(RowWidget)))
        for part in (row, pane.composer):
            left, right = sides(pane, part)
            assert abs(left - (right - pane.earlier.width())) <= 1
            assert part.width() <= WIDEST + 1


async def test_a_conversation_with_no_room_to_spare_has_all_of_it(tmp_path: Path) -> None:
    async with stage_of(tmp_path, 1280, 800) as stage:
        await stage.open()
        pane = stage.window.content.conversation
        assert sides(pane, pane.composer) == (0, 0)


async def test_the_key_beside_what_is_leaving_gives_way_to_the_words(tmp_path: Path) -> None:
    async with stage_of(tmp_path, 1920, 1080, text_size=200, leaving=True) as stage:
        outbox = stage.window.content.queue.outbox
        wide = outbox.undo_button.width()
        outbox.resize(outbox.width() * 3 // 4, outbox.height())
        assert outbox.undo_button.width() < wide
