"""Snippets go into the text filled in; a semicolon after a word stays one; the preview shows what readers see."""

from pathlib import Path

from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.domain.snippet import Snippet
from app.wire.calls import ListSnippets, SaveSnippet
from tests.fakes import desk_story as story
from tests.widgets.agent.desk_stage import DeskStage
from widgets.dialogs.preview import PreviewDialog


async def test_a_semicolon_before_a_word_brings_a_snippet_with_its_fields_filled(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await stage.open()
        await stage.write("One moment.")
        await stage.press(Qt.Key.Key_Return)
        QTest.keyClicks(stage.composer.text, ";")
        await stage.settle()
        QTest.keyClicks(QApplication.focusWidget(), "sorry")
        await stage.press(Qt.Key.Key_Return)
        name = story.card(story.MIRA).name
        assert stage.composer.text.toPlainText() == f"One moment.\nHello {name}, we are sorry. {story.ME}"
        assert stage.window.desk.drafts.of(story.MIRA).reply.text == stage.composer.text.toPlainText()


async def test_a_semicolon_after_a_word_is_a_semicolon(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await stage.open()
        await stage.write("First this; then that.")
        assert stage.composer.text.toPlainText() == "First this; then that."
        assert not any(isinstance(call, ListSnippets) for call in stage.hub.link.calls)


async def test_a_text_is_kept_for_the_team_under_a_name(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await stage.open()
        await stage.write("We look at it, {name}.")
        stage.window.run("keep_snippet")
        await stage.settle()
        QTest.keyClicks(QApplication.focusWidget(), "Looking")
        await stage.press(Qt.Key.Key_Return)
        assert SaveSnippet(snippet=Snippet(name="Looking", text="We look at it, {name}.")) in stage.hub.link.calls
        assert stage.composer.text.toPlainText() == "We look at it, {name}."


async def test_without_snippets_the_list_says_who_adds_them(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        stage.hub.link.answers[ListSnippets] = ()
        await stage.open()
        stage.window.run("snippet")
        await stage.settle()
        (offer,) = QApplication.activeModalWidget().rows()
        assert "senior" in offer.why_not
        await stage.press(Qt.Key.Key_Escape)


async def test_the_preview_names_account_and_person_and_leaves_out_what_is_too_long(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await stage.open()
        await stage.write("x" * 310)
        await stage.press(Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, PreviewDialog)
        assert dialog.accessibleName() == "As Bluesky shows it"
        said = dialog.posts[0].accessibleName()
        assert "Harbour Rail" in said
        assert "@harbourrail" in said
        assert said.endswith(": " + "x" * 300)
        await stage.press(Qt.Key.Key_Escape)


async def test_nothing_written_has_no_preview(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await stage.open()
        stage.window.run("preview")
        await stage.settle()
        assert QApplication.activeModalWidget() is None


async def test_the_preview_shows_each_picture_with_its_words_in_the_first_part_alone(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await stage.open()
        stage.composer.begin("reply")
        stage.composer.text.insertPlainText("The doors are checked. See https://harbourrail.example/doors. " * 6)
        desk = stage.window.desk
        token = desk.uploads.add(desk.open_id, "door.png", b"png")
        await stage.settle()
        desk.uploads.describe(token, "An open door", waived=False)
        stage.composer.acts.do("split")
        await stage.settle()
        stage.window.run("preview")
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, PreviewDialog)
        first, second, *_others = dialog.posts
        assert "Picture: An open door" in first.accessibleName()
        assert "Picture" not in second.accessibleName()
        assert "Answers" in first.accessibleName()
        assert "Goes on from above" in second.accessibleName()
        await stage.press(Qt.Key.Key_Escape)


async def test_a_snippet_names_whom_the_reply_answers_not_whose_conversation_it_is(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await stage.open()
        composition = stage.window.desk.composition
        assert composition is not None
        assert composition.destination is not None
        entries = story.detail(story.MIRA).entries
        other = next(one for one in entries if one.name and one.handle not in ("", composition.destination.to_handle))
        composition.destination = replace(composition.destination, to_handle=other.handle, parent=other.native_id)
        stage.window.run("snippet")
        await stage.settle()
        QTest.keyClicks(QApplication.focusWidget(), "sorry")
        await stage.press(Qt.Key.Key_Return)
        assert other.name in stage.composer.text.toPlainText()
        assert story.card(story.MIRA).name not in stage.composer.text.toPlainText()
