"""Near-duplicate signatures: texts that say the same have signatures that differ in few bits. Known by understander and
rising; knows tokens.

A 63-bit simhash (Charikar 2002) over words and pairs of neighbours; links, mentions and marks do not count, so a repost
with another link has the same signature.
"""

import numpy as np
from numpy.typing import NDArray

from app.language.tokens import Tokens, mix

BITS = 63
NEAR = 6
"""Up to this many different bits two posts count as the same."""

_PAIR = np.uint64(0xC2B2AE3D27D4EB4F)
_TOLD = np.array([False, True, True, False, True, True, False, False, False])
"""Kinds of tokens that count."""


def signatures(tokens: Tokens) -> NDArray[np.int64]:
    """One non-negative signature per post; 0 for a post without words."""
    told = _TOLD[tokens.kind]
    hashes, post = tokens.hashes[told], tokens.post[told]
    pairs = mix(hashes[:-1] * _PAIR + hashes[1:])[post[:-1] == post[1:]]
    everything = np.concatenate((hashes, pairs))
    posts = np.concatenate((post, post[:-1][post[:-1] == post[1:]]))
    order = np.argsort(posts, kind="stable")
    everything, counts = everything[order], np.bincount(posts, minlength=tokens.posts)
    if len(everything) == 0:
        return np.zeros(tokens.posts, dtype=np.int64)
    return _majority(everything, counts)


def _majority(hashes: NDArray[np.uint64], counts: NDArray[np.int64]) -> NDArray[np.int64]:
    """Per post the bits that more than half of its hashes have set."""
    bits = np.unpackbits(hashes.view(np.uint8).reshape(-1, 8), axis=1, bitorder="little")
    filled = counts > 0
    starts = (np.cumsum(counts) - counts)[filled]
    votes = np.add.reduceat(bits, starts, axis=0, dtype=np.int32)
    won = votes * 2 > counts[filled][:, None]
    won[:, BITS:] = False
    found = np.zeros(len(counts), dtype=np.int64)
    found[filled] = np.packbits(won, axis=1, bitorder="little").view(np.int64).ravel()
    return found


def distance(one: int, other: int) -> int:
    """In how many bits two signatures differ."""
    return (one ^ other).bit_count()


def is_near(one: int, other: int) -> bool:
    """Whether two posts say the same; posts without words are like no other."""
    return one != 0 and other != 0 and distance(one, other) <= NEAR
