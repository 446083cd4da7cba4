"""Words and phrases whose rate outgrew their past: what people begin to talk about. Known by services and hub;
knows fold, query, signature and wordlists.

Two decaying counts per term are compared: a quick one (minutes), kept exactly for at most `capacity` terms, and a slow
one (a day), kept in a count-min sketch (Cormode & Muthukrishnan 2005) of fixed size. Nothing looks ahead: what is told
of a moment depends on posts before it alone.
"""

import math
from array import array
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any
from zlib import crc32

from msgspec import Struct

from app.core.clock import Millis
from app.language.fold import fold, is_unspaced
from app.language.query import WORDS
from app.language.signature import NEAR
from app.language.wordlists import words

_MINUTE = 60_000
_ROWS, _COLUMNS = 4, 1 << 15
_REMEMBERED = 24
_EXAMPLES = 3
_LEAST_LETTERS = 3
_SAME_PEAK = 0.7
_RESTLESS = 0.15
"""Share by which even an ordinary rate wanders."""
_REBASE = 40.0


class SeenPost(Struct, frozen=True, kw_only=True):
    """What rising terms need of a post; `signature` is its near-duplicate signature."""

    id: int
    at: Millis
    author: str
    text: str
    signature: int


class RisingTerm(Struct, frozen=True, kw_only=True):
    """A term on the rise.

    Attributes:
        term: one word or two neighbours, folded.
        recent: posts of the last minutes, decayed; near-duplicates and an author's further posts do not count.
        expected: what its own past would have given.
        score: how many standard deviations (of a Poisson count that wanders a little) lie between them.
        examples: ids of posts that hold it, newest last.
    """

    term: str
    recent: float
    expected: float
    score: float
    examples: tuple[int, ...]


class _Recent:
    """The quick count of one term and who has spoken."""

    __slots__ = ("at", "authors", "count", "examples", "signatures")

    def __init__(self, at: Millis) -> None:
        self.count = 0.0
        self.at = at
        self.authors: list[str] = []
        self.signatures: list[int] = []
        self.examples: list[int] = []


class RisingTerms:
    """Fed with posts in order of time, asked at any moment."""

    def __init__(self, *, capacity: int = 20_000, recent_minutes: float = 15.0, past_minutes: float = 1440.0) -> None:
        self._capacity = capacity
        self._recent_span = recent_minutes * _MINUTE
        self._past_span = past_minutes * _MINUTE
        self._terms: dict[str, _Recent] = {}
        self._past = array("d", bytes(8 * _ROWS * _COLUMNS))
        self._base: Millis = 0
        self._begun: Millis | None = None

    def add(self, posts: Iterable[SeenPost]) -> None:
        """Count these posts."""
        for post in posts:
            if self._begun is None:
                self._begun = self._base = post.at
            self._rebase(post.at)
            for term in _terms_of(post.text):
                self._count(term, post)
            if len(self._terms) > self._capacity:
                self._forget(post.at)

    def top(self, now: Millis, *, limit: int = 20, least: float = 4.0, least_posts: float = 5.0) -> list[RisingTerm]:
        """The terms that rise most, best first; of two that rise together only the longer one."""
        risen = [self._judge(term, recent, now) for term, recent in self._terms.items() if recent.count >= least_posts]
        told = [one for one in risen if one.recent >= least_posts and one.score >= least]
        told.sort(key=lambda one: (-one.score, one.term))
        return _without_parts(told)[:limit]

    def _count(self, term: str, post: SeenPost) -> None:
        recent = self._terms.get(term)
        if recent is None:
            recent = self._terms[term] = _Recent(post.at)
        if post.author in recent.authors or _is_copy(post.signature, recent.signatures):
            return
        recent.count = self._faded(recent, post.at) + 1.0
        recent.at = max(recent.at, post.at)
        _remember(recent.authors, post.author, _REMEMBERED)
        _remember(recent.signatures, post.signature, _REMEMBERED)
        _remember(recent.examples, post.id, _EXAMPLES)
        weight = math.exp((post.at - self._base) / self._past_span)
        for place in _places(term):
            self._past[place] += weight

    def _faded(self, recent: _Recent, now: Millis) -> float:
        return recent.count * math.exp(-max(0, now - recent.at) / self._recent_span)

    def _judge(self, term: str, recent: _Recent, now: Millis) -> RisingTerm:
        count = self._faded(recent, now)
        slow = min(self._past[place] for place in _places(term))
        slow *= math.exp(-(now - self._base) / self._past_span)
        before = max(0.0, slow - count)
        expected = before * self._recent_span / self._lived(now)
        score = (count - expected) / math.sqrt(expected + 1.0 + (_RESTLESS * expected) ** 2)
        return RisingTerm(term=term, recent=count, expected=expected, score=score, examples=tuple(recent.examples))

    def _lived(self, now: Millis) -> float:
        """How much past the slow count covers without what the quick one holds: less in the first day."""
        lived = now - (now if self._begun is None else self._begun)
        slow = self._past_span * (1 - math.exp(-lived / self._past_span))
        quick = self._recent_span * (1 - math.exp(-lived / self._recent_span))
        return max(self._recent_span, slow - quick)

    def _rebase(self, now: Millis) -> None:
        """Scale the slow count before its growing weights overflow."""
        if now - self._base > _REBASE * self._past_span:
            fade = math.exp(-(now - self._base) / self._past_span)
            self._past = array("d", (value * fade for value in self._past))
            self._base = now

    def _forget(self, now: Millis) -> None:
        """Drop the tenth of the terms that were heard least."""
        faded = sorted(self._terms, key=lambda term: self._faded(self._terms[term], now))
        for term in faded[: max(1, self._capacity // 10)]:
            del self._terms[term]


def _is_copy(signature: int, known: list[int]) -> bool:
    """Whether a text that says the same has counted already; texts without words are nobody's copy."""
    return signature != 0 and any((signature ^ other).bit_count() <= NEAR for other in known)


def _remember(kept: list[Any], item: object, most: int) -> None:
    kept.append(item)
    if len(kept) > most:
        del kept[0]


def _places(term: str) -> tuple[int, ...]:
    """The term's cells, one in each row (double hashing, Kirsch & Mitzenmacher 2006)."""
    code = term.encode()
    first, step = crc32(code), crc32(code, 0x9E3779B1) | 1
    return tuple(row * _COLUMNS + (first + row * step) % _COLUMNS for row in range(_ROWS))


def _terms_of(text: str) -> Iterator[str]:
    """Each word and pair of neighbours once; in scripts without spaces each pair of letters. Words that say nothing by
    themselves are left out, alone and in pairs: before there is a past, they alone would rise."""
    written = [word for word in WORDS.findall(fold(text)) if not word.isdigit()]
    silent = _stop_words()
    found: dict[str, None] = {}
    for at, word in enumerate(written):
        if word in silent:
            continue
        if is_unspaced(word):
            found.update(dict.fromkeys(word[place : place + 2] for place in range(len(word) - 1)))
        elif len(word) >= _LEAST_LETTERS:
            found[word] = None
            if at and len(written[at - 1]) >= _LEAST_LETTERS and written[at - 1] not in silent:
                found[f"{written[at - 1]} {word}"] = None
    return iter(found)


@lru_cache(maxsize=1)
def _stop_words() -> frozenset[str]:
    return frozenset(fold(word) for word in words("stop"))


def _without_parts(told: Sequence[RisingTerm]) -> list[RisingTerm]:
    """Drop a word when a pair that holds it rose (nearly) as high."""
    pairs = [one for one in told if " " in one.term]
    return [
        one
        for one in told
        if " " in one.term
        or not any(one.term in pair.term.split() and pair.recent >= _SAME_PEAK * one.recent for pair in pairs)
    ]
