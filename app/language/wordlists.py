"""The word lists in resources/model/words, written for this program in eight languages. Known by valence, intent and
safety; knows core.

Arabic, English, French, German, Hindi (both scripts), Italian, Portuguese, Spanish. Lines that begin with # are
remarks.
"""

from functools import lru_cache

from app.core.paths import resources


def _lines(name: str) -> list[str]:
    path = resources() / "model" / "words" / f"{name}.txt"
    return [line for line in path.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]


@lru_cache(maxsize=32)
def words(name: str) -> frozenset[str]:
    """A list of single words: negators, negators_behind, boosters, dampeners, turns, hard, mild."""
    return frozenset(word for line in _lines(name) for word in line.split())


@lru_cache(maxsize=1)
def harmless() -> dict[str, frozenset[str]]:
    """Hard words that mean something harmless in some languages, with these languages."""
    return {word: frozenset(languages) for word, *languages in (line.split() for line in _lines("harmless"))}


def cues(name: str) -> list[tuple[float, str]]:
    """Phrases of up to three words that tell of an intent, urgency or threat, each with how strongly it tells."""
    found = []
    for line in _lines(f"cues_{name}"):
        strength, _, phrases = line.partition(" ")
        found += [(float(strength), phrase) for phrase in phrases.split("|")]
    return found
