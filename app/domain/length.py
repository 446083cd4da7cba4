"""How long a text is by a network's own rule. Known by services and the composer; knows domain.network.

Source of the weights: github.com/twitter/twitter-text, config v3 (docs.x.com/fundamentals/counting-characters).
"""

import unicodedata

import regex

from app.domain.network import LengthUnit, Limits

_GRAPHEME = regex.compile(r"\X")
_EMOJI = regex.compile(r"\p{Emoji_Presentation}|\p{Emoji}\uFE0F|[0-9#*]\uFE0F?\u20E3|\p{Regional_Indicator}")
_LIGHT = ((0, 4351), (8192, 8205), (8208, 8223), (8242, 8247))
LINK = regex.compile(r"https?://\S+")


def text_length(text: str, limits: Limits) -> int:
    """How much of a network's limit a text uses up; links count what the network counts them."""
    if not limits.link_length:
        return length_of(text, limits.unit)
    bare, links = LINK.subn("", text)
    return length_of(bare, limits.unit) + links * limits.link_length


def length_of(text: str, unit: LengthUnit) -> int:
    """The length in the given unit. Source: Unicode UAX #29 for graphemes."""
    match unit:
        case LengthUnit.GRAPHEMES:
            return sum(1 for _ in _GRAPHEME.finditer(text))
        case LengthUnit.UTF16:
            return len(text.encode("utf-16-le")) // 2
        case LengthUnit.BYTES:
            return len(text.encode())
        case LengthUnit.CHARACTERS:
            return len(text)
        case LengthUnit.WEIGHTED:
            shapes = _GRAPHEME.finditer(unicodedata.normalize("NFC", text))
            return sum(2 if _EMOJI.search(one[0]) else sum(map(_weight, one[0])) for one in shapes)


def _weight(character: str) -> int:
    return 1 if any(first <= ord(character) <= last for first, last in _LIGHT) else 2
