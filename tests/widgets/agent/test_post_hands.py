"""One post of the thread is shown in the browser and copied, by key and by words."""

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import QObject, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.domain.conversation import EntryKind
from tests.fakes import desk_story as story
from tests.widgets.agent.desk_stage import DeskStage

SHIFT = Qt.KeyboardModifier.ShiftModifier
ADDRESS = "https://bsky.example/mira/2"


class Browser(QObject):
    """Takes the addresses that would be opened."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[str] = []

    @Slot(QUrl)
    def show_page(self, address: QUrl) -> None:
        self.shown.append(address.toString())


@pytest.fixture
def browser() -> Iterator[Browser]:
    made = Browser()
    QDesktopServices.setUrlHandler("https", made, "show_page")  # type: ignore[call-overload]
    yield made
    QDesktopServices.unsetUrlHandler("https")


async def with_addresses(stage: DeskStage) -> str:
    """Every post of Mira's thread has a page of its own; the newest of hers is at ADDRESS. Returns its words."""
    entries = list(story.MIRA_ENTRIES)
    newest = [one for one in entries if one.kind is EntryKind.POST and not one.aside][-1]
    for one in entries:
        address = ADDRESS if one is newest else f"https://bsky.example/{one.id}"
        stage.hub.post(story.MIRA, msgspec.structs.replace(one, url=address))
    await stage.open()
    stage.view.setFocus()
    await stage.settle()
    return newest.text


async def test_without_a_choice_it_is_the_newest_post_of_the_person(tmp_path: Path, browser: Browser) -> None:
    async with DeskStage(tmp_path) as stage:
        words = await with_addresses(stage)
        await stage.press(Qt.Key.Key_V)
        assert browser.shown == [ADDRESS]
        await stage.press(Qt.Key.Key_Y, SHIFT)
        assert QGuiApplication.clipboard().text() == ADDRESS
        await stage.press(Qt.Key.Key_Y)
        assert QGuiApplication.clipboard().text() == words
        assert stage.window.content.queue.toast.accessibleName().startswith("Text copied")


async def test_it_is_the_chosen_post_also_by_words(tmp_path: Path, browser: Browser) -> None:
    async with DeskStage(tmp_path) as stage:
        await with_addresses(stage)
        await stage.press(Qt.Key.Key_BracketLeft)
        await stage.press(Qt.Key.Key_BracketLeft)
        chosen = stage.window.content.conversation.thread_view.chosen_entry()
        assert chosen is not None
        await stage.press(Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
        QTest.keyClicks(QApplication.focusWidget(), "Show the post on")
        await stage.press(Qt.Key.Key_Return)
        assert browser.shown == [chosen.url]
        await stage.press(Qt.Key.Key_Y)
        assert QGuiApplication.clipboard().text() == chosen.text


async def test_a_post_without_a_page_says_so_and_copies_nothing(tmp_path: Path, browser: Browser) -> None:
    async with DeskStage(tmp_path) as stage:
        await stage.open(story.SAM)
        stage.view.setFocus()
        QGuiApplication.clipboard().setText("before")
        await stage.press(Qt.Key.Key_V)
        assert stage.window.content.queue.toast.accessibleName().startswith("The network gives no address")
        await stage.press(Qt.Key.Key_Y, SHIFT)
        assert browser.shown == []
        assert QGuiApplication.clipboard().text() == "before"


async def test_an_address_that_is_not_of_the_web_is_not_followed(tmp_path: Path, browser: Browser) -> None:
    async with DeskStage(tmp_path) as stage:
        await with_addresses(stage)
        for one in stage.hub.entries[story.MIRA]:
            stage.hub.post(story.MIRA, msgspec.structs.replace(one, url="file:///etc/passwd"))
        await stage.settle()
        await stage.press(Qt.Key.Key_V)
        assert browser.shown == []
        assert stage.window.content.queue.toast.accessibleName().startswith("The network gives no address")
