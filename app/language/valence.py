"""Rule-made features of feeling: words of praise and blame with what negates, strengthens and shouts them. Known by
model and train; knows tokens and wordlists.

After the idea of VADER (Hutto & Gilbert 2014), computed for all posts at once; the valences are in the model file.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from app.language.letters import Kind
from app.language.tokens import Flags, Hashes, Index, Tokens, tokenize
from app.language.wordlists import words

Floats = NDArray[np.float32]

_LOOK_BITS = 16
_LOOK_SHIFT = np.uint64(64 - _LOOK_BITS)
REACH = 4
REACH_BEHIND = 2
NEGATION = -0.74
BOOST = 0.293
SHOUT = 0.733
NAMES = (
    "compound",
    "strength",
    "positive_share",
    "negative_share",
    "positive_words",
    "negative_words",
    "after_turn",
    "last_word",
    "negated",
    "shouted",
    "exclamations",
    "questions",
    "drawn_out",
    "emoji_positive",
    "emoji_negative",
    "dots",
    "swearing",
    "rudeness",
)
"""What the columns of `features` mean."""


class Keys:
    """A set of hashes that rejects a stranger with one look.

    Attributes:
        hashes: ascending.
    """

    __slots__ = ("_seen", "hashes")

    def __init__(self, hashes: Hashes) -> None:
        self.hashes = np.unique(hashes)
        self._seen = np.zeros(1 << _LOOK_BITS, dtype=np.bool_)
        self._seen[self.hashes >> _LOOK_SHIFT] = True

    def find(self, hashes: Hashes) -> tuple[Index, Index]:
        """Where in `hashes` members stand, and which members they are."""
        maybe = np.flatnonzero(self._seen[hashes >> _LOOK_SHIFT])
        places = np.minimum(np.searchsorted(self.hashes, hashes[maybe]), len(self.hashes) - 1)
        good = self.hashes[places] == hashes[maybe]
        return maybe[good], places[good]

    def contains(self, hashes: Hashes) -> Flags:
        """Per hash: is it a member?"""
        flags = np.zeros(len(hashes), dtype=np.bool_)
        flags[self.find(hashes)[0]] = True
        return flags


@dataclass(frozen=True, slots=True)
class Valences:
    """Words, emoticons and emoji with their valence (−4 … 4), in the order of the keys."""

    keys: Keys
    values: Floats

    def of(self, hashes: Hashes) -> Floats:
        """The valence per hash; 0 for those not listed."""
        found = np.zeros(len(hashes), dtype=np.float32)
        at, which = self.keys.find(hashes)
        found[at] = self.values[which]
        return found


@lru_cache(maxsize=128)
def word_keys(listed: frozenset[str]) -> Keys:
    """The words' hashes."""
    tokens = tokenize(sorted(listed))
    return Keys(tokens.hashes[tokens.first[:-1][np.diff(tokens.first) == 1]])


@lru_cache(maxsize=1)
def _mark_hashes() -> dict[str, Keys]:
    """Hashes of runs of marks that shout, ask or trail off, by the mark."""
    runs = {"!": ["!", "!!"], "?": ["?", "??"], ".": ["..", "…"], "?!": ["?!", "!?", "??!!", "?!!", "!?!"]}
    return {mark: word_keys(frozenset(written)) for mark, written in runs.items()}


def negated(tokens: Tokens) -> Flags:
    """Per token: stands within the reach of a negation in its own clause."""
    at = np.arange(len(tokens.hashes))
    negator = word_keys(words("negators")).contains(tokens.hashes)
    latest = np.maximum.accumulate(np.where(negator, at, -REACH - 1)) if len(at) else at
    broken = np.maximum.accumulate(np.where(tokens.kind == Kind.MARK, at, -1)) if len(at) else at
    same_post = tokens.first[tokens.post] <= latest
    before = (at - latest < REACH) & (latest > broken) & same_post & ~negator
    return before | _negated_behind(tokens)


def _negated_behind(tokens: Tokens) -> Flags:
    """Per token: a negation that follows what it turns stands close behind it, as Hindi has it."""
    behind = word_keys(words("negators_behind")).contains(tokens.hashes)
    turned = np.zeros(len(behind), dtype=np.bool_)
    if not behind.any():
        return turned
    clause = np.cumsum(tokens.kind == Kind.MARK)
    for gap in range(1, REACH_BEHIND + 1):
        near = (tokens.post[:-gap] == tokens.post[gap:]) & (clause[:-gap] == clause[gap:])
        turned[:-gap] |= behind[gap:] & near
    return turned & ~behind


def features(tokens: Tokens, valences: Valences, reach: Flags) -> Floats:
    """The columns of `NAMES`, a row per post."""
    count, post = tokens.posts, tokens.post
    valence = valences.of(tokens.hashes)
    moved = _moved(tokens, valence, reach)

    def total(weights: NDArray[np.generic]) -> NDArray[np.float64]:
        sums: NDArray[np.float64] = np.bincount(post, weights=weights, minlength=count).astype(np.float64)
        return sums

    turned = _after_turn(tokens)
    weight = np.where(turned == 0, 1.0, np.where(turned > 0, 1.5, 0.5))
    feeling = total(moved * weight)
    good, bad = total(np.maximum(moved, 0)), -total(np.minimum(moved, 0))
    size = np.maximum(total((tokens.kind == Kind.LETTER).astype(np.float64)), 1)
    emoji = tokens.kind == Kind.EMOJI
    marks = _mark_hashes()
    shouts = total(marks["!"].contains(tokens.hashes)) + total(marks["?!"].contains(tokens.hashes))
    asks = total(marks["?"].contains(tokens.hashes)) + total(marks["?!"].contains(tokens.hashes))
    compound = feeling / np.sqrt(feeling**2 + 15)
    columns = [
        compound,
        np.abs(compound),
        good / (good + bad + size),
        bad / (good + bad + size),
        np.minimum(total(moved > 0), 4) / 2,
        np.minimum(total(moved < 0), 4) / 2,
        np.tanh(total(np.where(turned > 0, moved, 0)) / 4),
        _last(tokens, moved) / 4,
        np.minimum(total(reach), 3) / 3,
        total(tokens.shouted) / size,
        np.minimum(shouts, 3) / 3,
        np.minimum(asks, 3) / 3,
        np.minimum(tokens.shortened, 3) / 3,
        np.tanh(total(np.where(emoji, np.maximum(valence, 0), 0)) / 3),
        np.tanh(total(np.where(emoji, np.maximum(-valence, 0), 0)) / 3),
        np.minimum(total(marks["."].contains(tokens.hashes)), 3) / 3,
        np.minimum(total(word_keys(words("hard")).contains(tokens.hashes)), 3) / 1.5,
        np.minimum(total(word_keys(words("mild")).contains(tokens.hashes)), 3) / 1.5,
    ]
    return np.stack(columns, axis=1).astype(np.float32)


def _moved(tokens: Tokens, valence: Floats, reach: Flags) -> Floats:
    """Valences after negation, strengthening, weakening and shouting."""
    push = np.zeros(len(valence), dtype=np.float32)
    push += SHOUT * tokens.shouted
    if len(valence) > 1:
        neighbour = tokens.post[1:] == tokens.post[:-1]
        push[1:] += BOOST * (word_keys(words("boosters")).contains(tokens.hashes[:-1]) & neighbour)
        push[1:] -= BOOST * (word_keys(words("dampeners")).contains(tokens.hashes[:-1]) & neighbour)
    moved = valence + np.sign(valence) * push
    return np.where(reach, moved * np.float32(NEGATION), moved)


def _after_turn(tokens: Tokens) -> Index:
    """Per token: 1 behind the post's last "but", −1 before it, 0 where there is none."""
    at = np.arange(len(tokens.hashes))
    last = np.full(tokens.posts, -1, dtype=np.int64)
    turn = word_keys(words("turns")).contains(tokens.hashes)
    last[tokens.post[turn]] = at[turn]
    mine = last[tokens.post]
    return np.where(mine < 0, 0, np.where(at > mine, 1, -1))


def _last(tokens: Tokens, moved: Floats) -> Floats:
    """The valence of the last word per post that has one."""
    last = np.zeros(tokens.posts, dtype=np.float32)
    felt = np.flatnonzero(moved)
    last[tokens.post[felt]] = moved[felt]
    return last


def make_valences(listed: dict[str, float]) -> Valences:
    """The table of these words; of words with one hash the first counts."""
    hashes = tokenize(list(listed))
    single = np.diff(hashes.first) == 1
    firsts = hashes.first[:-1][single]
    values = np.fromiter(listed.values(), dtype=np.float32, count=len(listed))[single]
    keys, where = np.unique(hashes.hashes[firsts], return_index=True)
    return Valences(Keys(keys), values[where])
