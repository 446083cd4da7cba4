"""The hands for holding all sending, letting it go on, and going through what was held. Known by actions; knows dialogs
and the desk."""

from PySide6.QtCore import QObject

from app.core.i18n import _
from app.domain.reply import OutboxState
from widgets.agent.desk import Desk
from widgets.agent.seat import Seat
from widgets.dialogs.ask_words import AskWords
from widgets.dialogs.confirm import Confirm
from widgets.dialogs.held import HeldDialog


class HoldHands(QObject):
    """What a window asks about a hold."""

    def __init__(self, seat: Seat, desk: Desk) -> None:
        super().__init__(seat)
        self._seat, self._desk = seat, desk

    def ask_hold(self) -> None:
        """Ask for the reason of a hold."""
        dialog = AskWords(
            self._seat.look,
            _("Hold all sending?"),
            _("Nothing leaves any desk until somebody lets it go on. Everybody sees the reason."),
            label=_("Reason"),
            safe=_("Keep sending"),
            act=_("Hold all sending"),
            parent=self._seat,
        )
        dialog.answered.connect(self._desk.deeds.hold)
        self._seat.ask(dialog)

    def ask_lift(self) -> None:
        """Ask before sending goes on."""
        dialog = Confirm(
            self._seat.look,
            _("Let sending go on?"),
            _("New replies leave again. What was held stays held until it is released one by one."),
            safe=_("Keep holding"),
            act=_("Let sending go on"),
            parent=self._seat,
        )
        dialog.accepted.connect(self._desk.deeds.lift_hold)
        self._seat.ask(dialog)

    def show_held(self) -> None:
        """Go through the held replies one by one."""
        held = [item for item in self._desk.directory.outbox() if item.state is OutboxState.HELD]
        dialog = HeldDialog(self._seat.look, held, self._seat)
        dialog.decided.connect(lambda item, send: self._desk.deeds.release(item, send=send))
        self._seat.ask(dialog)
