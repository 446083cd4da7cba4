"""The hands for holding all sending, letting it go on, and going through what was held. Known by actions; knows dialogs
and the desk."""

from PySide6.QtCore import QObject

from app.core.i18n import _
from app.domain.reply import OutboxItem, OutboxState
from app.wire.calls import GetConversation, ReleaseHeld
from widgets.agent.desk import Desk
from widgets.agent.seat import Seat
from widgets.dialogs.ask_words import AskWords
from widgets.dialogs.confirm import Confirm
from widgets.dialogs.held import HeldDialog
from widgets.kit.desk_button import Mark
from widgets.models.composition import monogram_of
from widgets.models.held_replies import around, told_of, way_of


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
        self._seat.ask(dialog, help_at=("desk", "Holding"))

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
        self._seat.ask(dialog, help_at=("desk", "Holding"))

    def show_held(self) -> None:
        """Go through the held replies one by one."""
        desk = self._desk
        dialog = HeldDialog(
            self._seat.look, self._held, hold=desk.directory.hold, told=self._told, mark=self._mark, parent=self._seat
        )
        dialog.read_requested.connect(lambda item: self._read(dialog, item))
        dialog.open_requested.connect(self._open)
        dialog.decided.connect(lambda item, send: desk.ask(ReleaseHeld(id=item.id, send=send), None, dialog.refuse))
        for news in (desk.directory.outbox_changed, desk.directory.house_changed):
            news.connect(dialog.refresh)
        self._seat.ask(dialog)
        dialog.refresh_around()

    # inside

    def _held(self) -> list[OutboxItem]:
        return [item for item in self._desk.directory.outbox() if item.state is OutboxState.HELD]

    def _told(self, item: OutboxItem) -> tuple[str, str]:
        network = self._desk.directory.network(item.network).title
        return way_of(item, network), told_of(item, now=self._desk.link.now())

    def _mark(self, item: OutboxItem) -> Mark | None:
        account = self._desk.directory.account(item.account_id)
        return Mark(monogram_of(account), account.hue) if account is not None else None

    def _read(self, dialog: HeldDialog, item: OutboxItem) -> None:
        """The conversation as the hub has it, not as it was when the dialog was opened."""
        self._desk.ask(
            GetConversation(id=item.conversation_id),
            lambda detail: dialog.show_around(item, around(item, detail.entries)),
            lambda error: dialog.show_around(item, error.message),
        )

    def _open(self, item: OutboxItem) -> None:
        self._desk.open_any(item.conversation_id)
        self._seat.content.queue.view.select(item.conversation_id, quietly=True)
        self._seat.content.conversation.thread_view.setFocus()
