"""How long a text is by a network's own rule. Known by services and the composer; knows domain.network."""

import regex

from app.domain.network import LengthUnit, Limits

_GRAPHEME = regex.compile(r"\X")
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
