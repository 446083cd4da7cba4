"""Which colleague a note is about to name, who fits, and whom a note names. Known by the composer's naming and the
thread; knows wire and core.

Positions count UTF-16 units, as Qt's texts do. What counts as a name in a saved note is `app.domain.mention`.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from app.core.i18n import _, ngettext
from app.domain.shift import State
from app.wire.answers import Colleague

LONGEST_NAME = 60
"""No name that is being written is longer, in UTF-16 units."""


@dataclass(frozen=True)
class Naming:
    """A name that is being written: `start` is where its @ stands, `typed` what follows it up to the caret."""

    start: int
    typed: str


def naming_at(text: str, caret: int) -> Naming | None:
    """The name that is being written at the caret; None where no @ begins one.

    An @ inside a word, as in an address, begins none.
    """
    before = text.encode("utf-16-le")[: 2 * caret].decode("utf-16-le", "ignore")
    head, sign, typed = before.rpartition("@")
    if not sign or head[-1:].isalnum() or "\n" in typed or typed[:1].isspace() or len(typed) > LONGEST_NAME:
        return None
    return Naming(start=_units(head), typed=typed)


def fitting(colleagues: Iterable[Colleague], typed: str, *, me: str) -> list[Colleague]:
    """Everybody but oneself whose name, or a later word of it, begins as typed: those at a desk first, whole names
    before later words, then by name."""
    want = typed.casefold()
    found = [(one, _place(one.name.casefold(), want)) for one in colleagues if one.name != me]
    ranked = [(not is_there(one), place, one.name.casefold(), one) for one, place in found if place >= 0]
    return [one for *_rank, one in sorted(ranked, key=lambda rank: rank[:3])]


def called_in(text: str, names: Iterable[str]) -> list[tuple[int, int]]:
    """Where a text names somebody with an @: the first unit of each and how many, in order; by the rules of a saved
    note (`app.domain.mention`)."""
    words = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True) if name)
    if not words or "@" not in text:
        return []
    found = re.finditer(rf"@(?:{words})(?![^\W_])", text, re.IGNORECASE)
    return [(_units(text[: one.start()]), _units(one.group())) for one in found]


def is_there(colleague: Colleague) -> bool:
    """Whether somebody reads a note soon: sits at a desk and is not away from it."""
    return colleague.here and colleague.state is not State.AWAY


def presence_words(colleague: Colleague) -> str:
    """Whether and how somebody is there, and how much he has to do."""
    count = ngettext("{count} open", "{count} open", colleague.open).format(count=colleague.open)
    if not is_there(colleague):
        return _("away, {load}").format(load=count)
    words = _("busy, {load}") if colleague.state is State.BUSY else _("at a desk, {load}")
    return words.format(load=count)


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _place(name: str, want: str) -> int:
    """0 where the name begins as wanted, 1 where a later word of it does, −1 where none does."""
    if name.startswith(want):
        return 0
    return 1 if any(name[at + 1 :].startswith(want) for at, sign in enumerate(name) if sign in " -.") else -1
