"""What a desk does with conversations as wholes, for the team and for itself. Known by actions and commands; knows the
desk and dialogs."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject

from app.core.errors import FishbowlError
from app.core.i18n import _, ngettext
from app.domain.consent import Purpose, Word
from app.domain.conversation import Card, EntryKind
from app.domain.principal import Right
from app.domain.shift import Routing, State
from app.domain.snippet import Snippet
from app.wire.calls import GetRouting, ListSnippets, RemoveSnippet, SetRouting
from widgets.agent.desk import Desk
from widgets.agent.seat import Seat
from widgets.dialogs.confirm import Confirm
from widgets.dialogs.guide import Beginning, GuideDialog
from widgets.dialogs.keys_settings import KeysDialog
from widgets.dialogs.palette import Offer, Palette
from widgets.dialogs.routing import RoutingDialog
from widgets.models.consent_words import PURPOSES, word_name
from widgets.models.words import day_words, isolate, shorten
from widgets.theme.icons import network_icon

WORDS = 48

CONSENT_ICONS = {Word.ASKED: "question", Word.GIVEN: "check", Word.REFUSED: "close"}


class TeamHands(QObject):
    """The hands of one window.

    Attributes:
        start_desk: opens a desk beside this one, with True on the invented company; None where that cannot be done.
    """

    def __init__(self, seat: Seat, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._seat, self._desk = seat, desk
        self.start_desk: Callable[[bool], None] | None = None

    # conversations

    def merge(self) -> None:
        """The marked ones into one; with fewer than two marked ask which belongs to the open one."""
        marked = self._desk.queue.model.marked
        if len(marked) >= 2:
            self._ask_merge(marked)
        else:
            self._choose_partner()

    def split(self) -> None:
        """From the post that is chosen in the thread."""
        entry = self._seat.content.conversation.thread_view.chosen_entry()
        if entry is None or entry.kind is not EntryKind.POST:
            self._say_why_not(_("Choose a post of the person first: [ and ] move through the thread."))
            return
        self._desk.deeds.split(self._desk.open_id, entry.id)

    def ask_spam(self) -> None:
        """Ask before something is hidden."""
        ids = self._desk.deeds.chosen_ids()
        cards = [card for card in map(self._desk.card, ids) if card is not None]
        head = ngettext("Hide {count} conversation as spam?", "Hide {count} conversations as spam?", len(ids))
        one = _("Hide {name} as spam?").format(name=isolate(cards[0].name)) if len(cards) == 1 else ""
        dialog = Confirm(
            self._seat.look,
            one or head.format(count=len(ids)),
            _("It is resolved, and its posts leave the walls and their counts. Undo brings it back."),
            safe=_("Keep it"),
            act=_("Hide as spam"),
            parent=self._seat,
        )
        dialog.accepted.connect(lambda: self._hide(ids))
        self._seat.ask(dialog, help_at=("desk", "Merging and hiding"))

    def ask_consent(self) -> None:
        """What was the person asked for, or what did they answer?"""
        offers = [
            Offer(f"{purpose}:{word}", f"{_(name)}: {word_name(word)}", _(name), icon=CONSENT_ICONS[word])
            for purpose, name in PURPOSES.items()
            for word in Word
        ]
        opened = self._desk.opened
        about = _("of {name}").format(name=isolate(opened.card.name)) if opened is not None else ""
        palette = self._open(offers, heading="Consents", title=_("Note a consent"), about=about)
        palette.chosen.connect(lambda chosen, _typed: self._note_consent(*chosen.split(":")))

    def no_spam(self) -> None:
        self._desk.deeds.spam(self._desk.deeds.chosen_ids(), spam=False)

    def _note_consent(self, purpose: str, word: str) -> None:
        self._desk.deeds.note_consent(Purpose(purpose), Word(word))

    # the team

    def ask_state(self) -> None:
        """Here, busy or away?"""
        group = _("New work")
        offers = [
            Offer(State.HERE.value, _("Here: I take new work"), group, icon="check"),
            Offer(State.BUSY.value, _("Busy: I finish what I have"), group, icon="pen"),
            Offer(State.AWAY.value, _("Away"), group, icon="pause"),
        ]
        palette = self._open(offers, heading="Work that comes to you")
        palette.chosen.connect(lambda name, _typed: self._desk.shift.say(State(name)))

    def ask_routing(self) -> None:
        """How is work handed out? The hub knows how it is now."""
        self._desk.ask(GetRouting(), self._show_routing)

    # oneself

    def show_settings(self) -> None:
        """Every command with its key, to be changed."""
        choices = self._desk.choices
        dialog = KeysDialog(self._seat.look, self._seat.standard, choices.settings.keys, self._seat)
        dialog.single.setChecked(choices.settings.single_keys)
        dialog.keys_changed.connect(lambda keys: choices.change(keys=keys))
        dialog.single.toggled.connect(lambda on: choices.change(single_keys=on))
        self._seat.ask(dialog)

    def turn_quiet(self) -> None:
        """Do not disturb, or do again."""
        quiet = not self._desk.choices.settings.quiet
        self._desk.choices.change(quiet=quiet)
        words = (
            _("Do not disturb: nothing is announced until you turn it off") if quiet else _("You are told what is new")
        )
        self._desk.done.emit(words, False)

    def turn_sound(self) -> None:
        """A soft sound while the window is not in front, or none."""
        sound = not self._desk.choices.settings.sound
        self._desk.choices.change(sound=sound)
        words = _("A soft sound tells what is new while the desk is not in front") if sound else _("No sound any more")
        self._desk.done.emit(words, False)

    def turn_own_window(self) -> None:
        """The conversation on a second screen, or back."""
        self._seat.own_window_requested.emit()

    def show_guide(self) -> None:
        """The first steps, as often as wanted."""
        table, house = self._seat.table, self._desk.directory.house()
        beginning = Beginning(
            demo=house is not None and house.demo,
            may_add=self._desk.may(Right.ADMINISTER),
            may_start=self.start_desk is not None,
        )
        dialog = GuideDialog(self._seat.look, lambda name: table.cap(name, in_text=False), beginning, self._seat)
        dialog.demo_requested.connect(lambda: self._start_desk(demo=True))
        dialog.own_requested.connect(lambda: self._start_desk(demo=False))
        dialog.account_requested.connect(lambda: self._seat.command_requested.emit("add_account"))
        dialog.finished.connect(lambda _result: self._desk.choices.change(guided=True))
        self._seat.ask(dialog)

    def ask_remove_snippet(self) -> None:
        """Which of the team's snippets is wanted no more?"""
        self._desk.ask(ListSnippets(), self._show_snippets)

    # inside

    def _start_desk(self, *, demo: bool) -> None:
        if self.start_desk is None:
            return
        try:
            self.start_desk(demo)
        except FishbowlError as error:
            self._desk.problem.emit(error)
        else:
            self._desk.done.emit(_("Another desk is opening"), False)

    def _choose_partner(self) -> None:
        opened = self._desk.opened
        if opened is None:
            return
        group = _("Merge into the open conversation")
        offers = self._partners(opened.card, group)
        nothing = Offer(
            "none", _("Nothing to merge"), group, why_not=_("No other conversation of this person is known.")
        )
        palette = self._open(
            offers or [nothing],
            heading="Merging and hiding",
            about=_("with {name}").format(name=isolate(opened.card.name)),
        )
        into = opened.id
        palette.chosen.connect(lambda name, _typed: self._desk.deeds.merge((int(name),), into))

    def _partners(self, card: Card, group: str) -> list[Offer]:
        """Other conversations of the person, from the queue and from his history."""
        now, person = self._desk.link.now(), self._desk.opened.person if self._desk.opened is not None else None
        found: dict[int, tuple[str, int]] = {}
        for one in self._desk.queue.model.cards():
            if (one.person_id, one.account_id) == (card.person_id, card.account_id):
                found[one.id] = (one.text, one.opened_at)
        for number, words, _status, opened_at in person.history if person is not None else ():
            found.setdefault(number, (words, opened_at))
        found.pop(card.id, None)
        icon = network_icon(card.network)
        return [
            Offer(str(number), shorten(words, WORDS) or "–", group, icon=icon, end=day_words(at, now=now))
            for number, (words, at) in found.items()
        ]

    def _ask_merge(self, ids: tuple[int, ...]) -> None:
        cards = [card for card in map(self._desk.card, ids) if card is not None]
        into = min(cards, key=lambda card: (card.opened_at, card.id)).id
        into = self._desk.open_id if self._desk.open_id in ids else into
        dialog = Confirm(
            self._seat.look,
            _("Merge {count} conversations?").format(count=len(ids)),
            _("Everything said, noted and being sent stands in one conversation. What comes later lands there too."),
            safe=_("Keep them apart"),
            act=_("Merge"),
            parent=self._seat,
        )
        dialog.accepted.connect(lambda: self._desk.deeds.merge(tuple(one for one in ids if one != into), into))
        self._seat.ask(dialog, help_at=("desk", "Merging and hiding"))

    def _hide(self, ids: tuple[int, ...]) -> None:
        view = self._seat.content.queue.view
        following = view.next_after(ids)
        self._desk.deeds.spam(ids, spam=True)
        if following:
            view.select(following)

    def _show_routing(self, routing: Any) -> None:
        if isinstance(routing, Routing):
            dialog = RoutingDialog(self._seat.look, routing, self._seat)
            words = _("Work is handed out so from now on")
            dialog.answered.connect(
                lambda wanted: self._desk.ask(
                    SetRouting(routing=wanted), lambda _answer: self._desk.done.emit(words, False)
                )
            )
            self._seat.ask(dialog)

    def _show_snippets(self, snippets: tuple[Snippet, ...]) -> None:
        group = _("Remove for the whole team")
        offers = [Offer(one.name, one.name, group, icon="snippet", end=shorten(one.text, WORDS)) for one in snippets]
        nothing = Offer("none", _("No snippets yet"), group, why_not=_("Nothing to remove."))
        palette = self._open(offers or [nothing], heading="Snippets")
        palette.chosen.connect(lambda name, _typed: self._remove(name))

    def _remove(self, name: str) -> None:
        words = _("Snippet “{name}” removed").format(name=name)
        self._desk.ask(RemoveSnippet(name=name), lambda _answer: self._desk.done.emit(words, False))

    def _open(self, offers: list[Offer], *, heading: str, title: str = "", about: str = "") -> Palette:
        palette = Palette(self._seat.look, offers, title=title, about=about, parent=self._seat)
        self._seat.ask(palette, help_at=("desk", heading))
        return palette

    def _say_why_not(self, words: str) -> None:
        self._seat.content.queue.say_why_not(words)
