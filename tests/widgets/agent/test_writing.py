"""Whoever writes finds emoji by name and earlier texts again, by keyboard alone."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.domain.reply import EarlierText
from app.wire.calls import ListEarlierTexts
from tests.fakes import desk_story as story
from tests.widgets.agent.desk_stage import DeskStage
from tests.widgets.agent.test_sending import UNKNOWN
from widgets.models.emoji import OFTEN, emoji


def earlier(number: int, text: str, kind: str = "reply") -> EarlierText:
    return EarlierText(
        id=number, conversation_id=story.MIRA, kind=kind, text=text, author="Ana", at=story.NOW - number * 60_000
    )


def test_every_sign_has_a_name_and_the_frequent_come_first() -> None:
    signs = [sign for sign, _name in emoji()]
    assert tuple(signs[: len(OFTEN)]) == OFTEN
    assert len(signs) > 1000
    assert len(set(signs)) == len(signs)
    assert all(name and name == name.lower() for _sign, name in emoji())


async def test_an_emoji_is_found_by_its_name_and_put_at_the_caret(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await stage.open()
        await stage.write("Thank you ")
        await stage.press(Qt.Key.Key_Period, Qt.KeyboardModifier.ControlModifier)
        QTest.keyClicks(QApplication.focusWidget(), "folded hands")
        await stage.press(Qt.Key.Key_Return)
        assert stage.composer.text.toPlainText() == "Thank you 🙏"
        composition = stage.window.desk.composition
        assert composition is not None
        assert composition.reply.text == "Thank you 🙏"


async def test_an_earlier_text_stands_there_again_and_undo_brings_back_what_stood(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        texts = (earlier(1, "The long text."), earlier(2, "A note.", kind="note"))
        stage.hub.link.answers[ListEarlierTexts] = texts
        await stage.open()
        await stage.write("Short.")
        stage.window.run("earlier")
        await stage.settle()
        offers = QApplication.activeModalWidget().rows()
        assert [offer.words for offer in offers] == ["The long text."]
        await stage.press(Qt.Key.Key_Return)
        assert stage.composer.text.toPlainText() == "The long text."
        stage.composer.text.undo()
        assert stage.composer.text.toPlainText() == "Short."


async def test_without_earlier_texts_the_list_says_when_there_are_some(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        stage.hub.link.answers[ListEarlierTexts] = ()
        await stage.open()
        stage.window.run("earlier")
        await stage.settle()
        (offer,) = QApplication.activeModalWidget().rows()
        assert offer.why_not
        await stage.press(Qt.Key.Key_Escape)


async def test_earlier_texts_asked_for_elsewhere_are_not_put_into_another_conversation(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        stage.hub.link.answers[ListEarlierTexts] = (earlier(1, "Mira's alone."),)
        await stage.open()
        stage.window.run("earlier")
        stage.window.desk.open(story.SAM)
        await stage.settle()
        assert QApplication.activeModalWidget() is None
        assert stage.composer.text.toPlainText() == ""


async def test_a_locked_text_takes_neither_emoji_nor_snippets(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await stage.open()
        stage.hub.put_outbox(UNKNOWN)
        await stage.settle()
        stage.window.run("snippet")
        await stage.settle()
        await stage.press(Qt.Key.Key_Return)
        stage.composer.text.put_in("🙏")
        assert stage.composer.text.toPlainText() == UNKNOWN.text
