"""The hands for a reply on its way out: preview, destination, moment, and the questions before it is public. Known by
actions; knows dialogs and the desk."""

from PySide6.QtCore import QObject

from app.core.clock import Millis
from app.core.i18n import _
from widgets.agent.choosers import Choosers
from widgets.agent.composer_acts import SendWish
from widgets.agent.composer_facts import counted, parts
from widgets.agent.desk import Desk
from widgets.agent.seat import Seat
from widgets.dialogs.change_account import ChangeAccountDialog
from widgets.dialogs.confirm import Confirm
from widgets.dialogs.preview import PreviewDialog
from widgets.kit.desk_button import Mark
from widgets.models.composition import Destination
from widgets.models.words import at_handle, isolate, shorten

NOW = SendWish()

READ_ALONG = 400
"""So much of a colleague's text is read before it is taken over, in code points."""

Words = tuple[int, str, Destination | None]
"""Of a conversation: the reply's text and where it goes."""


class ReplyHands(QObject):
    """What a window asks about the reply that is being written."""

    def __init__(self, seat: Seat, desk: Desk, choosers: Choosers) -> None:
        super().__init__(seat)
        self._seat, self._desk, self._choosers = seat, desk, choosers

    def send_later(self) -> None:
        """Ask when the reply is to leave; a note, or what cannot be sent, says why not."""
        composer = self._seat.content.conversation.composer
        if composer.verdict is None or not composer.send_button.may:
            why = composer.verdict.why if composer.verdict is not None else _("A private note goes nowhere.")
            self._seat.content.queue.say_why_not(why)
            return
        asked = self._words()
        self._choosers.ask_moment(_("Send"), lambda moment: self._send_at(moment, asked), heading="Sending")

    def show_preview(self) -> None:
        """The reply as its readers will see it."""
        composition = self._desk.composition
        if composition is None or composition.destination is None or not composition.reply.text.strip():
            self._seat.content.queue.say_why_not(_("Nothing is written yet."))
            return
        text = composition.reply.text
        dialog = PreviewDialog(
            self._seat.look,
            composition.destination,
            text,
            counted(composition),
            parts=parts(composition) if composition.split else (),
            pictures=self._desk.uploads.of(composition.conversation_id),
            parent=self._seat,
        )
        self._seat.ask(dialog)

    def change_account(self) -> None:
        """Ask which account answers this once."""
        composition = self._desk.composition
        if composition is None or composition.destination is None:
            self._seat.content.queue.say_why_not(_("The thread has not come yet."))
            return
        if composition.press is not None or composition.retry_of:
            why = _("This reply was handed over. Take it back first.")
            self._seat.content.queue.say_why_not(why)
            return
        accounts = self._desk.accounts_to_answer_from()
        if len(accounts) < 2:
            why = _("No other account of ours can answer on {network}.")
            self._seat.content.queue.say_why_not(why.format(network=composition.destination.network_title))
            return
        opened = self._desk.opened
        account = self._desk.directory.account(opened.card.account_id) if opened is not None else None
        home = account.handle if account is not None else composition.destination.handle
        dialog = ChangeAccountDialog(self._seat.look, composition.destination, accounts, home=home, parent=self._seat)
        dialog.chosen.connect(self._desk.choose_account)
        self._seat.ask(dialog)

    def ask_protected(self, wish: SendWish = NOW) -> None:
        """A protected account asks once more, about the very words that go out."""
        composition = self._desk.composition
        destination = composition.destination if composition is not None else None
        if composition is None or destination is None:
            return
        item, asked = wish.retried, self._words()
        account = at_handle(item.handle if item is not None else destination.handle)
        dialog = Confirm(
            self._seat.look,
            _("Reply publicly as {account}?").format(account=account),
            _("{brand} is a protected account. Everybody on {network} can read this reply.").format(
                brand=destination.brand, network=destination.network_title
            ),
            safe=_("Keep writing"),
            act=_("Reply as {account}").format(account=account),
            mark=Mark(destination.monogram, destination.hue),
            parent=self._seat,
        )
        if item is not None:
            dialog.accepted.connect(lambda: self._desk.sending.retry(item.id))
        else:
            dialog.accepted.connect(lambda: self._press(asked, not_before=wish.not_before))
        self._seat.ask(dialog, help_at=("desk", "Sending"))

    def ask_take_over(self) -> None:
        """Ask before going on with a colleague's text."""
        rival = self._desk.rival()
        if rival is None:
            return
        words = _("You go on with the text as it stands: “{text}” {name} sees that you took over.")
        dialog = Confirm(
            self._seat.look,
            _("Take over from {name}?").format(name=rival.author),
            words.format(text=isolate(shorten(rival.text, READ_ALONG)), name=rival.author),
            safe=_("Leave it"),
            act=_("Take over"),
            parent=self._seat,
        )
        dialog.accepted.connect(lambda: self._desk.drafts.read_along(rival))
        self._seat.ask(dialog, help_at=("desk", "Together"))

    # inside

    def _words(self) -> Words:
        """What would go out now."""
        composition = self._desk.composition
        if composition is None:
            return 0, "", None
        return composition.conversation_id, composition.reply.text, composition.destination

    def _send_at(self, moment: Millis, asked: Words) -> None:
        """A moment was chosen; a protected account asks after that."""
        if self._still(asked):
            self._seat.content.conversation.composer.press_send(not_before=moment)

    def _press(self, asked: Words, *, not_before: Millis) -> None:
        if self._still(asked):
            self._desk.sending.press(asked[0], not_before=not_before)

    def _still(self, asked: Words) -> bool:
        """Whether the question was about what stands there now; else nothing goes out, and it says so."""
        if self._words() == asked:
            return True
        self._seat.content.queue.say_why_not(_("The reply changed while you were asked. Read it, then send it."))
        return False
