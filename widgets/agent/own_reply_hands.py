"""The hands for the agent's own replies that are not out: the list of them, and the one that failed here. Known by
actions; knows dialogs and the desk."""

from PySide6.QtCore import QObject

from app.core.i18n import _
from app.domain.reply import OutboxItem, OutboxState
from widgets.agent.desk import Desk
from widgets.agent.seat import Seat
from widgets.dialogs.own_replies import OwnRepliesDialog
from widgets.kit.desk_button import Mark
from widgets.models.composition import monogram_of
from widgets.models.own_replies import own_replies
from widgets.models.strips import Act


class OwnReplyHands(QObject):
    """What a window asks about replies that have not come to rest."""

    def __init__(self, seat: Seat, desk: Desk) -> None:
        super().__init__(seat)
        self._seat, self._desk = seat, desk

    def show_list(self) -> None:
        """Every reply of the agent's own that is not out, with a way back for each."""
        desk = self._desk
        dialog = OwnRepliesDialog(
            self._seat.look,
            lambda: own_replies(desk.directory, now=desk.link.now()),
            name=self._card_name,
            mark=self._mark,
            parent=self._seat,
        )
        dialog.undo_requested.connect(desk.sending.undo)
        dialog.open_requested.connect(self._open)
        for news in (desk.directory.outbox_changed, desk.directory.house_changed, self._seat.second_passed):
            news.connect(dialog.refresh)
        desk.sending.failed.connect(dialog.refuse)
        desk.troubles.look_at(desk.troubles.waiting())
        self._seat.ask(dialog)

    def show_unsent(self) -> None:
        """The conversation of the one reply that needs a look, or the list of several."""
        waiting = self._desk.troubles.waiting()
        if len(waiting) == 1:
            self._desk.troubles.look_at(waiting)
            self._open(waiting[0])
        else:
            self.show_list()

    def try_again(self) -> None:
        """Send the failed reply of the open conversation once more."""
        if self._failed() is not None:
            self._seat.content.conversation.composer.acts.do(Act.RETRY)

    def put_away(self) -> None:
        """The failed reply of the open conversation is no reply any more: its words and pictures are a draft."""
        item = self._failed()
        if item is not None:
            self._desk.sending.undo(item)

    # inside

    def _failed(self) -> OutboxItem | None:
        """Says why not where there is none."""
        item = self._desk.directory.troubled(self._desk.open_id)
        if item is not None and item.state is OutboxState.FAILED:
            return item
        words = (
            _("Say first whether it is there.") if item is not None else _("No reply has failed in this conversation.")
        )
        self._seat.content.queue.say_why_not(words)
        return None

    def _open(self, item: OutboxItem) -> None:
        self._desk.open_any(item.conversation_id)
        self._seat.content.queue.view.select(item.conversation_id, quietly=True)
        self._seat.content.conversation.thread_view.setFocus()

    def _card_name(self, item: OutboxItem) -> str:
        card = self._desk.card(item.conversation_id)
        return card.name if card is not None else ""

    def _mark(self, item: OutboxItem) -> Mark | None:
        account = self._desk.directory.account(item.account_id)
        return Mark(monogram_of(account), account.hue) if account is not None else None
