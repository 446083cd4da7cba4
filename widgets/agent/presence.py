"""Tells the hub which conversation this desk looks at, and while somebody writes in it. Known by the desk; knows link
and wire.

What the hub hears ends by itself there; so it is said again, and a lost message does no harm.
"""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject

from app.core.clock import SECOND, Millis
from app.core.errors import FishbowlError
from app.link.base import Link, LinkState
from app.wire.calls import Present, Request

AGAIN: Millis = 15 * SECOND
WRITING_AGAIN: Millis = 4 * SECOND
WRITING_LASTS: Millis = 6 * SECOND
"""So long after the last key somebody is still said to write."""

Ask = Callable[[str, Request, Callable[[Any], None], Callable[[FishbowlError], None]], None]


class Presence(QObject):
    """Where this desk is."""

    def __init__(self, link: Link, ask: Ask, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._link, self._ask = link, ask
        self._at = 0
        self._typed_at: Millis = 0
        self._said: tuple[int, bool] = (0, False)
        self._said_at: Millis = 0

    def look(self, conversation_id: int) -> None:
        """Another conversation is open, 0 for none."""
        self._at, self._typed_at = conversation_id, 0
        self._say()

    def type(self, conversation_id: int) -> None:
        """Somebody writes here."""
        if conversation_id == self._at:
            self._typed_at = self._link.now()
            if self._said != (self._at, True):
                self._say()

    def tick(self, now: Millis) -> None:
        """A second has passed."""
        again = WRITING_AGAIN if self._writing else AGAIN
        if self._at and (self._said != (self._at, self._writing) or now - self._said_at >= again):
            self._say()

    @property
    def _writing(self) -> bool:
        return bool(self._typed_at) and self._link.now() - self._typed_at < WRITING_LASTS

    def _say(self) -> None:
        if self._link.state is not LinkState.LIVE:
            return
        self._said, self._said_at = (self._at, self._writing), self._link.now()
        request = Present(conversation_id=self._at, writing=self._writing)
        self._ask("present", request, lambda _answer: None, lambda _error: None)
