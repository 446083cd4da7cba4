"""Words reduced to their stems, language by language: "parcels" and "parcel" become one. Known by topics; knows fold.

The Snowball stemmers (PyStemmer, MIT and BSD). They read a word as it is written, with its accents; the stem is folded.
"""

import unicodedata
from functools import cache
from threading import Lock

import Stemmer

from app.language.fold import fold

ALGORITHMS = {
    "ar": "arabic",
    "ca": "catalan",
    "cs": "czech",
    "da": "danish",
    "de": "german",
    "el": "greek",
    "en": "english",
    "es": "spanish",
    "et": "estonian",
    "eu": "basque",
    "fa": "persian",
    "fi": "finnish",
    "fr": "french",
    "ga": "irish",
    "hi": "hindi",
    "hu": "hungarian",
    "hy": "armenian",
    "id": "indonesian",
    "it": "italian",
    "lt": "lithuanian",
    "ne": "nepali",
    "nl": "dutch",
    "no": "norwegian",
    "pl": "polish",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sr": "serbian",
    "sv": "swedish",
    "ta": "tamil",
    "tr": "turkish",
}
"""Languages that have a stemmer, and what Snowball calls it."""

UNKNOWN = "und"
LIKELY = ("en", "de", "fr", "es", "it", "pt", "ar", "hi")
"""Whose stems are tried on a post whose language nobody knows."""

MOST_KEPT = 20_000
"""Words of one language whose stems are remembered, before all are forgotten: 3 MB."""


class Stems:
    """The stems of one language's words; where it has no stemmer, the folded words themselves."""

    def __init__(self, language: str) -> None:
        self._stemmer = Stemmer.Stemmer(ALGORITHMS[language], 0) if language in ALGORITHMS else None
        self._lock = Lock()  # a stemmer has one buffer; queries are tried on other threads
        self._known: dict[str, str] = {}

    def of(self, word: str) -> str:
        """The folded stem of a word in small letters."""
        known = self._known.get(word)
        return self._find(word) if known is None else known

    def _find(self, word: str) -> str:
        stem = word
        if self._stemmer is not None:
            with self._lock:
                stem = self._stemmer.stemWord(word)
        if len(self._known) >= MOST_KEPT:
            self._known.clear()
        found = self._known[word] = fold(stem)
        return found


@cache
def stems_of(language: str) -> Stems:
    """The stems of a language (BCP 47 without its region)."""
    return Stems(language)


def tongues(language: str) -> tuple[str, ...]:
    """The languages in which a post's words may be inflected: its own, or the likely ones where that is not known."""
    return LIKELY if language == UNKNOWN else (language if language in ALGORITHMS else "",)


def written(text: str) -> str:
    """The text in small letters with its accents, as stemmers read it."""
    return text.lower() if text.isascii() else unicodedata.normalize("NFC", text.lower())
