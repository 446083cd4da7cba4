"""Small heads taught by what people here said: not about us, and spam. Known by services, hub and trial runs;
knows grams, signature and domain.

A head is a ridge regression on the n-grams that the model's own heads read. A handful of lessons is enough for it, and
how it does on lessons it has not seen is known exactly, without teaching it again for each (see `learn_head`).
"""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from app.domain.correction import Lesson
from app.domain.understanding import Objection
from app.language.fold import fold
from app.language.grams import WORD_BITS, Grams, PostGrams, char_grams, word_grams
from app.language.signature import signatures
from app.language.tokens import tokenize
from app.language.valence import Floats, negated
from app.language.wordlists import words

LEAST = 8
"""A head says nothing before it has so many lessons of either kind; copies of one text count once."""
NEWEST = 200
"""Of either kind so many of the newest lessons are learned from."""
WRONGLY = 0.05
"""Of the posts that do belong, judged unseen, at most this share may be objected to."""
WORTH = 0.4
"""A head that would find less than this share of what does not belong, unseen, stays silent."""

_BITS = 16
_RIDGE = 0.3
_LEVEL = 0.3
_LOWEST_BAR = -0.3
_WORDS_TOLD = 3
_LINK = re.compile(r"(?:https?://|www\.)\S+")
_WORD = re.compile(r"(?<![@#\w])[^\W\d_]{2,}")


class Head(Struct, frozen=True, kw_only=True):
    """What lessons taught.

    Attributes:
        buckets, weights: uint32 and float32, raw: n-grams and what each says; above 0 in all speaks for an objection.
        bias: added to the sum.
        against, kept: lessons of either kind it was taught.
        found, wronged: how many of these it would object to if it had not seen them.
    """

    buckets: bytes
    weights: bytes
    bias: float
    against: int
    kept: int
    found: int
    wronged: int

    @property
    def speaks(self) -> bool:
        """Whether it finds enough to be worth hearing."""
        return self.found >= WORTH * self.against


class Heads:
    """Heads at work, by what they are about: 0 is spam, any other number the topic of this id."""

    def __init__(self, heads: Mapping[int, Head]) -> None:
        self._bias = {about: head.bias for about, head in heads.items() if head.speaks}
        self._tables = {about: _table(heads[about]) for about in self._bias}

    def objections(
        self, texts: Sequence[str], topics: Sequence[tuple[int, ...]], grams: PostGrams | None = None
    ) -> list[tuple[Objection, ...]]:
        """For each text what is said against it; it is asked about spam and about its own topics.

        `grams` are those of the texts, where somebody made them already.
        """
        asked = [[about for about in (0, *own) if about in self._tables] for own in topics]
        found: list[tuple[Objection, ...]] = [()] * len(texts)
        if not any(asked):
            return found
        grams = _grams(list(texts)) if grams is None else grams
        for about in sorted({about for abouts in asked for about in abouts}):
            those = np.array([about in abouts for abouts in asked])
            scores = _score(self._tables[about], _take(grams.words, those), _take(grams.chars, those))
            for at in np.flatnonzero(those)[scores + self._bias[about] > 0].tolist():
                found[at] += (Objection(about, self._spoke_most(about, texts[at])),)
        return found

    def _spoke_most(self, about: int, text: str) -> tuple[str, ...]:
        """The words that spoke most for the objection, strongest first."""
        silent = _silent_words()
        told = dict.fromkeys(word.lower() for word in _WORD.findall(_LINK.sub(" ", text)))
        spoken = [word for word in told if fold(word) not in silent]
        if not spoken:
            return ()
        grams = _grams(spoken)
        said = _score(self._tables[about], grams.words, grams.chars)
        strongest = np.argsort(-said, kind="stable")[:_WORDS_TOLD]
        return tuple(spoken[at] for at in strongest if said[at] > 0)


@lru_cache(maxsize=1)
def _silent_words() -> frozenset[str]:
    return frozenset(fold(word) for word in words("stop"))


def learn_head(lessons: Sequence[Lesson]) -> Head | None:
    """What these lessons, newest first, teach; None where they are too few.

    The bar lies where at most `WRONGLY` of the posts that belong are objected to by a head that has not seen them: the
    leave-one-out residual of a ridge regression is told/diag of one inverse (Cook & Weisberg 1982, Residuals and
    Influence in Regression, 2.2), so that it costs nothing more.
    """
    chosen = _chosen(lessons)
    signs = np.array([1.0 if lesson.against else -1.0 for lesson in chosen])
    against, kept = int((signs > 0).sum()), int((signs < 0).sum())
    if min(against, kept) < LEAST:
        return None
    met, matrix, rarity = _matrix(_grams([lesson.text for lesson in chosen]))
    scale = max(float((matrix**2).sum()) / len(chosen), 1e-9)
    say = np.where(signs > 0, len(chosen) / (2 * against), len(chosen) / (2 * kept))
    kernel = (matrix @ matrix.T).astype(np.float64) / scale + _LEVEL
    inverse = np.linalg.inv(kernel + _RIDGE * np.diag(1 / say))
    told = inverse @ signs
    unseen = signs - told / np.diag(inverse)
    bar = _bar(unseen[signs < 0])
    weights = (matrix.T @ told.astype(np.float32)) * rarity / np.float32(scale)
    return Head(
        buckets=met.astype(np.uint32).tobytes(),
        weights=weights.astype(np.float32).tobytes(),
        bias=_LEVEL * float(told.sum()) - bar,
        against=against,
        kept=kept,
        found=int((unseen[signs > 0] > bar).sum()),
        wronged=int((unseen[signs < 0] > bar).sum()),
    )


def _chosen(lessons: Sequence[Lesson]) -> list[Lesson]:
    """The newest of either kind, one of each group of copies; what a person said goes before what was concluded."""
    ordered = sorted(lessons, key=lambda lesson: not lesson.said)
    once: dict[int, Lesson] = {}
    for signature, lesson in zip(signatures(tokenize([one.text for one in ordered])).tolist(), ordered, strict=True):
        once.setdefault(signature, lesson)
    once.pop(0, None)  # a post without words teaches nothing
    against = [lesson for lesson in once.values() if lesson.against][:NEWEST]
    return against + [lesson for lesson in once.values() if not lesson.against][:NEWEST]


def _bar(unseen: NDArray[np.float64]) -> float:
    """The lowest score that no more than the allowed share of these exceeds; not far on their side, however alike."""
    ordered = np.sort(unseen)
    return max(_LOWEST_BAR, float(ordered[len(ordered) - 1 - int(WRONGLY * len(ordered))]))


def _matrix(grams: PostGrams) -> tuple[NDArray[np.int64], Floats, Floats]:
    """The buckets that are met, texts × these, and the weight of each: the rarer, the heavier.

    All of a text's n-grams of a kind weigh the root of their number together.
    """
    both = (grams.words, grams.chars)
    buckets = np.concatenate([_buckets(grams.words), _buckets(grams.chars) + (1 << _BITS)])
    post = np.concatenate([np.repeat(np.arange(len(one.counts)), one.counts) for one in both])
    values = np.concatenate([np.repeat(1 / _size(one), one.counts) for one in both])
    met, column = np.unique(buckets, return_inverse=True)
    matrix = np.zeros((len(grams.words.counts), len(met)), dtype=np.float32)
    np.add.at(matrix, (post, column), values)
    rarity = np.log((1 + len(matrix)) / (1 + (matrix > 0).sum(axis=0))).astype(np.float32)
    return met, matrix * rarity, rarity


def _table(head: Head) -> Floats:
    table = np.zeros(2 << _BITS, dtype=np.float32)
    table[np.frombuffer(head.buckets, dtype=np.uint32)] = np.frombuffer(head.weights, dtype=np.float32)
    return table


def _grams(texts: list[str]) -> PostGrams:
    tokens = tokenize(texts)
    return PostGrams(word_grams(tokens, negated(tokens)), char_grams(tokens))


def _take(grams: Grams, those: NDArray[np.bool_]) -> Grams:
    """Of these texts alone."""
    return grams if those.all() else Grams(grams.rows[np.repeat(those, grams.counts)], grams.counts[those])


def _buckets(grams: Grams) -> NDArray[np.int64]:
    return (grams.rows >> np.uint32(WORD_BITS - _BITS)).astype(np.int64)


def _size(grams: Grams) -> Floats:
    return np.sqrt(np.maximum(grams.counts, 1)).astype(np.float32)


def _score(table: Floats, words: Grams, chars: Grams) -> Floats:
    """Per text what its n-grams say in all."""
    return _sums(table[: 1 << _BITS], words) + _sums(table[1 << _BITS :], chars)


def _sums(table: Floats, grams: Grams) -> Floats:
    sums = np.zeros(len(grams.counts), dtype=np.float32)
    filled = grams.counts > 0
    if len(grams.rows):
        begins = (np.cumsum(grams.counts) - grams.counts)[filled]
        sums[filled] = np.add.reduceat(table[_buckets(grams)], begins)
    return sums / _size(grams)
