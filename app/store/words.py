"""Cuts texts and questions into the words the search index holds, the same way on both engines. Known by `search`;
knows nothing.

Words are folded (case, width, Latin accents). Scripts written without spaces are cut into overlapping pairs, as
Lucene's CJK analyzer does; the last character of a run is kept alone as well, so that a single character can be found
by prefix. Whoever changes how words are cut must also write a migration that empties the index: SQLite's forgets a
post only by the very words it was indexed under.
"""

import unicodedata

import regex
from msgspec import Struct

_DENSE = r"\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}ー"
_WORD = regex.compile(rf"(?V1)(?P<dense>[{_DENSE}]+)|[[\p{{L}}\p{{N}}\p{{M}}]--[{_DENSE}]]+")
_ACCENTS = regex.compile("[\u0300-\u036f]")
_PIECE = regex.compile(r'"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+)')
_LONGEST = 64
_MOST_PHRASES = 16


class Phrase(Struct, frozen=True):
    """Words that must stand side by side; with `prefix` the last one may go on."""

    words: tuple[str, ...]
    prefix: bool = False


def fold(text: str) -> str:
    """The text without the differences a search should not see."""
    if text.isascii():
        return text.lower()
    folded = unicodedata.normalize("NFKD", text.casefold())
    return unicodedata.normalize("NFC", _ACCENTS.sub("", folded))


def words_of(text: str) -> list[str]:
    """The words a text is indexed under, in order."""
    words: list[str] = []
    for found in _WORD.finditer(fold(text)):
        run = found.group()
        if found.group("dense"):
            words += [run[at : at + 2] for at in range(len(run))]
        else:
            words.append(run[:_LONGEST])
    return words


def phrases_of(question: str) -> list[Phrase]:
    """What a person's question asks for: every phrase must be found. Any text at all makes a valid question."""
    phrases: list[Phrase] = []
    for piece in _PIECE.finditer(question):
        text = piece.group("phrase") or piece.group("word") or ""
        phrases += _phrases(text, prefix=bool(piece.group("word")) and text.endswith("*"))
    return phrases[:_MOST_PHRASES]


def _phrases(text: str, *, prefix: bool) -> list[Phrase]:
    """A piece without quotes; runs of different scripts become phrases of their own."""
    phrases: list[Phrase] = []
    plain: list[str] = []
    for found in _WORD.finditer(fold(text)):
        run = found.group()
        if not found.group("dense"):
            plain.append(run[:_LONGEST])
            continue
        if plain:
            phrases.append(Phrase(tuple(plain)))
            plain = []
        pairs = tuple(run[at : at + 2] for at in range(len(run) - 1))
        phrases.append(Phrase(pairs) if pairs else Phrase((run,), prefix=True))
    if plain:
        phrases.append(Phrase(tuple(plain), prefix=prefix))
    return phrases
