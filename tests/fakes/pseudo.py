"""An invented interface language: every sentence two fifths longer and accented, or in letters from right to left.
Known by the tests that look at every window and dialog.

What is not translated stays English and is seen at once; what has no room for a longer language is cut.
"""

import gettext
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from app.core import i18n

VOWELS = {"a": "åá", "e": "éê", "i": "îï", "o": "öø", "u": "üú", "y": "ýÿ"}
VOWELS |= {letter.upper(): pair[0].upper() + pair[1] for letter, pair in VOWELS.items()}
HEBREW = dict(zip("abcdefghijklmnopqrstuvwxyz", "אבגדהוזחטיכלמנסעפצקרשתאבגד", strict=True))
Rewrite = Callable[[str], str]
_KEPT = re.compile(r"(\{[^}]*\})")


def longer(sentence: str) -> str:
    """Every vowel twice and accented; {named} parts stay."""
    return _outside_parts(sentence, lambda letter: VOWELS.get(letter, letter))


def mirrored(sentence: str) -> str:
    """Hebrew letters in place of Latin ones, and as much longer; {named} parts stay."""
    return _outside_parts(
        sentence, lambda letter: HEBREW.get(letter.lower(), letter) * (2 if letter.lower() in "aeiou" else 1)
    )


def _outside_parts(sentence: str, change: Rewrite) -> str:
    pieces = _KEPT.split(sentence)
    return "".join(piece if place % 2 else "".join(map(change, piece)) for place, piece in enumerate(pieces))


class Pseudo(gettext.NullTranslations):
    """A catalogue that knows every sentence."""

    def __init__(self, change: Rewrite) -> None:
        super().__init__()
        self._change = change

    def gettext(self, message: str) -> str:
        return self._change(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self._change(msgid1 if n == 1 else msgid2)


TONGUES = {"longer": (longer, "en"), "mirrored": (mirrored, "he")}


@contextmanager
def speaking(tongue: str) -> Iterator[None]:
    """Speak `longer`, `mirrored`, or a language of the house such as `de`; English again afterwards."""
    if tongue in TONGUES:
        change, language = TONGUES[tongue]
        i18n._translations, i18n._language = Pseudo(change), language
    else:
        i18n.speak(tongue)
    try:
        yield
    finally:
        i18n.use_languages([])
