"""What helps while one writes, and what machines say of a mail, look as somebody has looked at it."""

from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.domain.consent import Consent, Purpose, Word
from app.domain.conversation import Entry, EntryKind
from tests.fakes import desk_story as story
from tests.pictures.compare import assert_picture
from tests.pictures.desk.test_desk_pictures import latin_hub
from tests.widgets.agent.desk_stage import DeskStage
from tests.widgets.agent.test_folds import open_with, reopen
from tests.widgets.agent.test_reports import AWAY, BOUNCED, OWN
from tests.widgets.rooms import rooms
from widgets.agent.options import DeskOptions
from widgets.dialogs.ask_labels import AskLabels
from widgets.kit.desk_empty import CardBlocks

LOOKS = (("dark", 100), ("light", 100), ("light-high-contrast", 100), ("dark", 200))


def stage_in(folder: Path, theme: str, text_size: int, *, mirrored: bool = False) -> DeskStage:
    geometry = QRect(0, 0, 1600, 1200) if text_size > 100 else QRect(0, 0, 1280, 800)
    options = DeskOptions(theme=theme, text_size=text_size, geometry=geometry, drafts=folder, right_to_left=mirrored)
    return DeskStage(folder, hub=latin_hub(), options=options)


@pytest.mark.parametrize(("theme", "text_size"), LOOKS)
async def test_colleagues_beside_a_note_look_as_they_should(tmp_path: Path, theme: str, text_size: int) -> None:
    async with stage_in(tmp_path, theme, text_size) as stage:
        await stage.open()
        stage.composer.begin("note")
        QTest.keyClicks(stage.composer.text, "The door of coach 3 again. @")
        await stage.settle()
        await stage.press(Qt.Key.Key_Down)
        assert_picture(stage.composer.naming.list.grab().toImage(), f"desk/helping/names-{theme}-{text_size}")


@pytest.mark.parametrize(("theme", "text_size"), LOOKS)
async def test_labels_look_as_they_should(tmp_path: Path, theme: str, text_size: int) -> None:
    async with stage_in(tmp_path, theme, text_size) as stage:
        await stage.open()
        stage.window.run("label")
        await stage.settle()
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, AskLabels)
        QTest.keyClicks(dialog.field, "Delivery, l")
        dialog.act_button.setFocus()
        await stage.settle()
        assert_picture(dialog.grab().toImage(), f"desk/helping/labels-{theme}-{text_size}")


@pytest.mark.parametrize(("theme", "text_size", "mirrored"), [*((*look, False) for look in LOOKS), ("dark", 100, True)])
async def test_a_mail_that_was_not_delivered_looks_as_it_should(
    tmp_path: Path, theme: str, text_size: int, mirrored: bool
) -> None:
    async with stage_in(tmp_path, theme, text_size, mirrored=mirrored) as stage:
        await stage.open(story.SAM)
        for entry in (OWN, BOUNCED, AWAY):
            stage.hub.post(story.SAM, entry)
        await stage.settle()
        stage.view.setFocus()
        await stage.settle()
        name = f"desk/helping/bounce-{theme}-{text_size}{'-mirrored' if mirrored else ''}"
        assert_picture(stage.window.content.conversation.thread_view.grab().toImage(), name)


@pytest.mark.parametrize(("theme", "text_size", "mirrored"), [*((*look, False) for look in LOOKS), ("dark", 100, True)])
async def test_other_peoples_replies_look_as_they_should_folded_and_opened(
    tmp_path: Path, theme: str, text_size: int, mirrored: bool
) -> None:
    async with stage_in(tmp_path, theme, text_size, mirrored=mirrored) as stage:
        await open_with(stage, 5)
        thread = await reopen(stage)
        name = f"{theme}-{text_size}{'-mirrored' if mirrored else ''}"
        assert_picture(thread.grab().toImage(), f"desk/helping/replies-{name}")
        thread.step(-1)
        await stage.press(Qt.Key.Key_Return)
        assert_picture(thread.grab().toImage(), f"desk/helping/replies-opened-{name}")


@pytest.mark.parametrize(("theme", "text_size", "mirrored"), [*((*look, False) for look in LOOKS), ("dark", 100, True)])
async def test_what_still_loads_looks_as_it_should(tmp_path: Path, theme: str, text_size: int, mirrored: bool) -> None:
    async with stage_in(tmp_path, theme, text_size, mirrored=mirrored) as stage:
        await stage.open()
        rooms.WINDOWS["still-loading"](stage)
        for blocks in stage.window.findChildren(CardBlocks):
            blocks._show_blocks()
        await stage.settle()
        name = f"desk/helping/slow-{theme}-{text_size}{'-mirrored' if mirrored else ''}"
        assert_picture(stage.window.content.splitter.grab().toImage(), name)


@pytest.mark.parametrize(("theme", "text_size", "mirrored"), [*((*look, False) for look in LOOKS), ("dark", 100, True)])
async def test_a_note_that_names_colleagues_looks_as_it_should(
    tmp_path: Path, theme: str, text_size: int, mirrored: bool
) -> None:
    words = "🚆 @Ana Ruiz has the depot's number.\n@Dev Kaur or @ROSA LIND: call before noon, not @Rosa Linden."
    async with stage_in(tmp_path, theme, text_size, mirrored=mirrored) as stage:
        await stage.open(story.SAM)
        stage.hub.post(story.SAM, Entry(kind=EntryKind.NOTE, id=71, at=story.NOW, by="Mele Eru", text=words))
        await stage.settle()
        name = f"desk/helping/named-{theme}-{text_size}{'-mirrored' if mirrored else ''}"
        assert_picture(stage.window.content.conversation.thread_view.grab().toImage(), name)


@pytest.mark.parametrize(("theme", "text_size"), LOOKS)
async def test_consent_beside_the_talk_looks_as_it_should(tmp_path: Path, theme: str, text_size: int) -> None:
    async with stage_in(tmp_path, theme, text_size) as stage:
        await stage.open()
        told = story.detail(story.MIRA)
        given = Consent(purpose=Purpose.QUOTE, word=Word.GIVEN, at=story.NOW, by="Ana Ruiz")
        person = msgspec.structs.replace(told.person, consents=(given,))
        assert stage.window.desk.opened is not None
        stage.window.desk.opened.take(msgspec.structs.replace(told, person=person))
        if not stage.window.content.person.isVisible():
            stage.window.content.toggle_person()
        await stage.settle()
        section = stage.window.content.person._consent
        assert_picture(section.grab().toImage(), f"desk/helping/consent-{theme}-{text_size}")
