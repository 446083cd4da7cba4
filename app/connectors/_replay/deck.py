"""Which template comes next: weighted by topic and mood, fitting the voice, not heard a moment ago. Known by script;
knows phrases and cast."""

import random
from bisect import bisect
from collections import Counter, deque
from collections.abc import Iterable
from functools import cache
from itertools import accumulate

from app.connectors._replay.cast import Voice
from app.connectors._replay.phrases import Template, load_phrases

_TOPICS = {
    "check_in": 11.0,
    "app": 10.0,
    "delays": 15.0,
    "refunds": 9.0,
    "baggage": 12.0,
    "seats": 8.0,
    "crew": 9.0,
    "loyalty": 7.0,
    "brand": 11.0,
    "alder": 9.0,
    "meridiem": 8.0,
    "none": 2.0,
}
_MOODS = {"negative": 31.0, "neutral": 37.0, "positive": 32.0}
"""An ordinary day is a little below zero, as airlines are."""

_UNSAFE = 0.3
"""Weight of a template that no public wall should show or that speaks of danger, against any other."""

_ROLES = 2.5
"""Weight of a template written for the voice's role, against one for anybody."""

_CROWDING = 0.6
"""1 would give every topic its exact share whatever there is to say; less lets what is rich in words be heard more."""

_LONGEST = {"x": 280, "bluesky": 300, "tiktok": 170, "youtube": 260}
_TRIES = 9


class Deck:
    """Templates with weights."""

    def __init__(self, weighted: Iterable[tuple[Template, float]]) -> None:
        pairs = [(template, weight) for template, weight in weighted if weight > 0]
        self.templates = [template for template, _ in pairs]
        self._cumulative = list(accumulate(weight for _, weight in pairs))
        self._last = len(pairs) - 1

    def __bool__(self) -> bool:
        return bool(self.templates)

    def draw(self, rng: random.Random, voice: Voice, recent: deque[Template]) -> Template:
        """A template for this voice, none of the recent ones if that can be had."""
        chosen = None
        for _ in range(_TRIES):
            template = self.templates[bisect(self._cumulative, rng.random() * self._cumulative[-1], hi=self._last)]
            if not fits(template, voice):
                continue
            chosen = template
            if template not in recent:
                break
        chosen = chosen or next((one for one in self.templates if fits(one, voice)), self.templates[0])
        recent.append(chosen)
        return chosen


def fits(template: Template, voice: Voice) -> bool:
    """Whether somebody like this could have written it there."""
    if template.role and template.role != voice.role:
        return False
    if template.regions and voice.region.code not in template.regions:
        return False
    if template.networks and voice.network not in template.networks:
        return False
    return template.length <= _LONGEST.get(voice.network, 2000)


@cache
def everyday(language: str, to: str) -> Deck:
    """What is said on an ordinary day, to `us` or `about` us."""
    chosen = [one for one in load_phrases().templates if one.language == language and not one.scene]
    chosen = [one for one in chosen if one.to in (to, "both")]
    crowd = Counter((one.topic, one.mood) for one in chosen)
    return Deck((one, _TOPICS[one.topic] * _weight(one) / crowd[one.topic, one.mood] ** _CROWDING) for one in chosen)


@cache
def scene(language: str, to: str, name: str, phase: str, topics: tuple[str, ...]) -> Deck:
    """What is said in a phase of a beat: its own templates, and the complaints of its topics."""
    mine = [one for one in load_phrases().templates if one.language == language and one.to in (to, "both")]
    own = [one for one in mine if one.scene == name and one.phase in (phase, "")]
    usual = [one for one in mine if not one.scene and one.topic in topics and one.mood == "negative" and not one.unsafe]
    share = 0.15 * len(own) / max(1, len(usual)) if own else 1.0
    return Deck([*((one, 1.0) for one in own), *((one, share) for one in usual)])


def line_for(voice: Voice, rng: random.Random, name: str, *, mood: str = "", intent: str = "") -> Template | None:
    """One line of a scene that this voice could say or hear; None when there is none."""
    options = [one for one in lines(voice.language, name, mood, intent) if fits(one, voice)]
    return rng.choice(options) if options else None


@cache
def lines(language: str, name: str, mood: str = "", intent: str = "") -> tuple[Template, ...]:
    """Templates of a scene in this mood, of this intent where there are such; empty when nothing fits."""
    found = [one for one in load_phrases().templates if one.language == language and one.scene == name]
    fitting = [one for one in found if mood in ("", one.mood)]
    return tuple([one for one in fitting if one.intent == intent] or fitting)


def _weight(template: Template) -> float:
    weight = _MOODS[template.mood]
    if template.unsafe or template.intent == "risk":
        weight *= _UNSAFE
    return weight * _ROLES if template.role else weight
