"""Hashed word and character n-grams of a batch: the features every head shares. Known by model, train and signature;
knows tokens."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.language.letters import Kind
from app.language.tokens import Flags, Hashes, Index, Tokens, mix

WORD_BITS = 18
CHAR_BITS = WORD_BITS
LANGUAGE_BITS = 16
CHAR_LENGTHS = (2, 3, 4, 5)
LANGUAGE_LENGTHS = (1, 2, 3, 4)
LANGUAGE_CAP = 160
"""Rows of a post that a language is told by: more tell nothing new, and sums stay below 16 bits."""

_STEP = np.uint64(0x100000001B3)
_NEGATED = np.uint64(0x5851F42D4C957F2D)
_PAIR = np.uint64(0xC2B2AE3D27D4EB4F)
_TRIPLE = np.uint64(0x165667B19E3779F9)


@dataclass(frozen=True, slots=True)
class Grams:
    """Rows of a weight table, post by post.

    Attributes:
        rows: row numbers.
        counts: how many rows each post has.
    """

    rows: NDArray[np.uint32]
    counts: Index


@dataclass(frozen=True, slots=True)
class PostGrams:
    """The n-grams of words and of characters that every head reads, post by post."""

    words: Grams
    chars: Grams


def joined(parts: list[Grams]) -> Grams:
    """Those of several batches, one after the other."""
    if len(parts) == 1:
        return parts[0]
    nothing = np.zeros(0, dtype=np.uint32), np.zeros(0, dtype=np.int64)
    return Grams(
        np.concatenate([nothing[0], *(part.rows for part in parts)]),
        np.concatenate([nothing[1], *(part.counts for part in parts)]),
    )


def word_grams(tokens: Tokens, negated: Flags) -> Grams:
    """Words, pairs and triples of neighbours, and once more those words that are negated."""
    hashes, post = tokens.hashes, tokens.post
    pair = mix(hashes[:-1] * _PAIR + hashes[1:])[post[:-1] == post[1:]]
    pair_post = post[:-1][post[:-1] == post[1:]]
    far = post[:-2] == post[2:]
    triple = mix((hashes[:-2] * _PAIR + hashes[1:-1]) * _TRIPLE + hashes[2:])[far]
    turned = mix(hashes[negated] ^ _NEGATED)
    everything = np.concatenate((mix(hashes), pair, triple, turned))
    posts = np.concatenate((post, pair_post, post[:-2][far], post[negated]))
    return _gathered(everything, posts, tokens.posts, WORD_BITS)


def char_grams(tokens: Tokens) -> Grams:
    """Character n-grams of words with a space at either end; never over a gap."""
    return _windows(tokens.plain, tokens, CHAR_LENGTHS, CHAR_BITS)


def language_grams(tokens: Tokens) -> Grams:
    """Character n-grams of letters only, accents kept: what a language is told by."""
    silent = (tokens.kinds != Kind.LETTER) & (tokens.kinds != Kind.UNSPACED)
    codes = np.where(silent, ord(" "), tokens.lower).astype(np.uint16)
    return _capped(_windows(codes, tokens, LANGUAGE_LENGTHS, LANGUAGE_BITS))


def _capped(grams: Grams) -> Grams:
    """At most `LANGUAGE_CAP` rows a post, spread evenly over it."""
    if len(grams.rows) == 0 or int(grams.counts.max()) <= LANGUAGE_CAP:
        return grams
    counts = np.minimum(grams.counts, LANGUAGE_CAP)
    begins = np.cumsum(grams.counts) - grams.counts
    place = np.arange(int(counts.sum())) - np.repeat(np.cumsum(counts) - counts, counts)
    stretch = np.repeat(grams.counts / np.maximum(counts, 1), counts)
    return Grams(grams.rows[np.repeat(begins, counts) + (place * stretch).astype(np.int64)], counts)


def _windows(codes: NDArray[np.uint16], tokens: Tokens, lengths: tuple[int, ...], bits: int) -> Grams:
    """Hashes of all windows without a space inside; a window belongs to the post its last character is of."""
    gap = (tokens.kinds == Kind.SPACE) | (tokens.kinds == Kind.END) | (codes == ord(" "))
    space = np.concatenate(([True], gap))
    codes = np.concatenate((np.array([ord(" ")], dtype=np.uint16), codes))
    values = np.where(space, ord(" "), codes).astype(np.uint64) + np.uint64(1)
    inside = np.concatenate(([0], np.cumsum(space)))
    found: list[Hashes] = []
    posts: list[Index] = []
    rolling = values
    ends = np.concatenate(([0], tokens.char_post))
    for length in range(1, max(lengths) + 1):
        if length > 1:
            rolling = rolling[:-1] * _STEP + values[length - 1 :]
        if length not in lengths or len(rolling) == 0:
            continue
        good = _spaceless(inside, space, length)
        found.append(mix(rolling[good] + np.uint64(length)))
        posts.append(ends[length - 1 :][good])
    if not found:
        return Grams(np.zeros(0, dtype=np.uint32), np.zeros(tokens.posts, dtype=np.int64))
    return _gathered(np.concatenate(found), np.concatenate(posts), tokens.posts, bits)


def _spaceless(inside: Index, space: Flags, length: int) -> Flags:
    """Windows of this length whose inner characters are no spaces and that are not spaces alone."""
    size = len(space) - length + 1
    if length == 1:
        return ~space
    inner = inside[length - 1 : length - 1 + size] - inside[1 : 1 + size]
    edges = space[:size] & space[length - 1 :]
    good: Flags = (inner == 0) & ~(edges if length == 2 else np.zeros(size, dtype=np.bool_))
    return good


def _gathered(hashes: Hashes, posts: Index, count: int, bits: int) -> Grams:
    """Rows in the order of posts."""
    order = np.argsort(posts, kind="stable")
    rows = (hashes >> np.uint64(64 - bits)).astype(np.uint32)
    return Grams(rows[order], np.bincount(posts, minlength=count))
