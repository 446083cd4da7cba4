"""A desk on the story's hub, with hands to work it. Known by the tests of the agent's room and its pictures."""

import asyncio
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from app.core.tasks import TaskScope
from tests.fakes import desk_story as story
from tests.fakes.desk_hub import DeskHub
from widgets.agent.composer import Composer
from widgets.agent.options import DeskOptions
from widgets.agent.queue_view import QueueView
from widgets.agent.station import open_desk
from widgets.agent.window import DeskWindow
from widgets.shell.application import make_application


class DeskStage:
    """One desk, opened and closed in a test.

    Attributes:
        hub, window: both ends.
    """

    def __init__(self, folder: Path, *, hub: DeskHub | None = None, options: DeskOptions | None = None) -> None:
        self.hub = hub or DeskHub()
        self._options = options or DeskOptions(geometry=QRect(0, 0, 1600, 1000), drafts=folder)
        self._scope = TaskScope("test desk")
        self.window: DeskWindow

    async def __aenter__(self) -> "DeskStage":
        app = make_application()
        (window,) = await open_desk(app, self.hub.link, self._options, scope=self._scope)
        assert isinstance(window, DeskWindow)
        self.window = window
        window.activateWindow()
        await self.settle()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for _again in range(3):  # a question that was asked over another may lead back to that
            for dialog in self.window.findChildren(QDialog):
                dialog.reject()
            await self.settle()
        self.window.close()
        await self._scope.close()
        make_application().setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        await self.settle()
        self.window.deleteLater()
        await self.settle()

    @property
    def view(self) -> QueueView:
        return self.window.content.queue.view

    @property
    def composer(self) -> Composer:
        return self.window.content.conversation.composer

    async def settle(self) -> None:
        """Let calls answer and Qt paint."""
        for _turn in range(8):
            await asyncio.sleep(0)
            QApplication.processEvents()

    async def open(self, conversation_id: int = story.MIRA) -> None:
        """Choose a card."""
        self.view.select(conversation_id)
        await self.settle()

    async def write(self, text: str) -> None:
        """Write a public reply by keyboard."""
        self.composer.begin("reply")
        QTest.keyClicks(self.composer.text, text)
        await self.settle()

    async def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """A key where the focus is."""
        target: QWidget = QApplication.focusWidget() or self.window
        QTest.keyClick(target, key, modifier)
        await self.settle()

    async def pass_time(self, milliseconds: int) -> None:
        """The hub's clock moves and the window's second passes."""
        self.hub.link.advance(milliseconds)
        self.window.tick()
        await self.settle()

    def card_ids(self) -> list[int]:
        """The queue's cards, in order."""
        return [card.id for card in self.window.desk.queue.model.cards()]

    @staticmethod
    def kept(folder: Path) -> list[int]:
        """Conversations that are kept on this disk."""
        return sorted(int(file.stem) for file in folder.glob("*.json"))

    def strips(self) -> dict[str, str]:
        """What the strips of the composer say, by name."""
        verdict = self.composer.verdict
        return {strip.name: f"{strip.bold} {strip.rest}" for strip in verdict.strips} if verdict is not None else {}
