"""Helps whoever writes: emoji by name, earlier texts of the draft, other spellings of a word. Known by actions; knows
palette and desk."""

from PySide6.QtCore import QObject

from app.core.i18n import _
from app.domain.reply import EarlierText
from app.wire.calls import ListEarlierTexts
from widgets.agent.desk import Desk
from widgets.agent.seat import Seat
from widgets.dialogs.palette import Offer, Palette
from widgets.models.emoji import emoji
from widgets.models.words import clock_time, day_words, shorten

SHOWN_WORDS = 60


class WritingHands(QObject):
    """The writer's hands of one window."""

    def __init__(self, seat: Seat, desk: Desk) -> None:
        super().__init__(seat)
        self._seat, self._desk = seat, desk

    def ask_emoji(self) -> None:
        """Which sign goes into the text? Found by its name."""
        group = _("Emoji")
        palette = self._open([Offer(sign, f"{sign}  {name}", group) for sign, name in emoji()], heading="Sending")
        palette.chosen.connect(lambda sign, _typed: self._seat.content.conversation.composer.text.put_in(sign))

    def ask_earlier(self) -> None:
        """Which earlier text is to stand in the composer again? The one that stands there becomes an earlier one."""
        composition = self._desk.composition
        if composition is not None:
            where = (composition.conversation_id, composition.mode)
            self._desk.ask(
                ListEarlierTexts(conversation_id=composition.conversation_id),
                lambda texts: self._show_earlier(where, texts),
            )

    # inside

    def _show_earlier(self, where: tuple[int, str], texts: tuple[EarlierText, ...]) -> None:
        if not self._stands_at(where):
            return  # he has gone on meanwhile: these texts belong elsewhere
        kind = where[1]
        group, now = _("Earlier texts"), self._desk.link.now()
        known = {str(one.id): one.text for one in texts or () if one.kind == kind}
        offers = [
            Offer(str(one.id), shorten(one.text, SHOWN_WORDS), group, icon="clock", end=_when(one, now))
            for one in texts or ()
            if one.kind == kind
        ]
        why = _("A text is kept here when another one takes its place.")
        palette = self._open(offers or [Offer("none", _("No earlier texts"), group, why_not=why)], heading="Drafts")
        palette.chosen.connect(lambda name, _typed: self._put_back(where, known[name]))

    def _stands_at(self, where: tuple[int, str]) -> bool:
        composition = self._desk.composition
        return composition is not None and where == (composition.conversation_id, composition.mode)

    def _put_back(self, where: tuple[int, str], text: str) -> None:
        """Replaced in one step, so that Ctrl+Z brings back what stood there."""
        field = self._seat.content.conversation.composer.text
        if self._stands_at(where) and not field.isReadOnly():
            field.setFocus()
            field.selectAll()
            field.insertPlainText(text)

    def _open(self, offers: list[Offer], *, heading: str) -> Palette:
        palette = Palette(self._seat.look, offers, parent=self._seat)
        self._seat.ask(palette, help_at=("desk", heading))
        return palette


def _when(one: EarlierText, now: int) -> str:
    moment = _("{day}, {time}").format(day=day_words(one.at, now=now), time=clock_time(one.at))
    return _("{name}, {moment}").format(name=one.author, moment=moment)
