"""Letters made comparable: case, accents, width and Arabic spellings removed. Known by the rest of language and
whoever compares texts; knows nothing.

Marks are removed only where they are optional decoration (Latin, Greek, Cyrillic, Arabic, Hebrew, and the dot below
a letter of Hindi, which many leave out); in Indic scripts the others are vowels and stay.
"""

import re
import unicodedata

_OPTIONAL_MARKS = [
    (0x0300, 0x036F),
    (0x0591, 0x05BD),
    (0x05BF, 0x05C7),
    (0x0610, 0x061A),
    (0x064B, 0x065F),
    (0x093C, 0x093C),
]
_INVISIBLE = [0x00AD, 0x0640, 0x0670, 0x200B, 0x200C, 0x200D, 0x2060, 0xFE0E, 0xFE0F, 0xFEFF]
_SAME_LETTER = {
    "ø": "o",
    "ł": "l",
    "đ": "d",
    "ħ": "h",
    "ı": "i",
    "æ": "ae",
    "œ": "oe",
    "ى": "ي",
    "ی": "ي",
    "ک": "ك",
    "ة": "ه",
    "ँ": "ं",
    "’": "'",
    "‘": "'",
    "ʼ": "'",
}


def _fold_table() -> dict[int, str | None]:
    table: dict[int, str | None] = {ord(letter): plain for letter, plain in _SAME_LETTER.items()}
    for first, last in _OPTIONAL_MARKS:
        table.update(dict.fromkeys(range(first, last + 1)))
    table.update(dict.fromkeys(_INVISIBLE))
    return table


def _mark_ranges() -> str:
    marks = [chr(code) for code in range(0x0300, 0x1D00) if unicodedata.category(chr(code)) in ("Mn", "Mc")]
    return "".join(marks)


_TABLE = _fold_table()

WORD_CHARACTER = rf"[\w{_mark_ranges()}]"
"""One character of a word, vowel signs included (`\\w` of the standard library splits Hindi at them)."""

UNSPACED = r"\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
"""Scripts that write without spaces, as the inside of a character class: Thai, Lao, Burmese, Khmer, kana, Han."""

_UNSPACED_RUN = re.compile(f"[{UNSPACED}]")


def fold(text: str) -> str:
    """The text in the form in which two spellings of one word are equal."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text).casefold()
    return unicodedata.normalize("NFC", decomposed.translate(_TABLE))


def is_unspaced(text: str) -> bool:
    """Whether the text holds letters of a script that writes without spaces."""
    return not text.isascii() and _UNSPACED_RUN.search(text) is not None
