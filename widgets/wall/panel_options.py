"""What may be said about each panel of a scene, and what is wrong with what was said. Known by wall.scenes; knows the
figures and goals.

A panel of an installed package takes what it likes: nothing is known of it here.
"""

from collections.abc import Callable, Mapping
from typing import Any

from app.core.i18n import _
from widgets.wall.figures import KINDS
from widgets.wall.goals import AIMS, USUAL

Check = Callable[[object], str]
"""What is wrong with a value, in words; empty where nothing is."""

MOST_MINUTES = 35 * 1440


def whole(least: int, most: int) -> Check:
    """A whole number within limits."""

    def check(value: object) -> str:
        if type(value) is int and least <= value <= most:
            return ""
        return _("must be a whole number from {least} to {most}").format(least=least, most=most)

    return check


def one_of(*names: str) -> Check:
    """One of a few words."""

    def check(value: object) -> str:
        return "" if value in names else _("must be one of: {names}").format(names=", ".join(names))

    return check


def text(value: object) -> str:
    """Words in quotes."""
    return "" if isinstance(value, str) else _("must be words in quotes")


def texts(value: object) -> str:
    """Some words, each in quotes."""
    good = isinstance(value, list) and value and all(isinstance(line, str) for line in value)
    return "" if good else _("must be a list of words in quotes")


def truth(value: object) -> str:
    """Yes or no."""
    return "" if isinstance(value, bool) else _("must be true or false")


def targets(value: object) -> str:
    """Figures with what they should be."""
    if not isinstance(value, dict):
        return _("must be figures with their targets, such as { overdue_conversations = 0 }")
    for name, target in value.items():
        if name not in AIMS:
            return _("knows no figure “{name}”. There are: {known}").format(name=name, known=", ".join(sorted(AIMS)))
        if target != USUAL and type(target) not in (int, float):
            return _("needs a number or “usual” for “{name}”").format(name=name)
    return ""


TOPIC, MINUTES, STEP = whole(0, 1 << 62), whole(1, MOST_MINUTES), whole(1, 1440)
PLACES: Mapping[str, Check] = {"measure": one_of("reach", "posts"), "minutes": whole(1, 360), "topic": TOPIC}
LINE: Mapping[str, Check] = {"minutes": MINUTES, "step": STEP, "topic": TOPIC}

OPTIONS: Mapping[str, Mapping[str, Check]] = {
    "mentions": {},
    "kpi": {"figure": one_of(*KINDS)},
    "goals": {"purpose": text, "targets": targets},
    "volume": LINE,
    "sentiment": LINE,
    "heat": {"minutes": MINUTES, "step": STEP},
    "heat_hours": {"topic": TOPIC, "weeks": whole(1, 5)},
    "regions": {},
    "hottest": {},
    "posts": {"topic": TOPIC},
    "rising": {},
    "community": {},
    "voice": {"minutes": MINUTES},
    "rivals": {"minutes": MINUTES},
    "world": {**PLACES, "night": truth},
    "places": PLACES,
    "queue": {},
    "care": {},
    "hold": {},
    "connectors": {},
    "clocks": {},
    "message": {"title": text, "text": text, "lines": texts},
    "picture": {"file": text, "title": text, "says": text},
    "level": {},
    "episode": {},
    "elapsed": {},
    "next_step": {},
    "on_it": {},
    "repair": {},
    "heat_now": {},
    "trend": {"measure": one_of("volume", "sentiment")},
    "reasons": {},
    "driving": {},
}
"""By a panel's kind: its options, and how each is looked at."""


def wrong_options(kind: str, options: Mapping[str, Any]) -> list[str]:
    """What is wrong with a panel's options, a sentence each; nothing for a panel of which nothing is known."""
    known = OPTIONS.get(kind)
    if known is None:
        return []
    said = []
    for name, value in options.items():
        if name not in known:
            said.append(_unknown(kind, name, known))
        elif words := known[name](value):
            said.append(_("The option “{name}” {words}.").format(name=name, words=words))
    return said


def _unknown(kind: str, name: str, known: Mapping[str, Check]) -> str:
    if not known:
        return _("The panel “{kind}” has no options.").format(kind=kind)
    words = _("The panel “{kind}” has no option “{name}”. There are: {known}.")
    return words.format(kind=kind, name=name, known=", ".join(known))
