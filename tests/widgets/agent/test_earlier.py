"""The person's earlier conversations: beside the open one where there is room, else over it, always by key."""

from pathlib import Path

import msgspec
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.core.clock import DAY
from app.core.errors import Unavailable
from app.domain.conversation import Status
from app.wire.calls import GetConversation, MarkRead
from tests.fakes import desk_story as story
from tests.widgets.agent.desk_stage import DeskStage
from widgets.agent.conversation_pane import BESIDE, WIDEST
from widgets.agent.earlier_dialog import EarlierDialog
from widgets.agent.earlier_view import EarlierView
from widgets.agent.fact_row import FactRow, PastRow
from widgets.agent.options import DeskOptions
from widgets.agent.person_parts import NoteBox
from widgets.kit.desk_button import DeskButton
from widgets.models.thread import RowKind

LIFT, BAG = 41, 40


def stage_of(folder: Path, width: int, height: int = 1440) -> DeskStage:
    return DeskStage(folder, options=DeskOptions(geometry=QRect(0, 0, width, height), drafts=folder))


def fetched(stage: DeskStage) -> list[int]:
    return [call.id for call in stage.hub.link.calls if isinstance(call, GetConversation)]


def view_of(stage: DeskStage) -> EarlierView:
    return stage.window.content.conversation.earlier


def past_rows(stage: DeskStage) -> list[PastRow]:
    """Those that can be seen, in order."""
    return [row for row in stage.window.content.person.findChildren(PastRow) if row.isVisible()]


async def test_a_large_screen_shows_the_newest_earlier_conversation_beside_the_open_one(tmp_path: Path) -> None:
    async with stage_of(tmp_path, 2560) as stage:
        await stage.open()
        view, pane = view_of(stage), stage.window.content.conversation
        assert view.isVisible()
        assert view.width() >= BESIDE
        assert pane.composer.width() <= WIDEST + 1
        assert view.x() >= pane.composer.width()
        texts = [row.entry.text for row in view.thread_view.rows() if row.entry is not None]
        assert texts[0].startswith("Lift at Fern Quay closed")
        assert RowKind.ASK not in [row.kind for row in view.thread_view.rows()]


async def test_reading_back_marks_nothing_read_and_opens_nothing(tmp_path: Path) -> None:
    async with stage_of(tmp_path, 2560) as stage:
        await stage.open()
        stage.window.run("past")
        await stage.settle()
        assert stage.window.desk.open_id == story.MIRA
        assert LIFT in fetched(stage)
        assert not any(isinstance(call, MarkRead) and call.id == LIFT for call in stage.hub.link.calls)


async def test_without_the_room_nothing_is_fetched_until_somebody_looks(tmp_path: Path) -> None:
    async with stage_of(tmp_path, 1600, 1000) as stage:
        await stage.open()
        assert not view_of(stage).isVisible()
        assert LIFT not in fetched(stage)
        stage.view.setFocus()
        await stage.press(Qt.Key.Key_H)
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, EarlierDialog)
        assert fetched(stage).count(LIFT) == 1
        assert dialog.view.thread_view.rows()
        await stage.press(Qt.Key.Key_Escape)
        assert QApplication.activeModalWidget() is None
        assert stage.window.desk.open_id == story.MIRA


async def test_a_chosen_post_of_the_earlier_conversation_is_the_one_that_is_copied(tmp_path: Path) -> None:
    async with stage_of(tmp_path, 2560) as stage:
        await stage.open()
        stage.window.run("past")
        view_of(stage).thread_view.step(-1)
        view_of(stage).thread_view.step(-1)
        chosen = view_of(stage).thread_view.chosen_entry()
        assert chosen is not None
        stage.window.run("copy_text")
        assert QGuiApplication.clipboard().text() == chosen.text


async def test_the_key_again_goes_on_to_the_one_before(tmp_path: Path) -> None:
    async with stage_of(tmp_path, 2560) as stage:
        await stage.open()
        for expected in (LIFT, BAG):
            stage.window.run("past")
            await stage.settle()
            assert stage.window.desk.earlier.chosen is not None
            assert stage.window.desk.earlier.chosen[0] == expected
        assert fetched(stage)[-1] == BAG
        assert [row.isChecked() for row in past_rows(stage)] == [False, True, False]


async def test_a_row_of_the_history_is_worked_by_key_and_shows_its_conversation(tmp_path: Path) -> None:
    async with stage_of(tmp_path, 2560) as stage:
        await stage.open()
        past_rows(stage)[0].setFocus(Qt.FocusReason.TabFocusReason)
        await stage.press(Qt.Key.Key_Down)
        await stage.press(Qt.Key.Key_Return)
        assert stage.window.desk.earlier.chosen is not None
        assert stage.window.desk.earlier.chosen[0] == BAG
        assert view_of(stage).isAncestorOf(QApplication.focusWidget())


async def test_the_open_conversation_is_not_in_its_own_history(tmp_path: Path) -> None:
    async with stage_of(tmp_path, 1600, 1000) as stage:
        await stage.open()
        history = [words for _id, words, _status, _at in story.MIRA_PERSON.history]
        assert [row.text() for row in past_rows(stage)] == history[1:]


async def test_a_long_history_is_shown_whole_when_asked_for_and_the_focus_goes_on_in_it(tmp_path: Path) -> None:
    long = tuple((900 + number, f"Matter {number}", Status.RESOLVED, story.NOW - number * DAY) for number in range(7))
    person = msgspec.structs.replace(story.MIRA_PERSON, history=long)
    async with stage_of(tmp_path, 1600, 1000) as stage:
        known = msgspec.structs.replace(story.detail(story.MIRA), person=person)
        stage.hub.link.answers[GetConversation] = known
        await stage.open()
        assert len(past_rows(stage)) == 3
        (more,) = [one for one in stage.window.content.person.findChildren(DeskButton) if one.text() == "All 7"]
        more.click()
        await stage.settle()
        assert [row.text() for row in past_rows(stage)] == [f"Matter {number}" for number in range(7)]
        assert past_rows(stage)[3].hasFocus()


async def test_an_earlier_conversation_can_be_opened(tmp_path: Path) -> None:
    async with stage_of(tmp_path, 1600, 1000) as stage:
        await stage.open()
        stage.window.run("past")
        await stage.settle()
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, EarlierDialog)
        dialog.view.open_button.click()
        await stage.settle()
        assert stage.window.desk.open_id == LIFT
        assert story.MIRA in [one[0] for one in stage.window.desk.earlier.past]


async def test_older_and_newer_end_where_there_is_none(tmp_path: Path) -> None:
    async with stage_of(tmp_path, 2560) as stage:
        await stage.open()
        view = view_of(stage)
        for _time in range(5):
            view.older.click()
        await stage.settle()
        assert stage.window.desk.earlier.place() == 2
        for _time in range(5):
            view.newer.click()
        assert stage.window.desk.earlier.place() == 0


async def test_who_wrote_for_the_first_time_has_no_earlier_conversation_and_the_desk_says_so(tmp_path: Path) -> None:
    async with stage_of(tmp_path, 2560) as stage:
        await stage.open(story.SAM)
        said = [row.accessibleName() for row in stage.window.content.person.findChildren(FactRow)]
        assert "First conversation" in said
        stage.window.run("past")
        await stage.settle()
        assert "No earlier conversation" in stage.window.content.queue.toast.accessibleName()


async def test_an_earlier_conversation_that_cannot_be_fetched_says_why(tmp_path: Path) -> None:
    async with stage_of(tmp_path, 2560) as stage:

        def refuse(request: GetConversation) -> object:
            if request.id == LIFT:
                raise Unavailable("The hub is busy.")
            return stage.hub._detail(request)

        stage.hub.link.answers[GetConversation] = refuse
        await stage.open()
        assert stage.window.desk.earlier.trouble == "The hub is busy."
        assert not view_of(stage).thread_view.isVisible()


async def test_a_note_in_the_panel_says_who_wrote_it_and_when(tmp_path: Path) -> None:
    async with stage_of(tmp_path, 1600, 1000) as stage:
        await stage.open()
        (box,) = stage.window.content.person.findChildren(NoteBox)
        assert box.accessibleName().replace("\u2068", "").replace("\u2069", "").startswith("Dev, Yesterday: Depot")


async def test_the_drawer_gives_way_to_what_is_written_and_to_escape(tmp_path: Path) -> None:
    async with stage_of(tmp_path, 1280, 800) as stage:
        await stage.open()
        person = stage.window.content.person
        stage.view.setFocus()
        await stage.press(Qt.Key.Key_I)
        assert person.isVisible()
        await stage.press(Qt.Key.Key_R)
        assert not person.isVisible()
        await stage.press(Qt.Key.Key_Escape)
        await stage.press(Qt.Key.Key_I)
        await stage.press(Qt.Key.Key_F6)
        person.setFocus()
        QTest.keyClick(past_rows(stage)[0], Qt.Key.Key_Escape)
        await stage.settle()
        assert not person.isVisible()
        assert stage.view.hasFocus()


async def test_escape_leads_back_to_the_queue_from_every_pane(tmp_path: Path) -> None:
    async with stage_of(tmp_path, 2560) as stage:
        await stage.open()
        for pane in stage.window.content.panes():
            stage.window.hands._focus(pane)
            await stage.settle()
            await stage.press(Qt.Key.Key_Escape)
            assert stage.view.hasFocus(), pane
