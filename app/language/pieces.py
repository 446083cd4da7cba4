"""Texts cut into the pieces of words that the embedding model of the second opinion knows. Known by embedding; knows
clean and letters.

BERT's way (Devlin et al. 2019): lower case, no accents, the longest known piece first. Unlike there, every sign that is
no letter stands alone, so that an emoji without a gap does not make its word unknown.
"""

import re
import unicodedata
from functools import lru_cache

from app.core.paths import resources
from app.language.clean import join_clean
from app.language.letters import LINK, MENTION

LONGEST = 96
"""Pieces of a text that are read, its two ends included; posts on the networks rarely have more."""

_PARTS = re.compile(r"[^\W_]+|[^\s\w]|_")
_MASKS = str.maketrans({LINK: " http ", MENTION: " @user "})
_LONGEST_WORD = 100
_UNKNOWN, _BEGIN, _END = 100, 101, 102


class Pieces:
    """The list of pieces, and what was looked up in it lately."""

    def __init__(self, listed: list[str]) -> None:
        self._number = {piece: at for at, piece in enumerate(listed)}
        self._of_word = lru_cache(maxsize=8192)(self._cut)

    def of(self, texts: list[str]) -> list[list[int]]:
        """The numbers of each text's pieces, at most `LONGEST`."""
        lines = join_clean(texts).translate(_MASKS).split("\n")[: len(texts)]
        return [self._of_line(line) for line in lines]

    def _of_line(self, line: str) -> list[int]:
        found = [_BEGIN]
        for word in _PARTS.findall(_plain(line)):
            found += self._of_word(word)
            if len(found) >= LONGEST:
                break
        return [*found[: LONGEST - 1], _END]

    def _cut(self, word: str) -> tuple[int, ...]:
        """The fewest, longest known pieces from the left; one sign for a word that cannot be cut so."""
        found: list[int] = []
        begin, lead = 0, ""
        while begin < len(word) <= _LONGEST_WORD:
            ends = range(len(word), begin, -1)
            end = next((end for end in ends if lead + word[begin:end] in self._number), 0)
            if not end:
                return (_UNKNOWN,)
            found.append(self._number[lead + word[begin:end]])
            begin, lead = end, "##"
        return tuple(found) or (_UNKNOWN,)


def _plain(line: str) -> str:
    """In lower case and without accents."""
    lower = line.lower()
    if lower.isascii():
        return lower
    return "".join(one for one in unicodedata.normalize("NFD", lower) if unicodedata.category(one) != "Mn")


def read_pieces() -> Pieces:
    """The list that ships with the program, one piece a line."""
    path = resources() / "model" / "pieces.txt"
    return Pieces(path.read_text(encoding="utf-8").split("\n")[:-1])
