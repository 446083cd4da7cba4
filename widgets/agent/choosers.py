"""Questions answered by choosing from a short list: a colleague, a moment. Known by actions; knows palette and desk."""

from collections.abc import Callable

from PySide6.QtCore import QObject

from app.core.clock import Millis
from app.core.i18n import N_, _, ngettext
from app.domain.snippet import FIELDS, Snippet, fill
from app.wire.answers import Colleague, LabelCount
from app.wire.calls import ListColleagues, ListLabels, ListSnippets, SaveSnippet
from widgets.agent.acted_on import acted_on
from widgets.agent.desk import Desk
from widgets.agent.opened import OpenConversation
from widgets.agent.seat import Seat
from widgets.dialogs.ask_labels import AskLabels
from widgets.dialogs.ask_words import AskWords
from widgets.dialogs.palette import Offer, Palette
from widgets.models.labelling import common, labels_in
from widgets.models.moments import Moment, moments, read_moment
from widgets.models.words import clock_time, day_words, shorten
from widgets.theme.system import SYSTEM

SNIPPET_WORDS = 34

THEME_WORDS = {
    SYSTEM: N_("As the system"),
    "dark": N_("Dark"),
    "light": N_("Light"),
    "dark-high-contrast": N_("Dark, high contrast"),
    "light-high-contrast": N_("Light, high contrast"),
}

Chosen = Callable[[Millis], None]


class Choosers(QObject):
    """The short lists of one window."""

    def __init__(self, seat: Seat, desk: Desk) -> None:
        super().__init__(seat)
        self._seat, self._desk = seat, desk

    def ask_assignee(self) -> None:
        """Whose is it to be? The hub knows who there is."""
        ids = self._desk.deeds.chosen_ids()
        self._desk.ask(ListColleagues(), lambda found: self._show_colleagues(found, ids))

    def ask_labels(self) -> None:
        """Which labels are the marked conversations to bear, else the open one? The hub knows those in use; without it
        one writes them."""
        ids = self._desk.deeds.chosen_ids()
        self._desk.ask(
            ListLabels(), lambda known: self._show_labels(known, ids), lambda _error: self._show_labels((), ids)
        )

    def ask_theme(self) -> None:
        """How is the desk to look?"""
        appearance, group = self._seat.appearance, _("Theme")
        offers = [
            Offer(name, _(words), group, icon="check" if name == appearance.theme else "theme")
            for name, words in THEME_WORDS.items()
        ]
        self._open(offers, "", heading="Looks and windows").chosen.connect(lambda name, _typed: appearance.choose(name))

    def ask_moment(self, question: str, chosen: Chosen, *, heading: str, more: tuple[Moment, ...] = ()) -> None:
        """Until when, or when? `chosen` is given a moment that lies ahead; `more` stands for no time of day.

        `heading` is where the manual explains it.
        """
        now = self._desk.link.now()
        offers = [Offer(one.name, one.words, question, icon="clock", end=_when(one.at, now)) for one in moments(now)]
        offers += [Offer(one.name, one.words, question, icon="snooze") for one in more]
        offers.append(Offer("typed", _("Take “{typed}”"), question, icon="pen", always=True))
        known = {one.name: one.at for one in (*moments(now), *more)}
        palette = self._open(
            offers, acted_on(self._desk), prompt=_("45 min, 3 h, 15:30, 2026-11-24 9:00"), heading=heading
        )
        palette.chosen.connect(lambda name, typed: self._take_moment(known.get(name, 0), typed, chosen))

    def ask_snippet(self) -> None:
        """Which of the team's snippets goes into the text?"""
        self._desk.ask(ListSnippets(), self._show_snippets)

    def ask_snippet_name(self) -> None:
        """Under which name is the text to be kept for the team?"""
        composition = self._desk.composition
        text = composition.texts[composition.mode].text if composition is not None else ""
        if not text.strip():
            self._seat.content.queue.say_why_not(_("Write the snippet's words first."))
            return
        dialog = AskWords(
            self._seat.look,
            _("Keep this text as a snippet?"),
            _("The team finds it by its name. {fields} are filled in for whoever uses it.").format(
                fields=", ".join(f"{{{field}}}" for field in FIELDS)
            ),
            label=_("Name of the snippet"),
            safe=_("Leave it"),
            act=_("Keep snippet"),
            parent=self._seat,
        )
        dialog.answered.connect(lambda name: self._save_snippet(Snippet(name=name, text=text)))
        self._seat.ask(dialog, help_at=("desk", "Snippets"))

    # inside

    def _save_snippet(self, snippet: Snippet) -> None:
        words = _("Snippet “{name}” kept").format(name=snippet.name)
        self._desk.ask(SaveSnippet(snippet=snippet), lambda _answer: self._desk.done.emit(words, False))

    def _show_snippets(self, snippets: tuple[Snippet, ...]) -> None:
        group = _("Snippets")
        offers = [
            Offer(one.name, one.name, group, icon="snippet", end=shorten(one.text, SNIPPET_WORDS)) for one in snippets
        ]
        why = _("A senior keeps one with “Keep text as snippet...”.")
        offers = offers or [Offer("none", _("No snippets yet"), group, why_not=why)]
        known = {one.name: one.text for one in snippets}
        palette = self._open(offers, "", heading="Snippets")
        palette.chosen.connect(lambda name, _typed: self._insert(known[name]))

    def _insert(self, text: str) -> None:
        opened = self._desk.opened
        if opened is not None:
            name, handle = self._answered(opened)
            words = fill(text, name=name, handle=handle, agent=self._desk.directory.me)
            self._seat.content.conversation.composer.text.put_in(words)

    def _answered(self, opened: OpenConversation) -> tuple[str, str]:
        """Name and handle of whom the reply answers, who need not be whose conversation it is."""
        composition, card = self._desk.composition, opened.card
        destination = composition.destination if composition is not None else None
        target = opened.entry_of(destination.parent) if destination is not None else None
        name = target.name if target is not None and target.name else card.name
        return name, destination.to_handle if destination is not None else card.handle

    def _show_labels(self, known: tuple[LabelCount, ...], ids: tuple[int, ...]) -> None:
        cards = [card for card in map(self._desk.card, ids) if card is not None]
        if not cards or ids != self._desk.deeds.chosen_ids():
            return  # he has gone on meanwhile: the question was about others
        shared = common(card.labels for card in cards)
        dialog = AskLabels(self._seat.look, known, value=shared, count=len(cards), parent=self._seat)
        dialog.answered.connect(lambda words: self._label(ids, shared, labels_in(words)))
        self._seat.ask(dialog)

    def _label(self, ids: tuple[int, ...], shared: tuple[str, ...], wanted: tuple[str, ...]) -> None:
        """What was written is common to all now; what each bears beside it is left alone."""
        self._desk.deeds.label(ids, add=wanted, remove=[label for label in shared if label not in wanted])

    def _show_colleagues(self, colleagues: tuple[Colleague, ...], ids: tuple[int, ...]) -> None:
        if ids != self._desk.deeds.chosen_ids():
            return  # he has gone on meanwhile: the question was about others
        group = _("Assign to")
        order = sorted(colleagues, key=lambda one: (not one.here, one.open, one.name))
        offers = [Offer(f"to:{one.name}", one.name, group, icon="person", end=_load(one)) for one in order]
        offers.append(Offer("to:", _("Give back to the queue"), group, icon="unassigned"))
        palette = self._open(offers, acted_on(self._desk), heading="Together")
        palette.chosen.connect(lambda name, _typed: self._desk.deeds.assign(name.partition(":")[2]))

    def _open(self, offers: list[Offer], about: str, *, prompt: str = "", heading: str) -> Palette:
        palette = Palette(self._seat.look, offers, prompt=prompt, about=about, parent=self._seat)
        self._seat.ask(palette, help_at=("desk", heading))
        return palette

    def _take_moment(self, known: Millis, typed: str, chosen: Chosen) -> None:
        moment = known or read_moment(typed, now=self._desk.link.now())
        if moment:
            chosen(moment)
        else:
            words = _("“{words}” is no moment ahead. Type 45 min, 3 h, 15:30 or 2026-11-24 9:00.")
            self._seat.content.queue.say_why_not(words.format(words=typed.strip()))


def _load(colleague: Colleague) -> str:
    count = ngettext("{count} open", "{count} open", colleague.open).format(count=colleague.open)
    return _("at a desk, {load}").format(load=count) if colleague.here else count


def _when(at: Millis, now: Millis) -> str:
    return _("{day}, {time}").format(day=day_words(at, now=now), time=clock_time(at))
