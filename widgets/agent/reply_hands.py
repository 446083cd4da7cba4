"""The hands for a reply on its way out: preview, destination, moment, and the questions before it is public. Known by
actions; knows dialogs and the desk."""

from PySide6.QtCore import QObject

from app.core.clock import Millis
from app.core.i18n import _
from widgets.agent.choosers import Choosers
from widgets.agent.composer_facts import counted, parts
from widgets.agent.desk import Desk
from widgets.agent.seat import Seat
from widgets.dialogs.change_account import ChangeAccountDialog
from widgets.dialogs.confirm import Confirm
from widgets.dialogs.preview import PreviewDialog
from widgets.kit.desk_button import Mark
from widgets.models.words import at_handle


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
        self._choosers.ask_moment(_("Send"), lambda moment: composer.press_send(not_before=moment))

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
            alts=tuple(one.alt for one in self._desk.uploads.of(composition.conversation_id)),
            parent=self._seat,
        )
        self._seat.ask(dialog)

    def change_account(self) -> None:
        """Ask which account answers this once."""
        composition = self._desk.composition
        if composition is None or composition.destination is None or composition.press is not None:
            return
        accounts = self._desk.accounts_to_answer_from()
        dialog = ChangeAccountDialog(self._seat.look, composition.destination, accounts, self._seat)
        dialog.chosen.connect(self._desk.choose_account)
        self._seat.ask(dialog)

    def ask_protected(self, not_before: Millis = 0) -> None:
        """A protected account asks once more."""
        composition = self._desk.composition
        destination = composition.destination if composition is not None else None
        if composition is None or destination is None:
            return
        conversation_id = composition.conversation_id
        account = at_handle(destination.handle)
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
        dialog.accepted.connect(lambda: self._desk.sending.press(conversation_id, not_before=not_before))
        self._seat.ask(dialog)

    def ask_take_over(self) -> None:
        """Ask before going on with a colleague's text."""
        rival = self._desk.rival()
        if rival is None:
            return
        dialog = Confirm(
            self._seat.look,
            _("Take over from {name}?").format(name=rival.author),
            _("You go on with the text as it stands. {name} sees that you took over.").format(name=rival.author),
            safe=_("Leave it"),
            act=_("Take over"),
            parent=self._seat,
        )
        dialog.accepted.connect(lambda: self._desk.drafts.read_along(rival))
        self._seat.ask(dialog)
