"""What a desk does about the house itself: reads its audit, tends its topics. Known by actions and commands; knows the
desk, dialogs and the hands for topics."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog
from shiboken6 import isValid

from app.core.errors import FishbowlError
from app.wire.calls import ListAudit
from app.wire.request import Request
from widgets.agent.desk import Desk
from widgets.agent.seat import Seat
from widgets.agent.topic_hands import TopicHands
from widgets.dialogs.audit import AuditDialog


class HouseHands(QObject):
    """The hands for the house of one desk; `open_conversation` goes to one, as the palette does.

    Attributes:
        topics: the hands for its topics.
    """

    def __init__(self, seat: Seat, desk: Desk, parent: QObject, *, open_conversation: Callable[[int], None]) -> None:
        super().__init__(parent)
        self._seat, self._desk, self._open = seat, desk, open_conversation
        self.topics = TopicHands(seat, desk, self)

    def show_audit(self) -> None:
        """Look through what was done."""
        dialog = AuditDialog(self._seat.look, now=self._desk.link.now(), parent=self._seat)
        dialog.wanted.connect(lambda request: self._list(dialog, request))
        dialog.open_requested.connect(lambda conversation_id: self._go(dialog, conversation_id))
        self._seat.ask(dialog)
        dialog.ask()

    def _list(self, dialog: AuditDialog, request: ListAudit) -> None:
        self._ask(dialog, request, lambda rows: dialog.show_page(request, tuple(rows or ())), dialog.refuse)

    def _go(self, dialog: QDialog, conversation_id: int) -> None:
        dialog.accept()
        self._open(conversation_id)

    def _ask(
        self,
        dialog: QDialog,
        request: Request,
        answered: Callable[[Any], None],
        refused: Callable[[FishbowlError], None],
    ) -> None:
        """Ask the hub; the dialog may have been closed when the answer comes."""
        self._desk.ask(
            request,
            lambda told: answered(told) if isValid(dialog) else None,
            lambda error: refused(error) if isValid(dialog) else self._desk.problem.emit(error),
        )
