"""What commands do in a desk window: moves, questions, and intents handed to the desk. Known by the window and the
command list; knows dialogs and the desk."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QMenu, QWidget

from app.core.clock import Millis
from app.core.i18n import _
from app.domain.reply import OutboxState
from app.wire.answers import Hits
from app.wire.calls import Search
from widgets.agent.account_hands import AccountHands
from widgets.agent.alarm_hands import AlarmHands
from widgets.agent.attach_hands import AttachHands
from widgets.agent.choosers import Choosers
from widgets.agent.desk import Desk
from widgets.agent.menu import fill_menu
from widgets.agent.offers import command_offers, hit_offers, person_offers, search_offer, topic_offers
from widgets.agent.team_hands import TeamHands
from widgets.agent.wall_hands import WallHands
from widgets.agent.writing_hands import WritingHands
from widgets.dialogs.about_figure import AboutFigures
from widgets.dialogs.ask_words import AskWords
from widgets.dialogs.change_account import ChangeAccountDialog
from widgets.dialogs.confirm import Confirm
from widgets.dialogs.held import HeldDialog
from widgets.dialogs.help_page import HelpPage
from widgets.dialogs.keys_sheet import KeysSheet
from widgets.dialogs.palette import Palette
from widgets.dialogs.preview import PreviewDialog
from widgets.kit.desk_button import Mark
from widgets.models.composition import NOTE, REPLY
from widgets.models.words import at_handle

if TYPE_CHECKING:
    from widgets.agent.window import DeskWindow


class DeskActions(QObject):
    """The commands' hands.

    Attributes:
        desk: where intents go; walls, alarms: the hands for walls and for alarms.
    """

    def __init__(self, window: "DeskWindow", desk: Desk) -> None:
        super().__init__(window)
        self._window = window
        self.desk = desk
        self.walls = WallHands(window, desk, self)
        self.attach, self.writing = AttachHands(window, desk), WritingHands(window, desk)
        self.team = TeamHands(window, desk, self)
        self.accounts = AccountHands(window, desk, self)
        self.alarms = AlarmHands(window, desk, self)
        self._choosers = Choosers(window, desk)

    # moving

    def step(self, by: int) -> None:
        """Next or previous card."""
        self._window.content.queue.view.step(by)

    def open_thread(self) -> None:
        """Focus the thread."""
        self._window.content.conversation.thread_view.setFocus()

    def step_post(self, by: int) -> None:
        """Older or newer post."""
        self._window.content.conversation.thread_view.step(by)

    def go(self, view: str) -> None:
        """Show a view and its first card's place."""
        self.desk.show_view(view)
        self._window.content.queue.view.to_top()
        self._window.content.queue.view.setFocus()

    def go_brand(self, number: int) -> None:
        """Show a brand by rail order, from 1."""
        brands = self._window.content.rail.brand_views()
        if number <= len(brands):
            self.go(brands[number - 1])

    def next_order(self) -> None:
        """Due, newest, most pressing, and again."""
        self.desk.next_order()

    def next_pane(self, by: int) -> None:
        """The pane after or before the one with focus."""
        panes = self._window.content.panes()
        focused = self._window.focusWidget()
        now = next((place for place, pane in enumerate(panes) if _holds(pane, focused)), 0)
        self._focus(panes[(now + by) % len(panes)])

    def focus_pane(self, number: int) -> None:
        """A pane by its number, from 1."""
        self._focus(self._window.content.panes()[number - 1])

    def toggle_person(self) -> None:
        self._window.content.toggle_person()

    def text_size(self, by: int) -> None:
        self._window.show_text_size(by)

    def next_theme(self) -> None:
        self._window.show_next_theme()

    # acting

    def resolve(self, *, open_next: bool) -> None:
        """Resolve; the selection goes to the next card in order, never to the top."""
        view = self._window.content.queue.view
        following = view.next_after(self.desk.deeds.chosen_ids())
        self.desk.deeds.resolve()
        if following:
            view.select(following)
        if open_next:
            self.open_thread()

    def snooze(self) -> None:
        """Ask until when, put away, and go on to the next card."""
        self._choosers.ask_moment(_("Snooze until"), self._snooze_until)

    def send_later(self) -> None:
        """Ask when the reply is to leave; a note, or what cannot be sent, says why not."""
        composer = self._window.content.conversation.composer
        if composer.verdict is None or not composer.send_button.may:
            why = composer.verdict.why if composer.verdict is not None else _("A private note goes nowhere.")
            self._window.content.queue.say_why_not(why)
            return
        self._choosers.ask_moment(_("Send"), lambda moment: composer.press_send(not_before=moment))

    def mark(self, by: int) -> None:
        """Turn a card's mark over; extend to the next or previous one."""
        view, model = self._window.content.queue.view, self.desk.queue.model
        if by:
            model.mark(view.current_id, on=True)
            view.step(by)
            model.mark(view.current_id, on=True)
        else:
            model.mark(view.current_id)
        self._window.content.queue.refresh()
        view.viewport().update()

    def begin_reply(self) -> None:
        self._window.content.conversation.composer.begin(REPLY)

    def begin_note(self) -> None:
        self._window.content.conversation.composer.begin(NOTE)

    def send(self) -> None:
        self._window.content.conversation.composer.press_send()

    def ask_snippet(self) -> None:
        self._choosers.ask_snippet()

    def ask_snippet_name(self) -> None:
        self._choosers.ask_snippet_name()

    # asking

    def show_preview(self) -> None:
        """The reply as its readers will see it."""
        composition = self.desk.composition
        if composition is None or composition.destination is None or not composition.reply.text.strip():
            self._window.content.queue.say_why_not(_("Nothing is written yet."))
            return
        counted = self._window.content.conversation.composer.counted(composition)
        text = composition.reply.text
        dialog = PreviewDialog(
            self._window.look,
            composition.destination,
            text,
            counted,
            parts=self._window.content.conversation.composer.parts(composition) if composition.split else (),
            alts=tuple(one.alt for one in self.desk.uploads.of(composition.conversation_id)),
            parent=self._window,
        )
        self._window.ask(dialog)

    def change_account(self) -> None:
        """Ask which account answers this once."""
        composition = self.desk.composition
        if composition is None or composition.destination is None or composition.press is not None:
            return
        accounts = self.desk.accounts_to_answer_from()
        dialog = ChangeAccountDialog(self._window.look, composition.destination, accounts, self._window)
        dialog.chosen.connect(self.desk.choose_account)
        self._window.ask(dialog)

    def ask_protected(self, not_before: Millis = 0) -> None:
        """A protected account asks once more."""
        composition = self.desk.composition
        destination = composition.destination if composition is not None else None
        if composition is None or destination is None:
            return
        conversation_id = composition.conversation_id
        account = at_handle(destination.handle)
        dialog = Confirm(
            self._window.look,
            _("Reply publicly as {account}?").format(account=account),
            _("{brand} is a protected account. Everybody on {network} can read this reply.").format(
                brand=destination.brand, network=destination.network_title
            ),
            safe=_("Keep writing"),
            act=_("Reply as {account}").format(account=account),
            mark=Mark(destination.monogram, destination.hue),
            parent=self._window,
        )
        dialog.accepted.connect(lambda: self.desk.sending.press(conversation_id, not_before=not_before))
        self._window.ask(dialog)

    def ask_take_over(self) -> None:
        """Ask before going on with a colleague's text."""
        rival = self.desk.rival()
        if rival is None:
            return
        dialog = Confirm(
            self._window.look,
            _("Take over from {name}?").format(name=rival.author),
            _("You go on with the text as it stands. {name} sees that you took over.").format(name=rival.author),
            safe=_("Leave it"),
            act=_("Take over"),
            parent=self._window,
        )
        dialog.accepted.connect(lambda: self.desk.drafts.read_along(rival))
        self._window.ask(dialog)

    def ask_assignee(self) -> None:
        """Choose a colleague, or give back to the queue."""
        self._choosers.ask_assignee()

    def ask_labels(self) -> None:
        """Ask for labels, divided by commas."""
        if self.desk.opened is None:
            return
        dialog = AskWords(
            self._window.look,
            _("Which labels?"),
            _("Divide them by commas."),
            label=_("Labels"),
            safe=_("Leave them"),
            act=_("Set labels"),
            value=", ".join(self.desk.opened.card.labels),
            may_be_empty=True,
            parent=self._window,
        )
        dialog.answered.connect(self._set_labels)
        self._window.ask(dialog)

    def ask_hold(self) -> None:
        """Ask for the reason of a hold."""
        dialog = AskWords(
            self._window.look,
            _("Hold all sending?"),
            _("Nothing leaves any desk until somebody lets it go on. Everybody sees the reason."),
            label=_("Reason"),
            safe=_("Keep sending"),
            act=_("Hold all sending"),
            parent=self._window,
        )
        dialog.answered.connect(self.desk.deeds.hold)
        self._window.ask(dialog)

    def ask_lift(self) -> None:
        """Ask before sending goes on."""
        dialog = Confirm(
            self._window.look,
            _("Let sending go on?"),
            _("New replies leave again. What was held stays held until it is released one by one."),
            safe=_("Keep holding"),
            act=_("Let sending go on"),
            parent=self._window,
        )
        dialog.accepted.connect(self.desk.deeds.lift_hold)
        self._window.ask(dialog)

    def show_held(self) -> None:
        """Go through the held replies one by one."""
        held = [item for item in self.desk.directory.outbox() if item.state is OutboxState.HELD]
        dialog = HeldDialog(self._window.look, held, self._window)
        dialog.decided.connect(lambda item, send: self.desk.deeds.release(item, send=send))
        self._window.ask(dialog)

    def show_palette(self, typed: str = "") -> None:
        """Commands, people, search."""
        offers = [
            *command_offers(self._window.table, self),
            *person_offers(self.desk.queue.model.cards()),
            search_offer(),
        ]
        about = _("on {name}").format(name=self.desk.opened.card.name) if self.desk.opened is not None else ""
        palette = Palette(self._window.look, offers, about=about, parent=self._window)
        palette.chosen.connect(self._palette_chosen)
        self._window.ask(palette)
        palette.field.setText(typed)

    def search(self, text: str) -> None:
        """Look for posts and show what is found."""
        self.desk.ask(Search(text=text), self._show_hits)

    def show_topics(self) -> None:
        """Every topic to go to."""
        palette = Palette(self._window.look, topic_offers(self.desk), parent=self._window)
        palette.chosen.connect(self._palette_chosen)
        self._window.ask(palette)

    def show_keys(self) -> None:
        self._window.ask(KeysSheet(self._window.look, self._window.table, self._window))

    def show_help(self) -> None:
        """The manual, from the heading that fits what is done here; the manual is not translated."""
        desk = self.desk
        if not desk.live:
            heading = "When the hub is away"
        elif desk.directory.hold():
            heading = "Holding"
        elif self._window.shortcuts.in_text:
            heading = "Sending"
        else:
            heading = "First steps"
        self._window.ask(HelpPage(self._window.look, "desk", anchor=heading, parent=self._window))

    def show_figures(self) -> None:
        """The figures as they are now, each with how it is made."""
        dialog = AboutFigures(self._window.look, self.desk.link, self._window)
        dialog.help_wanted.connect(lambda heading: self._show_formula(dialog, heading))
        self._window.ask(dialog)

    def _show_formula(self, dialog: AboutFigures, heading: str) -> None:
        dialog.accept()
        self._window.ask(HelpPage(self._window.look, "formulas", anchor=heading, parent=self._window))

    def show_menu(self) -> None:
        """The menu of every command, under the house's sign."""
        menu = QMenu(self._window)
        fill_menu(menu, self._window.table, self, self._window.run)
        button = self._window.content.top_bar.menu_button
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(button.mapToGlobal(QPoint(0, button.height())))

    def show_original(self, address: str) -> None:
        """A post's page in the browser; only web addresses are followed."""
        if address.startswith(("https://", "http://")):
            QDesktopServices.openUrl(QUrl(address))
        else:
            self._window.content.queue.say_why_not(_("The network gives no address for this post."))

    # inside

    def _snooze_until(self, moment: Millis) -> None:
        view = self._window.content.queue.view
        following = view.next_after(self.desk.deeds.chosen_ids())
        self.desk.deeds.snooze(moment)
        if following:
            view.select(following)

    def _set_labels(self, words: str) -> None:
        self.desk.deeds.label(tuple(dict.fromkeys(part.strip() for part in words.split(",") if part.strip())))

    def _palette_chosen(self, offer_id: str, typed: str) -> None:
        kind, _colon, rest = offer_id.partition(":")
        if kind == "command":
            self._window.run(rest)
        elif kind == "view":
            self.go(rest)
        elif kind == "open":
            self._open(int(rest))
        elif kind == "search":
            self.search(typed.strip())
        elif kind == "page":
            self.show_original(rest)

    def _open(self, conversation_id: int) -> None:
        self.desk.open_any(conversation_id)
        self._window.content.queue.view.select(conversation_id, quietly=True)
        self.open_thread()

    def _show_hits(self, hits: Hits) -> None:
        palette = Palette(self._window.look, hit_offers(hits, self.desk), parent=self._window)
        palette.chosen.connect(self._palette_chosen)
        self._window.ask(palette)

    def _focus(self, pane: QWidget) -> None:
        if pane is self._window.content.rail:
            self._window.content.rail.focus_current()
        elif pane is self._window.content.person:
            self._window.content.person.focus_scroll()
        else:
            pane.setFocus()


def _holds(pane: QWidget, focused: QWidget | None) -> bool:
    return focused is not None and (pane is focused or pane.isAncestorOf(focused))
