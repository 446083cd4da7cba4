"""A long run of other people's replies is one line of the thread: opened and closed by key and click, and heard."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.domain.conversation import Entry, EntryKind
from tests.fakes import desk_story as story
from tests.widgets.agent.desk_stage import DeskStage
from widgets.agent.fold_row import FoldRow
from widgets.agent.thread_view import ThreadView
from widgets.models.thread import RowKind

FIRST = story.NOW + 60_000


def reply(number: int) -> Entry:
    words = f"The same door, train number {number}."
    return Entry(
        kind=EntryKind.POST, id=700 + number, at=FIRST + number, native_id=f"r{number}",
        handle=f"rider{number}.example", name=f"Rider {number}", text=words, aside=True,
    )  # fmt: skip


async def open_with(stage: DeskStage, count: int) -> ThreadView:
    await stage.open(story.SAM)
    for number in range(count):
        stage.hub.post(story.SAM, reply(number))
    await stage.settle()
    return stage.window.content.conversation.thread_view


def fold_of(thread: ThreadView) -> FoldRow:
    (fold,) = [one for one in thread.findChildren(FoldRow) if one.isVisible()]
    return fold


def riders(thread: ThreadView) -> int:
    return sum(row.kind is RowKind.POST and row.key.startswith("post:70") for row in thread.rows())


async def reopen(stage: DeskStage) -> ThreadView:
    """Leave the conversation and come back: what came while somebody looked is shown to him as it came."""
    await stage.open(story.MIRA)
    await stage.open(story.SAM)
    return stage.window.content.conversation.thread_view


async def test_a_long_run_is_one_line_that_a_key_opens_and_closes(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await open_with(stage, 6)
        thread = await reopen(stage)
        fold = fold_of(thread)
        assert (fold.accessibleName(), riders(thread)) == ("Show 6 other replies", 0)
        thread.step(-1)
        assert fold.hasFocus()
        await stage.press(Qt.Key.Key_Return)
        assert riders(thread) == 6
        assert fold_of(thread).accessibleName() == "Hide 6 other replies"
        assert fold_of(thread).hasFocus()
        await stage.press(Qt.Key.Key_Return)
        assert riders(thread) == 0


async def test_a_click_opens_it_and_it_stays_open_as_it_grows(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await open_with(stage, 6)
        thread = await reopen(stage)
        QTest.mouseClick(fold_of(thread), Qt.MouseButton.LeftButton)
        await stage.settle()
        stage.hub.post(story.SAM, reply(6))
        await stage.settle()
        assert riders(thread) == 7


async def test_what_somebody_reads_is_not_folded_under_his_eyes(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        thread = await open_with(stage, 2)
        for number in range(2, 6):
            stage.hub.post(story.SAM, reply(number))
        await stage.settle()
        assert riders(thread) == 6
