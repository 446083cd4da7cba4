"""What commands do in a desk window: moves, questions, and intents handed to the desk. Known by the window and the
command list; knows dialogs and the desk."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QPoint, Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from app.core.clock import Millis
from app.core.i18n import _
from app.domain.conversation import UNTIL_THEY_WRITE
from widgets.agent.account_hands import AccountHands
from widgets.agent.acted_on import acted_on
from widgets.agent.alarm_hands import AlarmHands
from widgets.agent.attach_hands import AttachHands
from widgets.agent.choosers import Choosers
from widgets.agent.desk import Desk
from widgets.agent.earlier_dialog import EarlierDialog
from widgets.agent.help_hands import HelpHands
from widgets.agent.hold_hands import HoldHands
from widgets.agent.house_hands import HouseHands
from widgets.agent.judging_hands import JudgingHands
from widgets.agent.menu import fill_menu
from widgets.agent.offers import command_offers, person_offers, search_offer, topic_offers
from widgets.agent.own_reply_hands import OwnReplyHands
from widgets.agent.post_hands import PostHands
from widgets.agent.reply_hands import ReplyHands
from widgets.agent.search_hands import SearchHands
from widgets.agent.seat import Seat
from widgets.agent.team_hands import TeamHands
from widgets.agent.view_hands import ViewHands
from widgets.agent.wall_hands import WallHands
from widgets.agent.writing_hands import WritingHands
from widgets.dialogs.about_figure import AboutFigures
from widgets.dialogs.help_page import HelpPage
from widgets.dialogs.keys_sheet import KeysSheet
from widgets.dialogs.palette import Palette
from widgets.models.composition import NOTE, REPLY
from widgets.models.moments import Moment


class DeskActions(QObject):
    """The commands' hands.

    Attributes:
        desk: where intents go; walls, alarms, reply, hold, mine and the like: the hands for one matter each.
    """

    def __init__(self, seat: Seat, desk: Desk) -> None:
        super().__init__(seat)
        self._seat = seat
        self.desk = desk
        self.walls = WallHands(seat, desk, self)
        self.attach, self.writing = AttachHands(seat, desk), WritingHands(seat, desk)
        self.team = TeamHands(seat, desk, self)
        self.judging = JudgingHands(seat, desk, self)
        self.accounts = AccountHands(seat, desk, self)
        self.alarms = AlarmHands(seat, desk, self)
        self.posts = PostHands(seat, desk, self, show_page=self.show_original)
        self.house = HouseHands(seat, desk, self, open_conversation=self._open)
        self.help = HelpHands(seat, desk)
        self._choosers = Choosers(seat, desk)
        desk.earlier.wanted.connect(self.show_earlier)
        self.reply, self.hold = ReplyHands(seat, desk, self._choosers), HoldHands(seat, desk)
        self.mine = OwnReplyHands(seat, desk)
        self.views, self.searching = ViewHands(seat, desk), SearchHands(seat, desk)
        self.views.narrowed.connect(self._to_top)
        self.views.wanted.connect(self.go)
        self.searching.chosen.connect(self._palette_chosen)

    # moving

    def step(self, by: int) -> None:
        """Next or previous card."""
        self._seat.content.queue.view.step(by)

    def open_thread(self) -> None:
        """Focus the thread."""
        self._seat.content.conversation.thread_view.setFocus()

    def step_post(self, by: int) -> None:
        """Older or newer post."""
        self._seat.content.conversation.thread_view.step(by)

    def show_earlier(self) -> None:
        """An earlier conversation of the person: beside the open one where there is room, else over it."""
        earlier, view = self.desk.earlier, self._seat.content.conversation.earlier
        if earlier.is_shown and _holds(view, view.window().focusWidget()):
            earlier.step(1)
        elif earlier.is_shown:
            view.thread_view.setFocus(Qt.FocusReason.ShortcutFocusReason)
        elif QApplication.activeModalWidget() is None:
            dialog = EarlierDialog(
                self._seat.look, self.desk, highest=round(self._seat.height() * 0.7), parent=self._seat
            )
            dialog.view.original_requested.connect(self.show_original)
            dialog.view.open_requested.connect(self._open)
            self._seat.ask(dialog)

    def go(self, view: str) -> None:
        """Show a view and its first card's place."""
        self.desk.show_view(view)
        self._seat.content.queue.view.to_top()
        self._seat.content.queue.view.setFocus()

    def go_brand(self, number: int) -> None:
        """Show a brand by rail order, from 1."""
        brands = self._seat.content.rail.brand_views()
        if number <= len(brands):
            self.go(brands[number - 1])

    def next_order(self) -> None:
        """Due, newest, most pressing, and again."""
        self.desk.viewing.next_order()

    def next_pane(self, by: int) -> None:
        """The pane after or before the one with focus."""
        panes = self._seat.content.panes()
        focused = self._seat.focusWidget()
        now = next((place for place, pane in enumerate(panes) if _holds(pane, focused)), 0)
        self._focus(panes[(now + by) % len(panes)])

    def focus_pane(self, number: int) -> None:
        """A pane by its number, from 1."""
        self._focus(self._seat.content.panes()[number - 1])

    def toggle_person(self) -> None:
        self._seat.content.toggle_person()

    def text_size(self, by: int) -> None:
        """One step larger (1) or smaller (−1)."""
        self._seat.appearance.step_text(by)

    def ask_theme(self) -> None:
        """Choose how the desk looks."""
        self._choosers.ask_theme()

    # acting

    def resolve(self, *, open_next: bool) -> None:
        """Resolve; the selection goes to the next card in order, never to the top."""
        self._and_go_on(self.desk.deeds.resolve)
        if open_next:
            self.open_thread()

    def snooze(self) -> None:
        """Ask until when, put away, and go on to the next card."""
        never = Moment("they_write", _("Until they write again"), UNTIL_THEY_WRITE)
        self._choosers.ask_moment(_("Snooze until"), self._snooze_until, heading="Putting away", more=(never,))

    def snooze_until_they_write(self) -> None:
        """Put away until the person's next post, and go on to the next card."""
        self._snooze_until(UNTIL_THEY_WRITE)

    def let_wait(self) -> None:
        """Nothing is due until the person writes; go on to the next card."""
        self._and_go_on(self.desk.deeds.let_wait)

    def mark(self, by: int) -> None:
        """Turn a card's mark over; extend to the next or previous one."""
        view, model = self._seat.content.queue.view, self.desk.queue.model
        if by:
            model.mark(view.current_id, on=True)
            view.step(by)
            model.mark(view.current_id, on=True)
        else:
            model.mark(view.current_id)
        self._seat.content.queue.refresh()
        view.viewport().update()

    def _to_top(self) -> None:
        self._seat.content.queue.view.to_top()

    def mark_all(self) -> None:
        """Mark every loaded card; all of them marked, none."""
        model = self.desk.queue.model
        ids = [card.id for card in model.cards()]
        on = not all(map(model.is_marked, ids))
        for one in ids:
            model.mark(one, on=on)
        self._seat.content.queue.refresh()
        self._seat.content.queue.view.viewport().update()

    def unmark(self) -> None:
        """No card is marked any more."""
        self.desk.queue.model.clear_marks()
        self._seat.content.queue.refresh()

    def begin_reply(self) -> None:
        self._seat.content.give_way()
        self._seat.content.conversation.composer.begin(REPLY)

    def begin_note(self) -> None:
        self._seat.content.give_way()
        self._seat.content.conversation.composer.begin(NOTE)

    def send(self) -> None:
        self._seat.content.conversation.composer.press_send()

    def ask_snippet(self) -> None:
        self._choosers.ask_snippet()

    def ask_snippet_name(self) -> None:
        self._choosers.ask_snippet_name()

    # asking

    def ask_assignee(self) -> None:
        """Choose a colleague, or give back to the queue."""
        self._choosers.ask_assignee()

    def ask_labels(self) -> None:
        """Ask for labels, divided by commas."""
        self._choosers.ask_labels()

    def show_palette(self, typed: str = "") -> None:
        """Commands, people, search."""
        offers = [
            *command_offers(self._seat.table, self),
            *person_offers(self.desk.queue.model.cards()),
            search_offer(self._seat.table),
        ]
        prompt = _("Search people, posts and commands")
        palette = Palette(self._seat.look, offers, prompt=prompt, about=acted_on(self.desk), parent=self._seat)
        palette.chosen.connect(self._palette_chosen)
        self._seat.ask(palette, help_at=("desk", "Commands and search"))
        palette.field.setText(typed)

    def show_search(self) -> None:
        """Search alone: Enter looks for what is typed and runs no command."""
        offers = [search_offer(self._seat.table), *person_offers(self.desk.queue.model.cards())]
        palette = Palette(
            self._seat.look, offers, title=_("Search"), prompt=_("Search posts, notes and people"), parent=self._seat
        )
        palette.chosen.connect(self._palette_chosen)
        self._seat.ask(palette, help_at=("desk", "Commands and search"))

    def show_topics(self) -> None:
        """Every topic to go to."""
        palette = Palette(self._seat.look, topic_offers(self.desk), parent=self._seat)
        palette.chosen.connect(self._palette_chosen)
        self._seat.ask(palette, help_at=("topics", "Topics"))

    def show_keys(self) -> None:
        """Every key on one sheet, from which they can be changed."""
        sheet = KeysSheet(self._seat.look, self._seat.table, self._seat)
        sheet.accepted.connect(self.team.show_settings)
        self._seat.ask(sheet)

    def show_help(self) -> None:
        """The manual, from the heading that fits what is done here."""
        self.help.show()

    def show_figures(self) -> None:
        """The figures as they are now, each with how it is made; at a person, how influence is made."""
        person = self._seat.content.person
        if person.isVisible() and _holds(person, self._seat.focusWidget()):
            self._seat.ask(HelpPage(self._seat.look, "formulas", anchor="Influence", parent=self._seat))
            return
        dialog = AboutFigures(self._seat.look, self.desk.link, self._seat)
        dialog.help_wanted.connect(lambda heading: self._show_formula(dialog, heading))
        self._seat.ask(dialog)

    def _show_formula(self, dialog: AboutFigures, heading: str) -> None:
        dialog.accept()
        self._seat.ask(HelpPage(self._seat.look, "formulas", anchor=heading, parent=self._seat))

    def show_menu(self) -> None:
        """The menu of every command, under the house's sign."""
        menu = QMenu(self._seat)
        fill_menu(menu, self._seat.table, self, self._seat.command_requested.emit)
        button = self._seat.content.top_bar.menu_button
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(button.mapToGlobal(QPoint(0, button.height())))

    def show_original(self, address: str) -> None:
        """A post's page in the browser; only web addresses are followed."""
        if address.startswith(("https://", "http://")):
            QDesktopServices.openUrl(QUrl(address))
        else:
            self._seat.content.queue.say_why_not(_("The network gives no address for this post."))

    # inside

    def _snooze_until(self, moment: Millis) -> None:
        self._and_go_on(lambda: self.desk.deeds.snooze(moment))

    def _and_go_on(self, deed: Callable[[], None]) -> None:
        """What is done takes the chosen cards away: the selection goes to the next one in order."""
        view = self._seat.content.queue.view
        following = view.next_after(self.desk.deeds.chosen_ids())
        deed()
        if following:
            view.select(following)

    def _palette_chosen(self, offer_id: str, typed: str) -> None:
        kind, _colon, rest = offer_id.partition(":")
        if kind == "command":
            self._seat.command_requested.emit(rest)
        elif kind == "view":
            self.go(rest)
        elif kind == "open":
            self._open(int(rest))
        elif kind == "search":
            self.searching.search(typed.strip())
        elif kind == "page":
            self.show_original(rest)

    def _open(self, conversation_id: int) -> None:
        self.desk.open_any(conversation_id)
        self._seat.content.queue.view.select(conversation_id, quietly=True)
        self.open_thread()

    def _focus(self, pane: QWidget) -> None:
        if pane is self._seat.content.rail:
            self._seat.content.rail.focus_current()
        elif pane is self._seat.content.person:
            self._seat.content.person.focus_scroll()
        else:
            pane.setFocus()


def _holds(pane: QWidget, focused: QWidget | None) -> bool:
    return focused is not None and (pane is focused or pane.isAncestorOf(focused))
