"""A batch of posts as flat arrays of characters and tokens. Known by grams, valence and signature; knows clean and
letters.

Everything is done for all posts at once: a post is a range of the arrays, a token a range of characters.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.language.clean import join_clean
from app.language.letters import KINDS, LOWER, PLAIN, Kind, index_of

Codes = NDArray[np.uint16]
Hashes = NDArray[np.uint64]
Index = NDArray[np.int64]
Flags = NDArray[np.bool_]

_BASE = np.uint64(0x9E3779B97F4A7C15)
_MIX = np.uint64(0xD6E8FEB86659FD93)
_LONGEST_WORD = 32
POWERS = np.cumprod(np.full(_LONGEST_WORD + 1, _BASE, dtype=np.uint64))


@dataclass(frozen=True, slots=True)
class Tokens:
    """Posts of a batch as arrays.

    Attributes:
        posts: how many posts.
        lower, plain: characters with and without accents, all small, runs shortened to two, kinds beside them.
        char_post: which post a character belongs to.
        starts, ends, kind, hashes, post: per token: its characters, the first one's kind, the hash of its plain
            letters, its post.
        first: per post its first token, and one more entry: the number of tokens.
        shouted: per token: two or more letters, all capital.
        shortened: per post the number of characters lost to shortening ("sooooo").
        negated: per token: stands in the reach of a negation (filled in by valence's words).
    """

    posts: int
    lower: Codes
    plain: Codes
    kinds: NDArray[np.uint8]
    char_post: Index
    starts: Index
    ends: Index
    kind: NDArray[np.uint8]
    hashes: Hashes
    post: Index
    first: Index
    shouted: Flags
    shortened: Index


def tokenize(texts: list[str]) -> Tokens:
    """The arrays of these posts."""
    codes = np.frombuffer(join_clean(texts).encode("utf-32-le", "replace"), dtype=np.uint32)
    index = index_of(codes)
    kinds = KINDS[index]
    kept = kinds != Kind.DROPPED
    index, kinds = index[kept], kinds[kept]
    lower = LOWER[index]
    run = _third_of_run(lower, kinds)
    shortened_at = _post_of(kinds)[run]
    raised = index != lower
    keep = ~run
    lower, kinds, raised, plain = lower[keep], kinds[keep], raised[keep], PLAIN[index[keep]]
    char_post = _post_of(kinds)
    starts, ends = _spans(kinds, lower)
    return Tokens(
        posts=len(texts),
        lower=lower,
        plain=plain,
        kinds=kinds,
        char_post=char_post,
        starts=starts,
        ends=ends,
        kind=kinds[starts],
        hashes=_hash_spans(plain, starts, ends),
        post=char_post[starts],
        first=np.searchsorted(char_post[starts], np.arange(len(texts) + 1)),
        shouted=_shouted(raised, kinds, starts, ends),
        shortened=np.bincount(shortened_at, minlength=len(texts)),
    )


def _third_of_run(lower: Codes, kinds: NDArray[np.uint8]) -> Flags:
    """Characters that repeat their two predecessors: letters and marks, not digits."""
    third = np.zeros(len(lower), dtype=np.bool_)
    third[2:] = (lower[2:] == lower[1:-1]) & (lower[2:] == lower[:-2])
    counts: Flags = third & (kinds != Kind.DIGIT) & (kinds != Kind.END) & (kinds != Kind.UNSPACED)
    return counts


def _post_of(kinds: NDArray[np.uint8]) -> Index:
    """Which post each character belongs to; a line end still belongs to the post it ends."""
    ended = np.cumsum(kinds == Kind.END)
    post: Index = ended - (kinds == Kind.END)
    return post


def _spans(kinds: NDArray[np.uint8], lower: Codes) -> tuple[Index, Index]:
    """Tokens: runs of letters and digits (an apostrophe inside a word belongs to it), runs of marks, and each emoji,
    placeholder and unspaced letter alone."""
    group = _GROUPS[kinds]
    inner = np.zeros(len(group), dtype=np.bool_)
    inner[1:-1] = (lower[1:-1] == ord("'")) & (group[:-2] == 1) & (group[2:] == 1)
    group = np.where(inner, 1, group)
    alone = group >= 3
    begins = np.empty(len(group), dtype=np.bool_)
    begins[:1] = True
    begins[1:] = (group[1:] != group[:-1]) | alone[1:]
    edges = np.flatnonzero(begins)
    after = np.append(edges[1:], len(group))
    wanted = group[edges] != 0
    return edges[wanted], after[wanted]


_GROUPS = np.array([0, 1, 1, 2, 3, 4, 5, 0, 0], dtype=np.uint8)
"""Kind to token group: 0 between tokens, 1 word, 2 marks, from 3 on alone."""


def _hash_spans(codes: Codes, starts: Index, ends: Index) -> Hashes:
    """One hash per span; characters after the thirty-second are ignored."""
    if len(starts) == 0:
        return np.zeros(0, dtype=np.uint64)
    lengths = ends - starts
    token = np.repeat(np.arange(len(starts)), lengths)
    offsets = np.cumsum(lengths) - lengths
    place = np.arange(len(token)) - offsets[token]
    at = starts[token] + place
    value = (codes[at].astype(np.uint64) + np.uint64(1)) * POWERS[np.minimum(place, _LONGEST_WORD)]
    return mix(np.add.reduceat(value, offsets))


def mix(hashes: Hashes) -> Hashes:
    """Spread what hashes differ in over all their bits."""
    spread = (hashes ^ (hashes >> np.uint64(32))) * _MIX
    return spread ^ (spread >> np.uint64(29))


def hash_word(word: str) -> int:
    """The hash `tokenize` gives this one word (folded here)."""
    hashes = tokenize([word]).hashes
    return int(hashes[0]) if len(hashes) == 1 else 0


def _shouted(raised: Flags, kinds: NDArray[np.uint8], starts: Index, ends: Index) -> Flags:
    if len(starts) == 0:
        return np.zeros(0, dtype=np.bool_)
    capital = np.concatenate(([0], np.cumsum(raised & (kinds == Kind.LETTER))))
    letters = np.concatenate(([0], np.cumsum(kinds == Kind.LETTER)))
    count = letters[ends] - letters[starts]
    shouted: Flags = (count >= 2) & (capital[ends] - capital[starts] == count)
    return shouted
