"""How long a text is by a network's own rule. Known by services and the composer; knows domain.network."""

import regex

from app.domain.network import LengthUnit

_GRAPHEME = regex.compile(r"\X")


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
