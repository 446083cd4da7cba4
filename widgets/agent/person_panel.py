"""The person we talk to: names, identities, sentiment, priority, history, notes, consent. Known by the window; knows
the desk and kit.

A fact that is missing says so; nothing is guessed.
"""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from app.core.clock import DAY, Millis
from app.core.i18n import _, ngettext, number
from app.domain.conversation import Card, Entry, EntryKind, Influence, Person, Status
from widgets.agent.card_words import language_name, parts_words, sentiment_words
from widgets.agent.desk import Desk
from widgets.kit.desk_bars import SentimentBars
from widgets.kit.desk_margins import flip, set_margins
from widgets.kit.desk_marks import draw_text, glyph_in, metrics, person_circle, rounded, sentiment_mark, text_width
from widgets.kit.desk_panel import Panel
from widgets.kit.desk_scroll import OverlayBar
from widgets.kit.desk_text import TextBlock, Words
from widgets.models import consent_words
from widgets.models.words import at_handle, clock_time, day_of, day_words, initials, month, short_count
from widgets.theme.desk import DeskLook
from widgets.theme.icons import network_icon

STATUS_ICONS = {
    Status.OPEN: "inbox",
    Status.PENDING: "pause",
    Status.SNOOZED: "snooze",
    Status.RESOLVED: "check",
}
HISTORY_SHOWN, NOTES_SHOWN, WEEKS = 3, 2, 12


class Face(QWidget):
    """Circle, name, and what they write."""

    def __init__(self, look: DeskLook, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look, self._name, self._line = look, "", ""
        self.setFixedHeight(look.px(68))

    def show_person(self, name: str, line: str) -> None:
        """Say who."""
        self._name, self._line = name, line
        self.setAccessibleName(f"{name}. {line}")
        self.setToolTip(f"{name}\n{line}")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, look, px, mirrored = QPainter(self), self._look, self._look.px, self.isRightToLeft()
        circle = QRect(px(16), px(12), px(44), px(44))
        person_circle(painter, look, flip(circle, self.rect(), mirrored), initials(self._name))
        room = self.width() - px(72) - px(12)
        align = Qt.AlignmentFlag.AlignRight if mirrored else Qt.AlignmentFlag.AlignLeft
        rows = ((self._name, "head", px(14), look.tokens.t1), (self._line, "small", px(35), look.tokens.t3))
        for words, style, top, ink in rows:
            shown = metrics(look, style).elidedText(words, Qt.TextElideMode.ElideRight, room)
            rect = flip(QRect(px(72), top, room, px(20)), self.rect(), mirrored)
            draw_text(painter, look, rect, shown, style=style, ink=ink, align=align)


class FactRow(QWidget):
    """A glyph or mark, words, and a quiet figure at the end."""

    def __init__(
        self, look: DeskLook, words: str, *, end: str = "", glyph: str = "", score: float | None = None
    ) -> None:
        super().__init__()
        self._look, self._words, self._end, self._glyph, self._score = look, words, end, glyph, score
        self.setFixedHeight(look.px(26))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(f"{words}, {end}" if end else words)
        self.setToolTip(words)

    def sizeHint(self) -> QSize:
        return QSize(self._look.px(200), self._look.px(26))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, look, px, mirrored = QPainter(self), self._look, self._look.px, self.isRightToLeft()
        left = px(24) if self._glyph or self._score is not None else 0
        sign = flip(QRect(0, 0, px(16), self.height()), self.rect(), mirrored)
        if self._glyph:
            glyph_in(painter, look, sign, self._glyph, look.tokens.t2)
        elif self._score is not None:
            sentiment_mark(painter, look, sign, self._score)
        end_width = text_width(look, "small", self._end) + 1 if self._end else 0
        room = self.width() - left - end_width - px(8)
        align = Qt.AlignmentFlag.AlignRight if mirrored else Qt.AlignmentFlag.AlignLeft
        shown = metrics(look, "base").elidedText(self._words, Qt.TextElideMode.ElideRight, room)
        rect = flip(QRect(left, 0, room, self.height()), self.rect(), mirrored)
        draw_text(painter, look, rect, shown, style="base", ink=look.tokens.t1, align=align)
        end = flip(QRect(self.width() - end_width, 0, end_width, self.height()), self.rect(), mirrored)
        draw_text(painter, look, end, self._end, style="small", ink=look.tokens.t3, align=align)


class NoteBox(QWidget):
    """A private note, as everywhere: note fill, dashed edge."""

    def __init__(self, look: DeskLook, words: str) -> None:
        super().__init__()
        self._look = look
        column = QVBoxLayout(self)
        set_margins(column, look.px(12), look.px(8), look.px(12), look.px(8))
        column.addWidget(TextBlock(look, words, style="base"))

    def paintEvent(self, event: QPaintEvent) -> None:
        look, tokens = self._look, self._look.tokens
        rounded(QPainter(self), self.rect(), look.px(8), fill=tokens.note, frame=tokens.noteline, dashed=True)


class Section(Panel):
    """A label, perhaps a word at its end, and rows under it."""

    def __init__(self, look: DeskLook, label: str, *, private: bool = False) -> None:
        super().__init__(look, look.tokens.bg1, line="top")
        self._private = private
        px = look.px
        ink = look.tokens.notet if private else look.tokens.t2
        self._end = Words(look, style="small", ink=look.tokens.t3)
        self._score: float | None = None
        head = QHBoxLayout()
        set_margins(head, px(18) if private else 0, 0, 0, 0)
        title = Words(look, label, style="section", ink=ink)
        title.setWordWrap(True)
        head.addWidget(title, 1)
        head.addSpacing(px(20))
        head.addWidget(self._end, 0, Qt.AlignmentFlag.AlignTop)
        self._column = QVBoxLayout(self)
        set_margins(self._column, px(16), px(12), px(16), px(12))
        self._column.setSpacing(0)
        self._column.addLayout(head)
        self._column.addSpacing(px(6))
        self._rows: list[QWidget] = []

    def show_rows(self, rows: list[QWidget], *, end: str = "", score: float | None = None) -> None:
        """Replace what stands under the label; a score puts its mark before the end's words."""
        self._score = score
        for row in self._rows:
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._rows = rows
        for row in rows:
            self._column.addWidget(row)
        self._end.setText(end)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._private:
            lock = QRect(self.look.px(16), self.look.px(12), self.look.px(14), self.look.px(16))
            place = flip(lock, self.rect(), self.isRightToLeft())
            glyph_in(QPainter(self), self.look, place, "lock", self.look.tokens.notet, size=13)
        if self._score is not None:
            words, side = self._end.geometry(), self.look.px(16)
            x = words.right() + 2 if self.isRightToLeft() else words.x() - side - 2
            sentiment_mark(QPainter(self), self.look, QRect(x, words.y(), side, words.height()), self._score)


class PersonPanel(Panel):
    """The column at the far end."""

    def __init__(self, look: DeskLook, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(look, look.tokens.bg1, parent, line="left")
        self._desk = desk
        self._shown: tuple[object, ...] = ()
        self._face = Face(look)
        self._identities = Section(look, _("Identities"))
        self._sentiment = Section(look, _("Sentiment, 12 weeks"))
        self._influence = Section(look, _("Influence"))
        self._priority = Section(look, _("Priority"))
        self._history = Section(look, _("History"))
        self._notes = Section(look, _("Notes, team only"), private=True)
        self._consent = Section(look, _("Consent"))
        self.setAccessibleName(_("Person"))
        self._build()
        desk.conversation_changed.connect(self.refresh)
        desk.conversation_updated.connect(self.refresh)

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
        self._show_history(person)
        newest = notes[-NOTES_SHOWN:]
        boxes: list[QWidget] = [NoteBox(self.look, note.text) for note in newest]
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

    def _show_history(self, person: Person | None) -> None:
        history = person.history if person is not None else ()
        now = self._desk.link.now()
        rows: list[QWidget] = [
            FactRow(self.look, words, end=self._when(at, now), glyph=STATUS_ICONS[status])
            for _id, words, status, at in history[:HISTORY_SHOWN]
        ]
        count = ngettext("{count} conversation", "{count} conversations", len(history)).format(count=len(history))
        self._history.show_rows(rows or [FactRow(self.look, _("First conversation"))], end=count if rows else "")

    @staticmethod
    def _when(at: Millis, now: Millis) -> str:
        return clock_time(at) if day_of(at) == day_of(now) else day_words(at, now=now)
