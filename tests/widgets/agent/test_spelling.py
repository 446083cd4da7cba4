"""A word nobody knows is underlined in the reply's language, and other spellings are chosen by keyboard."""

from pathlib import Path

import msgspec
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QTextCharFormat
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from tests.fakes import desk_story as story
from tests.widgets.agent.desk_stage import DeskStage
from tests.widgets.models.test_spelling import put
from widgets.models.spelling import Spelling


def use(stage: DeskStage, folder: Path) -> Spelling:
    """Give the desk dictionaries of its own."""
    spelling = stage.window.desk.spelling
    spelling._folders = (folder,)
    spelling._paths.clear()
    return spelling


async def written(stage: DeskStage, qtbot: QtBot, text: str) -> None:
    stage.composer.begin("reply")
    stage.composer.text.insertPlainText(text)
    await stage.settle()
    with qtbot.waitSignal(stage.window.desk.spelling.checked):
        stage.composer.spelling.pause.timeout.emit()
    await stage.settle()


async def test_a_misspelt_word_is_underlined_and_the_one_being_written_is_not(tmp_path: Path, qtbot: QtBot) -> None:
    put(tmp_path, "en_GB", "the", "door", "is")
    async with DeskStage(tmp_path / "drafts") as stage:
        use(stage, tmp_path)
        await stage.open()
        await written(stage, qtbot, "teh door is opn")
        assert stage.composer.text.misspelt() == ["teh"]
        (marked,) = stage.composer.text.extraSelections()
        assert marked.format.underlineStyle() is QTextCharFormat.UnderlineStyle.WaveUnderline


async def test_another_spelling_is_chosen_by_the_menu_key(tmp_path: Path, qtbot: QtBot) -> None:
    put(tmp_path, "en_GB", "the", "door", "is")
    async with DeskStage(tmp_path / "drafts") as stage:
        spelling = use(stage, tmp_path)
        await stage.open()
        await written(stage, qtbot, "teh door is ")
        text = stage.composer.text
        cursor = text.textCursor()
        cursor.setPosition(1)
        text.setTextCursor(cursor)
        with qtbot.waitSignal(spelling.suggested):
            QApplication.sendEvent(
                text.viewport(), QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(), QPoint())
            )
        await stage.settle()
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        assert menu.activeAction().text() == "the"
        QTest.keyClick(menu, Qt.Key.Key_Return)
        await stage.settle()
        assert text.toPlainText() == "the door is "
        composition = stage.window.desk.composition
        assert composition is not None
        assert composition.reply.text == "the door is "
        text.undo()
        assert text.toPlainText() == "teh door is "


async def test_a_reply_is_judged_in_the_persons_language(tmp_path: Path, qtbot: QtBot) -> None:
    put(tmp_path, "en_GB", "door")
    put(tmp_path, "de_DE", "Tür")
    async with DeskStage(tmp_path / "drafts") as stage:
        use(stage, tmp_path)
        await stage.open()
        opened = stage.window.desk.opened
        target = opened.target() if opened is not None else None
        assert target is not None
        stage.hub.post(story.MIRA, msgspec.structs.replace(target, language="de"))
        await stage.settle()
        await written(stage, qtbot, "Tür door ")
        assert stage.composer.text.misspelt() == ["door"]


async def test_without_a_dictionary_nothing_is_underlined(tmp_path: Path, qtbot: QtBot) -> None:
    async with DeskStage(tmp_path / "drafts") as stage:
        use(stage, tmp_path)
        await stage.open()
        await written(stage, qtbot, "teh door ")
        assert stage.composer.text.misspelt() == []
