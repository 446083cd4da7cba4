"""Chords are changed like every other key, clashes are told, and what a newer version brings takes no chosen key."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.wire.feeds import CrisisFeed
from tests.fakes import desk_story as story
from tests.widgets.agent.desk_stage import DeskStage
from tests.widgets.agent.test_crises import crisis
from widgets.dialogs.keys_settings import KeysDialog
from widgets.dialogs.keys_sheet import KeysSheet
from widgets.dialogs.palette import Palette
from widgets.kit.key_words import key_words
from widgets.shell.commands import Command, CommandTable


async def changing(stage: DeskStage) -> KeysDialog:
    stage.window.run("change_keys")
    await stage.settle()
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, KeysDialog)
    return dialog


async def give(stage: DeskStage, dialog: KeysDialog, command: str, *keys: Qt.Key) -> None:
    """Press a command's button, then these keys."""
    button = dialog.buttons[command]
    button.setFocus()
    button.click()
    for key in keys:
        QTest.keyClick(button, key)
    await stage.settle()


def view(stage: DeskStage) -> str:
    named = stage.window.desk.queue.named
    return named.name if named is not None else ""


async def test_a_chord_is_given_by_pressing_it_and_works(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        dialog = await changing(stage)
        dialog.buttons["go_mine"].click()
        QTest.keyClick(dialog.buttons["go_mine"], Qt.Key.Key_G)
        assert dialog.buttons["go_mine"].accessibleName() == "G, then one more key..."
        QTest.keyClick(dialog.buttons["go_mine"], Qt.Key.Key_Y)
        await stage.settle()
        assert stage.hub.settings.keys == {"go_mine": "G, Y"}
        dialog.reject()
        await stage.settle()
        stage.view.setFocus()
        await stage.press(Qt.Key.Key_G)
        await stage.press(Qt.Key.Key_M)
        assert view(stage) == "open", "the old chord is nobody's"
        await stage.press(Qt.Key.Key_G)
        await stage.press(Qt.Key.Key_Y)
        assert view(stage) == "mine"


async def test_a_chord_that_is_taken_changes_hands_and_the_loser_is_told(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        dialog = await changing(stage)
        await give(stage, dialog, "go_mine", Qt.Key.Key_G, Qt.Key.Key_Q)
        assert dialog.said.words == "G Q is Mine now; All open has no key any more."
        assert stage.window.table["go_open"].key == ""
        await give(stage, dialog, "label", Qt.Key.Key_G, Qt.Key.Key_1)
        assert stage.window.table["label"].key == "G, 1"
        assert stage.window.table["go_brand_1"].key == ""
        await give(stage, dialog, "go_topics", Qt.Key.Key_J)
        assert "Next card has no key any more" in dialog.said.words
        assert stage.window.table["go_topics"].chord == ""
        dialog.reset()
        assert stage.window.table["go_open"].key == "G, Q"


async def test_what_can_be_no_chord_leaves_the_key_as_it_was(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        dialog = await changing(stage)
        for last in (Qt.Key.Key_Escape, Qt.Key.Key_F5, Qt.Key.Key_Left):
            await give(stage, dialog, "go_mine", Qt.Key.Key_G, last)
            assert dialog.buttons["go_mine"].accessibleName() == f"Key of Mine: {key_words('G, M')}"
        await give(stage, dialog, "palette", Qt.Key.Key_G, Qt.Key.Key_Y)
        assert "needs Ctrl, Alt or a function key" in dialog.said.words
        await give(stage, dialog, "label", Qt.Key.Key_G)
        dialog.field.setFocus()
        assert dialog.buttons["label"].accessibleName() == "Key of Label...: L"
        assert stage.hub.settings.keys == {}


def test_a_key_that_a_newer_version_brings_takes_none_that_was_chosen() -> None:
    def none(_context: Any) -> None: ...

    table = CommandTable([Command("old", "Old", "", none, "A"), Command("new", "New", "", none, "W")])
    now = table.with_keys({"old": "W"})
    assert (now["old"].key, now["new"].key) == ("W", "")
    assert table.with_keys({"gone": "W"})["new"].key == "W"


async def test_the_sheet_of_keys_opens_from_a_text_too(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await stage.open()
        await stage.write("What was")
        assert stage.window.content.rail._keys.words == f"Press {key_words('Ctrl+/')} for keys"
        await stage.press(Qt.Key.Key_Slash, Qt.KeyboardModifier.ControlModifier)
        assert isinstance(QApplication.activeModalWidget(), KeysSheet)
        await stage.press(Qt.Key.Key_Escape)
        assert stage.composer.text.hasFocus()
        assert stage.composer.text.toPlainText() == "What was"


async def test_g_c_goes_to_the_conversations_of_the_crisis(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        stage.view.setFocus()
        await stage.press(Qt.Key.Key_G)
        await stage.press(Qt.Key.Key_C)
        assert stage.window.content.queue.toast.accessibleName().startswith("No crisis is declared.")
        topic = next(iter(story.TOPICS))
        stage.hub.link.fill(CrisisFeed(), {"4": crisis(stage, topic=topic)})
        await stage.press(Qt.Key.Key_G)
        await stage.press(Qt.Key.Key_C)
        assert view(stage) == f"topic:{topic}"


async def test_of_several_crises_it_asks_which(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        first, second = list(story.TOPICS)[:2]
        newest = crisis(stage, topic=first, declared_at=stage.hub.link.now() - 1)
        stage.hub.link.fill(CrisisFeed(), {"4": newest, "5": crisis(stage, alarm=5, topic=second)})
        stage.view.setFocus()
        await stage.press(Qt.Key.Key_G)
        await stage.press(Qt.Key.Key_C)
        assert isinstance(QApplication.activeModalWidget(), Palette)
        await stage.press(Qt.Key.Key_Down)
        await stage.press(Qt.Key.Key_Return)
        assert view(stage) == f"topic:{second}"
