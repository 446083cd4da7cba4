"""Labels the house uses are offered with their counts; a new one is called new; keys alone do everything."""

from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.core.errors import Code, FishbowlError
from app.domain.conversation import Status
from app.wire.calls import LabelConversations, ListLabels
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
    """The labels that were set, with one conversation open."""
    calls = [call for call in stage.hub.link.calls if isinstance(call, LabelConversations)]
    return [labels for call in calls for _id, labels in call.labelled]


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


async def test_all_marked_cards_are_labelled_at_once_and_one_undo_takes_it_back(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        ids = (story.MIRA, story.SAM, 4)
        for one, labels in zip(ids, (("Press", "Refund"), ("Press",), ("Lost item", "Press")), strict=True):
            stage.hub.put_card(replace(stage.hub.cards[one], labels=labels))
        before = {one: stage.hub.cards[one].labels for one in ids}
        await stage.settle()
        for one in ids:
            stage.window.desk.queue.model.mark(one, on=True)
        stage.view.setFocus()
        await stage.press(Qt.Key.Key_L)
        dialog = stage.window.findChild(AskLabels)
        assert dialog is not None
        assert (dialog.accessibleName(), dialog.field.text()) == ("Which labels for 3 conversations?", "Press, ")
        dialog.field.setText("Door fault")
        await stage.press(Qt.Key.Key_Return)
        await stage.settle()
        assert {one: stage.hub.cards[one].labels for one in ids} == {
            story.MIRA: ("Refund", "Door fault"),
            story.SAM: ("Door fault",),
            4: ("Lost item", "Door fault"),
        }
        stage.view.setFocus()
        await stage.press(Qt.Key.Key_Z)
        await stage.settle()
        assert {one: stage.hub.cards[one].labels for one in ids} == before


async def test_every_loaded_card_is_marked_and_unmarked_by_one_key_and_the_header_names_what_can_be_done(
    tmp_path: Path,
) -> None:
    async with DeskStage(tmp_path) as stage:
        bar = stage.window.content.queue.marked
        model = stage.window.desk.queue.model
        assert not bar.isVisible()
        stage.view.setFocus()
        await stage.press(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        assert set(model.marked) == set(stage.card_ids())
        assert [button.text() for button in bar.buttons.values() if button.isVisible()] == [
            "Resolve", "Take", "Assign...", "Label...", "Snooze...", "Merge...", "Unmark",
        ]  # fmt: skip
        await stage.press(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        assert (model.marked, bar.isVisible()) == ((), False)
        await stage.press(Qt.Key.Key_X)
        assert bar.isVisible()
        assert not bar.buttons["merge"].isVisible()
        bar.buttons["unmark"].click()
        assert (model.marked, bar.isVisible()) == ((), False)


async def test_a_deed_of_the_header_is_done_to_every_marked_card(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        for one in (story.MIRA, story.SAM):
            stage.window.desk.queue.model.mark(one, on=True)
        stage.window.content.queue.refresh()
        stage.window.content.queue.marked.buttons["resolve"].click()
        await stage.settle()
        resolved = [card.id for card in stage.hub.cards.values() if card.status is Status.RESOLVED]
        assert {story.MIRA, story.SAM} <= set(resolved)
        assert not stage.window.content.queue.marked.isVisible()
