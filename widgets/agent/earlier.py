"""The person's earlier conversations: which there are, which one is looked at, and its thread. Known by the desk, the
person panel and whoever shows it; knows wire.

Only what is looked at is fetched, once; nothing here opens, reads or answers a conversation.
"""

from collections.abc import Callable
from typing import Any, Protocol

from PySide6.QtCore import QObject, Signal

from app.core.clock import Millis
from app.core.errors import FishbowlError
from app.domain.conversation import Status
from app.wire.answers import ConversationDetail
from app.wire.calls import GetConversation, Request
from widgets.agent.opened import OpenConversation

Past = tuple[int, str, Status, Millis]
"""A conversation of the person's history: id, first words, status, when it began."""


class Around(Protocol):
    """The desk, as far as earlier conversations need it."""

    @property
    def opened(self) -> OpenConversation | None: ...

    def ask(
        self,
        request: Request,
        answered: Callable[[Any], None] | None = None,
        failed: Callable[[FishbowlError], None] | None = None,
    ) -> None: ...


class Earlier(QObject):
    """Looks back from the open conversation.

    Attributes:
        past: the person's other conversations, newest first.
        chosen: the one that is looked at, None where there is none.
        detail: what the hub answered for it; None until it has. trouble: why it has not.
        is_shown: it stands beside the open conversation all the time.

    Signals:
        changed: something else is looked at, or it came.
        wanted: somebody asked to see one.
    """

    changed = Signal()
    wanted = Signal()

    def __init__(self, desk: Around, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._open_id = self._asked_id = 0
        self.past: tuple[Past, ...] = ()
        self.chosen: Past | None = None
        self.detail: ConversationDetail | None = None
        self.trouble = ""
        self.is_shown = False

    # public

    def stand(self, shown: bool) -> None:
        """There is room for it beside the open conversation, or none any more."""
        if shown != self.is_shown:
            self.is_shown = shown
            self.changed.emit()

    def follow(self) -> None:
        """The open conversation, or its person, is another one: look at the newest of the others."""
        opened = self._desk.opened
        person = opened.person if opened is not None else None
        open_id = opened.id if opened is not None else 0
        past = tuple(one for one in person.history if one[0] != open_id) if person is not None else ()
        if (open_id, past) == (self._open_id, self.past):
            return
        stays = open_id == self._open_id and self.chosen is not None
        kept = next((one for one in past if stays and self.chosen is not None and one[0] == self.chosen[0]), None)
        self._open_id, self.past = open_id, past
        if kept is None:
            self._turn_to(past[0] if past else None)
        self.chosen = kept or self.chosen
        self.changed.emit()

    def choose(self, conversation_id: int) -> None:
        """Look at one of them, and show it."""
        self._turn_to(next((one for one in self.past if one[0] == conversation_id), self.chosen))
        self.changed.emit()
        self.wanted.emit()

    def place(self) -> int:
        """Where the chosen one stands among them, from 0; -1 for none."""
        return self.past.index(self.chosen) if self.chosen in self.past else -1

    def step(self, by: int) -> None:
        """Look at an older (1) or newer (-1) one, as far as there are any."""
        at = self.place() + by
        if self.past and 0 <= at < len(self.past):
            self._turn_to(self.past[at])
            self.changed.emit()

    def look(self) -> None:
        """It is on a screen: fetch it, unless that was done."""
        if self.chosen is not None and self._asked_id != self.chosen[0]:
            self._asked_id = self.chosen[0]
            self._desk.ask(GetConversation(id=self.chosen[0]), self._came, self._failed)

    # inside

    def _turn_to(self, past: Past | None) -> None:
        if past is None or self.chosen is None or past[0] != self.chosen[0]:
            self.detail, self.trouble, self._asked_id = None, "", 0
        self.chosen = past

    def _came(self, detail: ConversationDetail) -> None:
        if self.chosen is not None and detail.card.id == self.chosen[0]:
            self.detail = detail
            self.changed.emit()

    def _failed(self, error: FishbowlError) -> None:
        self.trouble = error.message
        self.changed.emit()
