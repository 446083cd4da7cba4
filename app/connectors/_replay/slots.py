"""Fills the gaps of a template so that one post agrees with itself. Known by script; knows phrases and cast.

Slots: {air} the airline, {flight}, {city} {city2} (two different ones), {hub}, {weekday}, {name} a given name,
{amount} money of the writer's country, {fee} less of it, {hours} 2–7, {minutes} 15–95, {days} 3–12, {weeks} 2–9,
{soon} and {ago} a clock time ahead and behind, {seat}, {row}, {gate}, {belt}, {ref} a booking reference, {points},
{number} 2–5, {who} the person answered.
"""

import random
from collections.abc import Callable

from app.connectors._replay.cast import Voice
from app.connectors._replay.phrases import Choice, Part, Slot
from app.core.clock import HOUR, MINUTE, Millis

HANDLE = "norvaneair"
_REFERENCE = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
_TITLES = frozenset(
    (
        *("Dr", "Mrs", "Miss", "Mag", "Prof", "Sister", "Uncle", "Aunty", "Mama", "Nana", "Tia", "Tonton", "Dona"),
        *("Doña", "Seu", "Zia", "Der", "Maître", "Mestre", "Big", "Captain's"),
    )
)
_MAKERS: dict[str, Callable[["Slots"], str]] = {}


class Slots:
    """The gaps of one post and its follow-ups: a value once chosen stays.

    Attributes:
        words: what there is to choose from, by slot, in the voice's language.
        moment: when the post is written; clock times are near it.
    """

    def __init__(self, rng: random.Random, words: dict[str, tuple[str, ...]], *, voice: Voice, moment: Millis) -> None:
        self.rng = rng
        self.words = words
        self.voice = voice
        self.moment = moment
        self._chosen = {"who": _called(voice)}

    def choose(self, name: str, value: str) -> None:
        """Settle a slot beforehand."""
        self._chosen[name] = value

    def fill(self, parts: tuple[Part, ...]) -> str:
        """The finished text."""
        return "".join([part if isinstance(part, str) else self._part(part) for part in parts])

    def clock(self, minutes: int) -> str:
        """Local time, so many minutes from the post's moment, to five minutes."""
        local = self.moment + round(self.voice.region.offset * HOUR) + minutes * MINUTE
        hours, rest = divmod(local // MINUTE // 5 * 5 % 1440, 60)
        return f"{hours}:{rest:02}" if self.voice.language in ("es", "it", "hi") else f"{hours:02}:{rest:02}"

    def _part(self, part: Slot | Choice) -> str:
        if isinstance(part, Choice):
            return self.fill(part.options[int(self.rng.random() * len(part.options))])
        chosen = self._chosen.get(part.name)
        if chosen is None:
            chosen = self._chosen[part.name] = self._make(part.name)
        return chosen

    def _make(self, name: str) -> str:
        maker = _MAKERS.get(name)
        if maker is not None:
            return maker(self)
        options = self.words[name]
        return options[int(self.rng.random() * len(options))]


def _called(voice: Voice) -> str:
    """How a polite stranger calls them."""
    name = voice.author.name
    first = name.split(" ")[0]
    return name if first.rstrip(".") in _TITLES else first or voice.author.handle


def _between(low: int, high: int) -> Callable[[Slots], str]:
    return lambda slots: str(low + int(slots.rng.random() * (high - low + 1)))


def _flight(slots: Slots) -> str:
    number = 100 + int(slots.rng.random() * 880)
    return f"NV {number}" if slots.rng.random() < 0.6 else f"NV{number}"


def _other_city(slots: Slots) -> str:
    first = slots.fill((Slot("city"),))
    options = [city for city in slots.words["city"] if city != first]
    return options[int(slots.rng.random() * len(options))]


def _money(*euros: int) -> Callable[[Slots], str]:
    """One of these amounts, in the writer's currency and manner."""

    def maker(slots: Slots) -> str:
        region = slots.voice.region
        value = euros[int(slots.rng.random() * len(euros))] * region.scale
        value = round(value, -1) if value >= 1000 else round(value)
        return region.money.format(n=f"{int(value):,}".replace(",", region.thousands))

    return maker


def _seat(slots: Slots) -> str:
    return f"{4 + int(slots.rng.random() * 34)}{'ABCDEF'[int(slots.rng.random() * 6)]}"


def _gate(slots: Slots) -> str:
    return f"{'ABCDE'[int(slots.rng.random() * 5)]}{2 + int(slots.rng.random() * 46)}"


def _points(slots: Slots) -> str:
    value = (2 + int(slots.rng.random() * 90)) * 500
    return f"{value:,}" if slots.voice.language in ("en", "ja", "hi", "ar") else f"{value:,}".replace(",", ".")


def _reference(slots: Slots) -> str:
    return "".join(_REFERENCE[int(slots.rng.random() * len(_REFERENCE))] for _ in range(6))


_MAKERS.update(
    flight=_flight,
    city2=_other_city,
    amount=_money(86, 94, 112, 139, 148, 187, 215, 264, 318, 420, 512, 640),
    fee=_money(19, 25, 29, 35, 38, 46, 49, 55, 59, 64, 72),
    seat=_seat,
    row=_between(5, 38),
    gate=_gate,
    belt=_between(1, 9),
    hours=_between(2, 7),
    minutes=lambda slots: str(5 * (3 + int(slots.rng.random() * 17))),
    days=_between(3, 12),
    weeks=_between(2, 9),
    number=_between(2, 5),
    points=_points,
    ref=_reference,
    soon=lambda slots: slots.clock(70 + int(slots.rng.random() * 300)),
    ago=lambda slots: slots.clock(-20 - int(slots.rng.random() * 95)),
)
SLOT_NAMES = frozenset(_MAKERS) | {"air", "who", "city", "hub", "weekday", "name"}
