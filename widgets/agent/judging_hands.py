"""Says that a post was judged wrongly: its tone, what it is about, spam. Known by actions and commands; knows the desk
and dialogs."""

from PySide6.QtCore import QObject

from app.core.i18n import _
from app.domain.conversation import Entry, EntryKind
from app.domain.topic import ALL_TOPICS
from app.domain.understanding import Sentiment
from app.wire.calls import CorrectSentiment, SayAbout
from widgets.agent.desk import Desk
from widgets.agent.seat import Seat
from widgets.dialogs.palette import Offer, Palette
from widgets.models.words import isolate

WORDS = 48


class JudgingHands(QObject):
    """The hands of one window."""

    def __init__(self, seat: Seat, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._seat, self._desk = seat, desk

    def ask(self) -> None:
        """What was judged wrongly in the chosen post, or in the newest one?"""
        entry = self._entry()
        if entry is None:
            self._seat.content.queue.say_why_not(_("There is no post of the person here to judge."))
            return
        about = " ".join(entry.text.split())[:WORDS]
        palette = Palette(
            self._seat.look, self._offers(entry), title=_("Judged wrongly"), about=isolate(about), parent=self._seat
        )
        palette.chosen.connect(lambda name, _typed: self._judge(entry, name))
        self._seat.ask(palette, help_at=("desk", "Merging and hiding"))

    # inside

    def _entry(self) -> Entry | None:
        chosen = self._seat.content.conversation.thread_view.chosen_entry()
        if chosen is not None and chosen.kind is EntryKind.POST:
            return chosen
        entries = self._desk.opened.entries() if self._desk.opened is not None else ()
        theirs = [one for one in entries if one.kind is EntryKind.POST and not one.gone and not one.aside]
        return theirs[-1] if theirs else None

    def _offers(self, entry: Entry) -> list[Offer]:
        tone, matter = _("Tone"), _("What it is about")
        tones = {
            Sentiment.NEGATIVE: _("The tone is negative"),
            Sentiment.NEUTRAL: _("The tone is neutral"),
            Sentiment.POSITIVE: _("The tone is positive"),
        }
        offers = [Offer(one, words, tone, icon="pen") for one, words in tones.items() if one is not entry.sentiment]
        objected = {one.about for one in entry.objections}
        for topic in entry.topics:
            name = isolate(self._name(topic))
            offers.append(Offer(f"not:{topic}", _("Not about {topic}").format(topic=name), matter, icon="hash"))
            if topic in objected:
                words = _("It is about {topic}: the label is wrong").format(topic=name)
                offers.append(Offer(f"about:{topic}", words, matter, icon="check"))
        if ALL_TOPICS in objected:
            words = _("It is no spam: the label is wrong")
            offers.append(Offer("no_spam", words, matter, icon="check"))
        return offers

    def _judge(self, entry: Entry, name: str) -> None:
        deeds, (what, _colon, number) = self._desk.deeds, name.partition(":")
        if what == "no_spam":
            deeds.judge(SayAbout(post_id=entry.id, topic=ALL_TOPICS, about=True), _("No spam: the label is gone"), None)
        elif what in ("not", "about"):
            self._say_about(entry, int(number), about=what == "about")
        else:
            undo = CorrectSentiment(post_id=entry.id, sentiment=entry.sentiment)
            deeds.judge(CorrectSentiment(post_id=entry.id, sentiment=Sentiment(what)), _("Tone corrected"), undo)

    def _say_about(self, entry: Entry, topic: int, *, about: bool) -> None:
        words = _("It is about {topic}") if about else _("Not about {topic}: it left the topic and its counts")
        self._desk.deeds.judge(
            SayAbout(post_id=entry.id, topic=topic, about=about),
            words.format(topic=isolate(self._name(topic))),
            SayAbout(post_id=entry.id, topic=topic, about=not about),
        )

    def _name(self, topic: int) -> str:
        known = self._desk.directory.topic(topic)
        return known.name if known is not None else str(topic)
