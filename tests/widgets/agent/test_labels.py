"""Labels the house uses are offered with their counts; a new one is called new; keys alone do everything."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.core.errors import Code, FishbowlError
from app.wire.calls import LabelConversation, ListLabels
from tests.fakes import desk_story as story
from tests.widgets.agent.desk_stage import DeskStage
from widgets.dialogs.ask_labels import AskLabels


async def ask(stage: DeskStage, words: str = "") -> AskLabels:
    await stage.open()
    stage.view.setFocus()
    await stage.press(Qt.Key.Key_L)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, AskLabels)
    dialog.field.setFocus()
    QTest.keyClicks(dialog.field, words)
    await stage.settle()
    return dialog


def labelled(stage: DeskStage) -> list[tuple[str, ...]]:
    return [call.labels for call in stage.hub.link.calls if isinstance(call, LabelConversation)]


async def test_with_nothing_written_the_most_used_are_offered_and_none_is_chosen(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        dialog = await ask(stage)
        assert dialog.list.rows[0].words == "Delivery"
        assert dialog.list.rows[0].end == "214 conversations"
        assert len(dialog.list.rows) == 6
        assert dialog.list.chosen is None
        await stage.press(Qt.Key.Key_Down)
        await stage.press(Qt.Key.Key_Down)
        await stage.press(Qt.Key.Key_Return)
        assert dialog.field.text() == "Lost item, "
        assert "Lost item" not in [row.words for row in dialog.list.rows]
        await stage.press(Qt.Key.Key_Return)
        assert labelled(stage) == [("Lost item",)]


async def test_what_begins_as_written_is_taken_by_tab_and_the_next_one_follows(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        dialog = await ask(stage, "ste")
        await stage.press(Qt.Key.Key_Tab)
        QTest.keyClicks(dialog.field, "item")
        await stage.press(Qt.Key.Key_Tab)
        assert dialog.field.text() == "Step-free, Lost item, "
        await stage.press(Qt.Key.Key_Return)
        assert labelled(stage) == [("Step-free", "Lost item")]


async def test_a_new_label_is_called_new_and_one_enter_sets_it(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        dialog = await ask(stage, "Ice cream")
        assert [row.words for row in dialog.list.rows] == ["New label “Ice cream”"]
        await stage.press(Qt.Key.Key_Return)
        assert labelled(stage) == [("Ice cream",)]


async def test_a_new_label_that_begins_as_a_known_one_is_the_last_row(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        dialog = await ask(stage, "Lost")
        assert [row.words for row in dialog.list.rows] == ["Lost item", "New label “Lost”"]
        await stage.press(Qt.Key.Key_Up)
        await stage.press(Qt.Key.Key_Return)
        assert labelled(stage) == [("Lost",)]


async def test_a_known_label_keeps_its_spelling(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        dialog = await ask(stage, "dELIVERY")
        assert [row.words for row in dialog.list.rows] == ["Delivery"]
        await stage.press(Qt.Key.Key_Return)
        assert labelled(stage) == [("Delivery",)]


async def test_labels_it_has_stand_in_the_field_and_are_not_offered(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        stage.hub._change(story.MIRA, labels=("Press", "Refund"))
        dialog = await ask(stage)
        assert dialog.field.text() == "Press, Refund, "
        assert not {"Press", "Refund"} & {row.words for row in dialog.list.rows}


async def test_tab_with_nothing_written_goes_to_the_buttons_and_escape_leaves_all_as_it_is(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        dialog = await ask(stage)
        await stage.press(Qt.Key.Key_Tab)
        assert not dialog.field.hasFocus()
        await stage.press(Qt.Key.Key_Escape)
        assert labelled(stage) == []


async def test_without_the_hubs_list_labels_are_written_as_before(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        stage.hub.link.answers[ListLabels] = FishbowlError("No.", code=Code.UNAVAILABLE)
        await ask(stage, "one, two")
        await stage.press(Qt.Key.Key_Return)
        assert labelled(stage) == [("one", "two")]


@pytest.mark.parametrize("typed", ["", "l"])
async def test_the_dialog_keeps_its_height_while_one_writes(tmp_path: Path, typed: str) -> None:
    async with DeskStage(tmp_path) as stage:
        dialog = await ask(stage, typed)
        before = dialog.height()
        QTest.keyClicks(dialog.field, "zz")
        await stage.settle()
        assert dialog.height() == before
        assert dialog.list.accessibleName() == "1 label fits. Up and down choose, Enter takes."
