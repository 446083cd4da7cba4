"""Keys: single ones only outside text fields, chords after G, keycaps that tell the truth."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from app.domain.conversation import Status
from app.wire.calls import SetStatus
from tests.fakes import desk_story as story
from tests.widgets.agent.desk_stage import DeskStage
from widgets.agent.commands import desk_commands
from widgets.dialogs.keys_settings import KeysDialog
from widgets.dialogs.keys_sheet import COLUMNS, KeyRow, KeysSheet, shared_out
from widgets.dialogs.palette import Palette
from widgets.kit.key_words import key_words
from widgets.shell.commands import matches

LETTERS = "".join(command.key.lower() for command in desk_commands() if len(command.key) == 1 and command.key.isalpha())


async def test_typing_in_the_composer_never_runs_a_command(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await stage.open()
        await stage.write("warm up ")
        before = len(stage.hub.link.calls)
        text = LETTERS + LETTERS.upper() + " g q g m # [ ] ? / x"
        QTest.keyClicks(stage.composer.text, text)
        await stage.press(Qt.Key.Key_Return)
        acted = [call for call in stage.hub.link.calls[before:] if type(call).__name__ not in {"SaveDraft", "Present"}]
        assert acted == []
        assert stage.window.desk.open_id == story.MIRA
        assert stage.composer.text.toPlainText() == "warm up " + text + "\n"
        assert stage.window.desk.queue.named is not None
        assert stage.window.desk.queue.named.name == "open"


async def test_typing_in_a_question_never_runs_a_command(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await stage.open()
        stage.window.hands.ask_assignee()
        await stage.settle()
        before = len(stage.hub.link.calls)
        assert isinstance(QApplication.focusWidget(), QLineEdit)
        await stage.press(Qt.Key.Key_E)
        await stage.press(Qt.Key.Key_R)
        assert len(stage.hub.link.calls) == before
        await stage.press(Qt.Key.Key_Escape)


async def test_j_and_k_go_over_group_headers(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await stage.open(1)
        stage.view.setFocus()
        await stage.press(Qt.Key.Key_J)
        assert stage.window.desk.open_id == story.MIRA
        await stage.press(Qt.Key.Key_K)
        assert stage.window.desk.open_id == 1


async def test_escape_leaves_the_text_for_the_queue_and_the_draft_stays(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await stage.open()
        await stage.write("Half a thou")
        await stage.press(Qt.Key.Key_Escape)
        assert stage.view.hasFocus()
        assert stage.composer.text.toPlainText() == "Half a thou"


async def test_after_resolving_the_selection_goes_to_the_next_card(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await stage.open(3)
        stage.view.setFocus()
        await stage.press(Qt.Key.Key_E)
        assert SetStatus(ids=(3,), status=Status.RESOLVED) in stage.hub.link.calls
        assert stage.view.current_id == 4
        assert 3 not in stage.card_ids()


async def test_g_then_a_letter_goes_to_a_view(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        stage.view.setFocus()
        await stage.press(Qt.Key.Key_G)
        await stage.press(Qt.Key.Key_M)
        assert stage.window.desk.queue.named is not None
        assert stage.window.desk.queue.named.name == "mine"


async def test_after_g_a_letter_is_no_other_commands_key(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await stage.open()
        stage.view.setFocus()
        await stage.press(Qt.Key.Key_G)
        await stage.press(Qt.Key.Key_S)
        assert QApplication.activeModalWidget() is None, "S alone would ask until when to snooze"
        assert stage.window.desk.queue.named is not None
        assert stage.window.desk.queue.named.name == "snoozed"


async def test_g_then_a_figure_goes_to_a_brand(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        stage.view.setFocus()
        await stage.press(Qt.Key.Key_G)
        await stage.press(Qt.Key.Key_2)
        assert stage.window.desk.queue.named is not None
        assert stage.window.desk.queue.named.title == "Fernhill Bank"


async def test_keycaps_show_only_keys_that_work_now(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await stage.open()
        stage.view.setFocus()
        await stage.settle()
        assert stage.composer.reply_tab._cap == "R"
        assert stage.composer.send_button._cap == ""
        await stage.write("Now in the text")
        assert stage.composer.reply_tab._cap == "Alt R"
        assert stage.composer.send_button._cap == "Ctrl ↵"


async def test_alt_n_goes_from_reply_to_note(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await stage.open()
        await stage.write("Public")
        await stage.press(Qt.Key.Key_N, Qt.KeyboardModifier.AltModifier)
        assert stage.composer.note_tab.isChecked()
        assert stage.composer.text.toPlainText() == ""


async def test_the_palette_lists_what_cannot_run_with_its_reason(tmp_path: Path) -> None:
    stage = DeskStage(tmp_path)
    stage.hub.link.role = "agent"
    async with stage:
        await stage.open()
        stage.window.hands.show_palette("hold all")
        await stage.settle()
        palette = stage.window.findChild(Palette)
        assert palette is not None
        (offer,) = [offer for offer in palette.rows() if offer.id == "command:hold"]
        assert offer.why_not == "Ask a lead"
        palette.reject()


async def test_the_palette_runs_a_command_by_keyboard(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await stage.open(3)
        await stage.press(Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
        palette = stage.window.findChild(Palette)
        assert palette is not None
        QTest.keyClicks(palette.field, "snooze")
        QTest.keyClick(palette.field, Qt.Key.Key_Return)
        await stage.settle()
        await stage.press(Qt.Key.Key_Return)
        assert any(isinstance(call, SetStatus) and call.status is Status.SNOOZED for call in stage.hub.link.calls)


async def test_the_sheet_shows_every_listed_key(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        stage.window.run("keys")
        await stage.settle()
        sheet = stage.window.findChild(KeysSheet)
        assert sheet is not None
        rows = {row.accessibleName() for row in sheet.findChildren(KeyRow)}
        for command in desk_commands():
            if command.key and command.listed:
                assert f"{command.words}: {key_words(command.key)}" in rows
        sheet.reject()


async def test_the_sheet_cuts_no_words_and_a_columns_words_begin_below_each_other(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        stage.window.run("keys")
        await stage.settle()
        sheet = stage.window.findChild(KeysSheet)
        assert sheet is not None
        rows = sheet.findChildren(KeyRow)
        assert all(row.words.height() >= row.words.heightForWidth(row.words.width()) for row in rows)
        assert len({row.words.mapTo(sheet, QPoint(0, 0)).x() for row in rows}) == COLUMNS
        assert all(row.caps.width() >= row.caps.sizeHint().width() for row in rows)


async def test_the_sheet_leads_to_changing_the_keys(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        stage.window.run("keys")
        await stage.settle()
        sheet = stage.window.findChild(KeysSheet)
        assert sheet is not None
        assert sheet.act_button is not None
        sheet.act_button.click()
        await stage.settle()
        assert isinstance(QApplication.activeModalWidget(), KeysDialog)


def test_the_sheets_groups_are_shared_out_evenly_and_keep_their_order() -> None:
    sizes = {"a": 23, "b": 3, "c": 7, "d": 11, "e": 2, "f": 1, "g": 14}
    columns = shared_out(sizes)
    heights = [sum(sizes[name] + 2 for name in column) for column in columns]
    assert sorted(name for column in columns for name in column) == sorted(sizes)
    assert max(heights) == 25
    assert all(column == sorted(column) for column in columns)


def test_no_two_commands_share_a_key() -> None:
    keys = [key for command in desk_commands() for key in (command.key, command.text_key) if key]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize(
    ("typed", "found"), [("res", [0, 1, 2]), ("von", None), ("ron", [0, 8, 13]), ("", []), ("zz", None)]
)
def test_typed_letters_match_a_piece_or_first_letters(typed: str, found: list[int] | None) -> None:
    assert matches("Resolve open next", typed) == found


async def test_the_key_of_send_is_told_everywhere_and_belongs_to_the_text(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await stage.open()
        stage.window.run("change_keys")
        await stage.settle()
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, KeysDialog)
        button = dialog.buttons["send"]
        assert button.accessibleName() == f"Key of Send, or save the note: {key_words('Ctrl+Return')}"
        assert not button.may
        assert "stays so" in button.accessibleDescription()
        dialog.take(stage.window.standard["label"], "Ctrl+Return")
        assert stage.window.table["label"].key == "L"
        assert "stays so" in dialog.said.accessibleName()


async def test_the_search_field_shows_the_key_that_opens_it_now(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        stage.window.desk.choices.change(keys={"palette": "Ctrl+J"})
        await stage.settle()
        assert stage.window.content.top_bar.search_button.cap == key_words("Ctrl+J")
