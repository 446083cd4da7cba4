"""An @ in a private note brings colleagues; the text keeps the focus, and the keys are the list's while it is shown."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest

from app.wire.calls import AddNote, ListColleagues
from tests.fakes import desk_story as story
from tests.widgets.agent.desk_stage import DeskStage
from widgets.agent.options import DeskOptions
from widgets.kit.desk_suggestions import SuggestionList


def offered(stage: DeskStage) -> SuggestionList:
    return stage.composer.naming.list


async def write_note(stage: DeskStage, words: str) -> None:
    stage.composer.begin("note")
    QTest.keyClicks(stage.composer.text, words)
    await stage.settle()


async def test_an_at_sign_offers_everybody_with_presence_and_enter_takes_one(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await stage.open()
        await write_note(stage, "Ask @")
        assert [row.words for row in offered(stage).rows] == ["Ana Ruiz", "Dev Kaur", "Rosa Lind"]
        assert offered(stage).rows[1].end == "at a desk, 4 open"
        assert offered(stage).isVisible()
        assert stage.composer.text.hasFocus()
        await write_note(stage, "ro")
        assert [row.words for row in offered(stage).rows] == ["Rosa Lind"]
        await stage.press(Qt.Key.Key_Return)
        assert stage.composer.text.toPlainText() == "Ask @Rosa Lind "
        assert not offered(stage).isVisible()
        await stage.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        assert AddNote(conversation_id=story.MIRA, text="Ask @Rosa Lind ") in stage.hub.link.calls


async def test_up_and_down_choose_round_and_round_and_tab_takes(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await stage.open()
        await write_note(stage, "@")
        await stage.press(Qt.Key.Key_Down)
        assert offered(stage).spoken() == "Dev Kaur, at a desk, 4 open, 2/3"
        await stage.press(Qt.Key.Key_Up)
        await stage.press(Qt.Key.Key_Up)
        assert offered(stage).spoken() == "Rosa Lind, away, 0 open, 3/3"
        assert offered(stage).accessibleDescription() == offered(stage).spoken()
        await stage.press(Qt.Key.Key_Tab)
        assert stage.composer.text.toPlainText() == "@Rosa Lind "
        assert stage.composer.text.hasFocus()


async def test_escape_closes_the_list_first_and_leaves_the_note_next(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await stage.open()
        await write_note(stage, "@d")
        await stage.press(Qt.Key.Key_Escape)
        assert not offered(stage).isVisible()
        assert stage.composer.text.hasFocus()
        await write_note(stage, "e")
        assert not offered(stage).isVisible()
        await stage.press(Qt.Key.Key_Escape)
        assert not stage.composer.text.hasFocus()
        assert stage.composer.text.toPlainText() == "@de"


async def test_a_closed_name_is_offered_again_after_another_at_sign(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await stage.open()
        await write_note(stage, "@d")
        await stage.press(Qt.Key.Key_Escape)
        await write_note(stage, " and @d")
        assert [row.words for row in offered(stage).rows] == ["Dev Kaur"]


async def test_after_a_name_enter_is_a_new_line_again(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await stage.open()
        await write_note(stage, "@dev")
        await stage.press(Qt.Key.Key_Return)
        await stage.press(Qt.Key.Key_Return)
        assert stage.composer.text.toPlainText() == "@Dev Kaur \n"


async def test_a_public_reply_names_no_colleague(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await stage.open()
        asked = len(stage.hub.link.calls)
        await stage.write("@d")
        assert not offered(stage).isVisible()
        assert not any(isinstance(call, ListColleagues) for call in stage.hub.link.calls[asked:])


async def test_a_press_takes_a_name_and_the_text_keeps_the_focus(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await stage.open()
        await write_note(stage, "@")
        row = offered(stage).height() // 3
        QTest.mouseClick(offered(stage), Qt.MouseButton.LeftButton, pos=QPoint(60, row + row // 2))
        await stage.settle()
        assert stage.composer.text.toPlainText() == "@Dev Kaur "
        assert stage.composer.text.hasFocus()


async def test_nothing_is_offered_once_the_caret_or_the_focus_is_elsewhere(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await stage.open()
        await write_note(stage, "Ask @")
        await stage.press(Qt.Key.Key_Home)
        assert not offered(stage).isVisible()
        await stage.press(Qt.Key.Key_End)
        await write_note(stage, "d")
        assert offered(stage).isVisible()
        stage.view.setFocus()
        await stage.settle()
        assert not offered(stage).isVisible()


async def test_screen_readers_are_told_how_many_fit_and_which_keys_work(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await stage.open()
        await write_note(stage, "@")
        words = "3 colleagues fit. Up and down choose, Enter takes, Esc closes."
        assert stage.composer.text.accessibleDescription() == words
        assert offered(stage).accessibleName() == words
        await write_note(stage, "xyz")
        assert stage.composer.text.accessibleDescription() == ""


@pytest.mark.parametrize("mirrored", [False, True])
@pytest.mark.parametrize("width", [1280, 1920])
async def test_the_list_stands_beside_the_name_inside_the_window(tmp_path: Path, mirrored: bool, width: int) -> None:
    options = DeskOptions(geometry=QRect(0, 0, width, 800), drafts=tmp_path, right_to_left=mirrored)
    async with DeskStage(tmp_path, options=options) as stage:
        await stage.open()
        await write_note(stage, "Ask @")
        window, shown = stage.window.rect(), offered(stage)
        assert window.contains(shown.geometry())
        caret = stage.composer.text.cursorRect()
        line = stage.composer.text.viewport().mapTo(stage.window, caret.topLeft())
        assert shown.geometry().bottom() < line.y()
        assert shown.geometry().left() - 40 <= line.x() <= shown.geometry().right() + 40


async def test_the_list_goes_with_a_desk_that_is_built_anew(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await stage.open()
        await write_note(stage, "@")
        stage.window.appearance.choose("light")
        await stage.settle()
        shown = [one for one in stage.window.findChildren(SuggestionList) if one.isVisible()]
        assert shown == []


async def test_names_are_offered_in_a_window_of_its_own_and_outlive_it(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await stage.open()
        stage.window.turn_own_window()
        own = stage.composer.window()
        own.activateWindow()
        await stage.settle()
        await write_note(stage, "@")
        assert own is not stage.window
        assert offered(stage).window() is own
        assert offered(stage).isVisible()
        stage.window.turn_own_window()
        await stage.settle()
        assert not offered(stage).isVisible()
        stage.window.activateWindow()
        await stage.settle()
        await write_note(stage, "d")
        assert offered(stage).window() is stage.window
