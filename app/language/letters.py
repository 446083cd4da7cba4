"""Tables from code point to what kind of character it is and how it is compared. Known by tokens; knows fold.

Tables are indexed by code point below `LIMIT`; `index_of` brings the few above it (mostly emoji) inside.
"""

import unicodedata
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from app.language.fold import fold

LINK = "\ue000"
MENTION = "\ue001"
"""What links and mentions become before they are counted: one character each, of nobody's alphabet."""

LIMIT = 0x10000
_COMPUTED_TO = 0x3100
_DROPPED_MARKS = [(0x0300, 0x036F), (0x0610, 0x061A), (0x064B, 0x065F), (0x200B, 0x200F), (0xFE00, 0xFE0F)]
_DROPPED_MARKS += [(0x093C, 0x093C)]
_SYMBOL_PLANE = [(0x2190, 0x21FF), (0x2300, 0x23FF), (0x25A0, 0x27BF), (0x2900, 0x2BFF)]
_HEARTS_AND_FACES = 0x1F000


class Kind(IntEnum):
    """What a character is to the tokenizer."""

    SPACE = 0
    LETTER = 1
    DIGIT = 2
    MARK = 3
    EMOJI = 4
    UNSPACED = 5
    PLACEHOLDER = 6
    DROPPED = 7
    END = 8


def _kind_of(character: str) -> Kind:
    category = unicodedata.category(character)
    if character == "\n":
        return Kind.END
    if category[0] in "ZC":
        return Kind.SPACE
    if category[0] in "LM":
        return Kind.LETTER
    return Kind.DIGIT if category == "Nd" else Kind.MARK


def _kinds() -> NDArray[np.uint8]:
    table = np.full(LIMIT, Kind.LETTER, dtype=np.uint8)
    for code in range(_COMPUTED_TO):
        table[code] = _kind_of(chr(code))
    for first, last in _SYMBOL_PLANE:
        table[first : last + 1] = Kind.EMOJI
    for first, last in [(0x0E00, 0x0EFF), (0x1000, 0x109F), (0x1780, 0x17FF), (0x3040, 0x30FF), (0x3400, 0x9FFF)]:
        letters = table[first : last + 1]
        letters[letters == Kind.LETTER] = Kind.UNSPACED
    for first, last in _DROPPED_MARKS:
        table[first : last + 1] = Kind.DROPPED
    table[[0x00AD, 0x0640, 0x0670, 0xFEFF]] = Kind.DROPPED
    table[[0x3001, 0x3002, 0x300C, 0x300D]] = Kind.MARK
    table[0xE000:0xE100] = Kind.PLACEHOLDER
    table[0xF000:0xF900] = Kind.EMOJI
    return table


def _folded(*, accents: bool) -> NDArray[np.uint16]:
    table = np.arange(LIMIT, dtype=np.uint16)
    for code in range(_COMPUTED_TO):
        character = chr(code)
        plain = character.lower() if accents else fold(character)
        if len(plain) == 1:
            table[code] = ord(plain)
        if character.isdigit():
            table[code] = ord("0")
    table[ord("’")] = ord("'")
    return table


SCRIPTS = (
    (0x0370, 0x0400, "el"),
    (0x0530, 0x0590, "hy"),
    (0x0590, 0x0600, "he"),
    (0x0980, 0x0A00, "bn"),
    (0x0A00, 0x0A80, "pa"),
    (0x0A80, 0x0B00, "gu"),
    (0x0B00, 0x0B80, "or"),
    (0x0B80, 0x0C00, "ta"),
    (0x0C00, 0x0C80, "te"),
    (0x0C80, 0x0D00, "kn"),
    (0x0D00, 0x0D80, "ml"),
    (0x0E00, 0x0E80, "th"),
    (0x0E80, 0x0F00, "lo"),
    (0x10A0, 0x1100, "ka"),
    (0x1100, 0x1200, "ko"),
    (0x1200, 0x1380, "am"),
    (0x3040, 0x3100, "ja"),
    (0x3400, 0xA000, "zh"),
    (0xAC00, 0xD7B0, "ko"),
)
"""Scripts that (nearly) one language writes with: first code point, end, language."""


def _script_languages() -> NDArray[np.uint8]:
    table = np.zeros(LIMIT, dtype=np.uint8)
    for first, end, language in SCRIPTS:
        table[first:end] = SCRIPT_LANGUAGES.index(language)
    return table


SCRIPT_LANGUAGES = ("", *dict.fromkeys(language for _, _, language in SCRIPTS))
SCRIPT_OF = _script_languages()
"""Per code point the index in `SCRIPT_LANGUAGES` of the language its script belongs to; 0 where there are several."""
KINDS = _kinds()
"""Kind per code point."""
LOWER = _folded(accents=True)
"""Small letter per code point, accents kept; every digit is 0."""
PLAIN = _folded(accents=False)
"""Small letter per code point, accents removed where they are decoration."""


def index_of(codes: NDArray[np.uint32]) -> NDArray[np.uint16]:
    """Code points brought below `LIMIT`: emoji into the private area from 0xF000, all else above to a rare letter."""
    if codes.size == 0 or int(codes.max()) < LIMIT:
        return codes.astype(np.uint16)
    emoji = (codes >= _HEARTS_AND_FACES) & (codes < _HEARTS_AND_FACES + 0x900)
    letters = (codes >= LIMIT) & ~emoji
    brought = np.where(emoji, codes - _HEARTS_AND_FACES + 0xF000, codes)
    brought[letters] = 0xE800 + (codes[letters] & 0x3FF)
    skin = (codes >= 0x1F3FB) & (codes <= 0x1F3FF)
    brought[skin] = 0x200D
    return brought.astype(np.uint16)
