"""Emoji by their names. Known by the composer's chooser; knows nothing.

The signs are those that Unicode shows as pictures by themselves, and their names are Unicode's: nothing is shipped.
"""

import unicodedata
from functools import cache

import regex

_PICTURE = regex.compile(r"\p{Emoji_Presentation}")
_BLOCKS = ((0x231A, 0x2BFF), (0x1F000, 0x1FAFF))
_FLAG_LETTERS = range(0x1F1E6, 0x1F200)
_TONES = range(0x1F3FB, 0x1F400)

OFTEN = ("🙏", "👍", "😊", "🎉", "✅", "💚", "👋", "🙌", "😔", "🚆", "📞", "📧", "🔧", "⏳", "✨", "👏")
"""What support replies use most; shown first."""


@cache
def emoji() -> tuple[tuple[str, str], ...]:
    """Every sign with its name in small letters, the frequent ones first."""
    found = [chr(code) for first, last in _BLOCKS for code in range(first, last + 1)]
    signs = [sign for sign in found if _PICTURE.match(sign) and ord(sign) not in (*_FLAG_LETTERS, *_TONES)]
    ordered = dict.fromkeys([*OFTEN, *signs])
    return tuple((sign, _name(sign)) for sign in ordered if _name(sign))


def _name(sign: str) -> str:
    return unicodedata.name(sign, "").lower()
