"""Permissions in words. Known by the person panel, the timeline and the question that notes them; knows domain."""

from collections.abc import Iterable

from app.core.clock import Millis
from app.core.i18n import N_, _
from app.domain.consent import Consent, Purpose, Word
from widgets.models.words import clock_time, day_of, day_words, isolate

PURPOSES = {
    Purpose.MESSAGES: N_("Direct messages"),
    Purpose.QUOTE: N_("Quote in marketing"),
    Purpose.IDENTITIES: N_("Link identities"),
    Purpose.NAME: N_("Name on our walls"),
}
_STATES = {Word.ASKED: N_("Asked"), Word.GIVEN: N_("Given"), Word.REFUSED: N_("Refused")}


def rows(known: Iterable[Consent], *, now: Millis) -> list[tuple[str, str, str]]:
    """For each purpose its name, its state in short, and who noted it when, in a sentence."""
    by_purpose = {one.purpose: one for one in known}
    return [(_(name), *_state(by_purpose.get(purpose), now)) for purpose, name in PURPOSES.items()]


def word_name(word: Word) -> str:
    """Asked, given or refused."""
    return _(_STATES[word])


def _state(consent: Consent | None, now: Millis) -> tuple[str, str]:
    if consent is None:
        return _("Not asked"), _("Nobody has asked for it.")
    same = day_of(consent.at) == day_of(now)
    when = clock_time(consent.at) if same else day_words(consent.at, now=now)
    short = _("{state}, {moment}").format(state=word_name(consent.word), moment=when)
    told = _("{state}. Noted by {name}, {day}, {time}.").format(
        state=word_name(consent.word),
        name=isolate(consent.by),
        day=day_words(consent.at, now=now),
        time=clock_time(consent.at),
    )
    return short, told
