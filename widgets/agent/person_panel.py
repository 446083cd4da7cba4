"""The person we talk to: names, identities, sentiment, priority, history, notes, consent. Known by the window; knows
the desk and kit.

A fact that is missing says so; nothing is guessed.
"""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from app.core.clock import DAY, Millis
from app.core.i18n import _, ngettext, number
from app.domain.conversation import Card, Entry, EntryKind, Influence, Person
from widgets.agent.card_words import language_name, parts_words, sentiment_words
from widgets.agent.desk import Desk
from widgets.agent.earlier import Past
from widgets.agent.fact_row import REACH, STATUS_ICONS, FactRow, PastRow
from widgets.agent.person_parts import Face, NoteBox, Section
from widgets.kit.desk_bars import SentimentBars
from widgets.kit.desk_button import ButtonKind, DeskButton
from widgets.kit.desk_margins import set_margins
from widgets.kit.desk_panel import Panel
from widgets.kit.desk_scroll import OverlayBar
from widgets.kit.desk_text import TextBlock
from widgets.kit.focus_edge import FocusEdge
from widgets.models import consent_words
from widgets.models.words import at_handle, clock_time, day_of, day_words, isolate, month, short_count
from widgets.theme.desk import DeskLook
from widgets.theme.icons import network_icon

HISTORY_SHOWN, NOTES_SHOWN, WEEKS = 3, 2, 12


class PersonPanel(Panel):
    """The column at the far end."""

    def __init__(self, look: DeskLook, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(look, look.tokens.bg1, parent, line="left")
        self._desk = desk
        self._shown: tuple[object, ...] = ()
        self._whole_history = False
        self._history_shown: tuple[bool, tuple[Past, ...]] | None = None
        self._past_rows: dict[Past, PastRow] = {}
        self._face = Face(look)
        self._identities = Section(look, _("Identities"))
        self._sentiment = Section(look, _("Sentiment, 12 weeks"))
        self._influence = Section(look, _("Influence"))
        self._priority = Section(look, _("Priority"))
        self._history = Section(look, _("History"), pressed=True)
        self._notes = Section(look, _("Notes, team only"), private=True)
        self._consent = Section(look, _("Consent"))
        self.setAccessibleName(_("Person"))
        self._build()
        desk.conversation_changed.connect(self.refresh)
        desk.conversation_updated.connect(self.refresh)
        desk.earlier.changed.connect(self._show_history)

    def refresh(self) -> None:
        """Show the open conversation's person, if anything about them changed."""
        opened = self._desk.opened
        self._scroll.setVisible(opened is not None)
        if opened is None:
            return
        notes = tuple(entry for entry in opened.entries() if entry.kind is EntryKind.NOTE)
        shown = (opened.card.id, opened.card.revision, opened.person, notes)
        if shown != self._shown:
            self._shown = shown
            self._show(opened.card, opened.person, notes)

    def focus_scroll(self) -> None:
        """Take the focus."""
        self._scroll.setFocus(Qt.FocusReason.ShortcutFocusReason)

    # inside

    def _build(self) -> None:
        body = Panel(self.look, self.look.tokens.bg1)
        column = QVBoxLayout(body)
        set_margins(column, 0, 0, 0, 0)
        column.setSpacing(0)
        sections = (
            self._face, self._identities, self._sentiment, self._influence, self._priority, self._history, self._notes,
            self._consent,
        )  # fmt: skip
        for section in sections:
            column.addWidget(section)
        column.addStretch(1)
        self._scroll = QScrollArea()
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._scroll.setAccessibleName(_("Person"))
        self._scroll.setWidget(body)
        OverlayBar(self.look, self._scroll)
        FocusEdge(self.look, self._scroll)
        outer = QVBoxLayout(self)
        set_margins(outer, 1, 0, 0, 0)
        outer.addWidget(self._scroll)

    def _show(self, card: Card, person: Person | None, notes: tuple[Entry, ...]) -> None:
        self._face.show_person(person.name if person is not None else card.name, self._line(person))
        self._show_identities(card, person)
        self._show_sentiment(card, person)
        self._show_influence(person.influence if person is not None else None)
        total = _("{score} of 100").format(score=card.priority)
        why = parts_words(card) or _("No reason weighs.")
        self._priority.show_rows([TextBlock(self.look, why, style="small", ink=self.look.tokens.t3)], end=total)
        self._show_history()
        newest = notes[-NOTES_SHOWN:]
        boxes: list[QWidget] = [NoteBox(self.look, note.text, self._told(note)) for note in newest]
        self._notes.show_rows(boxes or [FactRow(self.look, _("None in this conversation"))])
        self._show_consent(person)

    def _show_consent(self, person: Person | None) -> None:
        rows: list[QWidget] = []
        for name, state, told in consent_words.rows(
            person.consents if person is not None else (), now=self._desk.link.now()
        ):
            row = FactRow(self.look, name, end=state)
            row.setToolTip(told)
            row.setAccessibleDescription(told)
            rows.append(row)
        self._consent.show_rows(rows)

    def _line(self, person: Person | None) -> str:
        if person is None:
            return _("Looking up...")
        writes = ", ".join(language_name(language) for language in person.languages)
        parts = [_("writes {languages}").format(languages=writes) if writes else _("language not known")]
        parts.append(ngettext("{count} post", "{count} posts", person.posts).format(count=person.posts))
        return " · ".join(parts)

    def _show_identities(self, card: Card, person: Person | None) -> None:
        identities = person.identities if person is not None else ((card.network, card.handle, card.reach),)
        rows: list[QWidget] = [
            FactRow(
                self.look,
                at_handle(handle),
                end=short_count(followers) if followers else _("Not known"),
                glyph=network_icon(network),
            )
            for network, handle, followers in identities
        ]
        self._identities.show_rows(rows)

    def _show_sentiment(self, card: Card, person: Person | None) -> None:
        weeks = person.sentiment_weeks if person is not None else ()
        if not any(weeks):
            self._sentiment.show_rows([FactRow(self.look, _("Not enough posts yet"))])
            return
        words = sentiment_words(weeks[-1])
        bars = SentimentBars(self.look)
        bars.show_values(weeks, self._months(self._desk.link.now(), len(weeks)), words=words)
        self._sentiment.show_rows([bars], end=words, score=weeks[-1])

    def _show_influence(self, influence: Influence | None) -> None:
        if influence is None:
            self._influence.show_rows([FactRow(self.look, _("Not known"))])
            return
        parts = (
            (_("Reach"), influence.reach),
            (_("Resonance"), influence.resonance),
            (_("Relevance"), influence.relevance),
        )
        rows: list[QWidget] = [FactRow(self.look, words, end=number(round(value))) for words, value in parts]
        sample = ngettext("From {count} post of {days} days", "From {count} posts of {days} days", influence.posts)
        words = sample.format(count=number(influence.posts), days=number(influence.days))
        rows.append(TextBlock(self.look, words, style="small", ink=self.look.tokens.t3))
        self._influence.show_rows(rows, end=_("{score} of 100").format(score=number(round(influence.index))))
        self._influence.setToolTip(_("The cube root of the product of the three. Shift+F1 here explains them."))

    @staticmethod
    def _months(now: Millis, weeks: int) -> tuple[tuple[int, str], ...]:
        """Month names at the first week that lies in them."""
        days = [day_of(now - (weeks - 1 - number) * 7 * DAY) for number in range(weeks)]
        firsts = [number for number, day in enumerate(days) if number == 0 or day.month != days[number - 1].month]
        kept = [
            number for place, number in enumerate(firsts) if place == len(firsts) - 1 or firsts[place + 1] - number > 2
        ]
        return tuple((number, month(days[number])) for number in kept)

    def _told(self, note: Entry) -> str:
        """Who wrote a note, and when."""
        when = self._when(note.at, self._desk.link.now())
        return _("{name}, {when}").format(name=isolate(note.by or note.name), when=when)

    def _show_history(self) -> None:
        """The person's other conversations, each to be looked at; rows that stand are kept, and their focus."""
        earlier = self._desk.earlier
        if (self._whole_history, earlier.past) != self._history_shown:
            self._history_shown = self._whole_history, earlier.past
            self._build_history(earlier.past)
        for past, row in self._past_rows.items():
            row.setChecked(earlier.is_shown and past == earlier.chosen)

    def _build_history(self, past: tuple[Past, ...]) -> None:
        shown = past if self._whole_history else past[:HISTORY_SHOWN]
        self._past_rows = {one: self._past_row(one) for one in shown}
        rows: list[QWidget] = [*self._past_rows.values()]
        if len(shown) < len(past):
            rows.append(self._more(len(past)))
        count = ngettext("{count} earlier", "{count} earlier", len(past)).format(count=len(past))
        first = FactRow(self.look, _("First conversation"), inset=REACH)
        self._history.show_rows(rows or [first], end=count if rows else "")

    def _past_row(self, past: Past) -> PastRow:
        number, words, status, at = past
        row = PastRow(self.look, words, end=self._when(at, self._desk.link.now()), glyph=STATUS_ICONS[status])
        row.clicked.connect(lambda: self._desk.earlier.choose(number))
        return row

    def _more(self, count: int) -> DeskButton:
        button = DeskButton(self.look, _("All {count}").format(count=count), kind=ButtonKind.QUIET)
        button.clicked.connect(self._show_whole_history)
        return button

    def _show_whole_history(self) -> None:
        self._whole_history = True
        self._show_history()
        last = list(self._past_rows.values())[HISTORY_SHOWN:]
        if last:
            last[0].setFocus(Qt.FocusReason.OtherFocusReason)

    @staticmethod
    def _when(at: Millis, now: Millis) -> str:
        return clock_time(at) if day_of(at) == day_of(now) else day_words(at, now=now)
