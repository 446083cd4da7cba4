"""What a post wants, and how soon: cue phrases weighed together with its feeling. Known by understander; knows
wordlists, tokens and valence."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from app.domain.understanding import Intent
from app.language.letters import Kind
from app.language.tokens import Tokens, mix, tokenize
from app.language.valence import NAMES, Floats, Keys
from app.language.wordlists import cues

_PAIR = np.uint64(0x9AE16A3B2F90404F)
_GROUPS = ("complaint", "question", "praise", "suggestion", "lead", "risk", "spam", "urgency", "threat", "private")
INTENTS = (
    Intent.COMPLAINT,
    Intent.QUESTION,
    Intent.PRAISE,
    Intent.SUGGESTION,
    Intent.LEAD,
    Intent.RISK,
    Intent.SPAM,
)
URGENT = len(INTENTS)
THREAT = URGENT + 1
PRIVATE = THREAT + 1
"""Columns of `cue_points` behind those of the intents."""

_QUESTIONS = NAMES.index("questions")
_EXCLAMATIONS = NAMES.index("exclamations")
_SHOUTED = NAMES.index("shouted")
_QUESTION = _GROUPS.index("question")
_LEAST = 1.6
"""Points below which a post wants nothing in particular."""
_MOST_URGENT = 12.0
"""More cues than these say nothing new: a long story is no emergency."""


@dataclass(frozen=True, slots=True)
class CueTable:
    """Hashes of phrases, and their points per group in the order of the keys."""

    keys: Keys
    points: Floats


@lru_cache(maxsize=1)
def cue_table() -> CueTable:
    """All cue phrases, hashed once."""
    listed = [(column, strength, phrase) for column, group in enumerate(_GROUPS) for strength, phrase in cues(group)]
    points: dict[int, Floats] = {}
    for (column, strength, _phrase), key in zip(listed, _phrase_hashes([one[2] for one in listed]), strict=True):
        row = points.setdefault(key, np.zeros(len(_GROUPS), dtype=np.float32))
        row[column] = max(float(row[column]), strength)
    keys = np.array(sorted(points), dtype=np.uint64)
    return CueTable(Keys(keys), np.stack([points[int(key)] for key in keys]))


def _phrase_hashes(phrases: list[str]) -> list[int]:
    """Of each phrase's first three words, as `cue_points` chains them."""
    tokens = tokenize(phrases)
    first, after = tokens.first[:-1], tokens.first[1:]
    chained = tokens.hashes[first]
    for place in (1, 2):
        longer = np.flatnonzero(after - first > place)
        chained[longer] = mix(chained[longer] * _PAIR + tokens.hashes[first[longer] + place])
    return [int(one) for one in chained]


def cue_points(tokens: Tokens) -> Floats:
    """Posts × cue groups: how much each group's phrases say."""
    table = cue_table()
    found = np.zeros((tokens.posts, len(_GROUPS)), dtype=np.float32)
    chained, post = tokens.hashes, tokens.post
    for length in (1, 2, 3):
        if length > 1:
            same = tokens.post[: len(chained) - 1] == tokens.post[length - 1 :]
            chained = mix(chained[:-1] * _PAIR + tokens.hashes[length - 1 :])
            post = np.where(same, tokens.post[: len(chained)], -1)
        if len(chained) == 0:
            break
        at, which = table.keys.find(chained)
        inside = post[at] >= 0
        np.add.at(found, post[at[inside]], table.points[which[inside]])
    return found


def opens_asking(tokens: Tokens) -> NDArray[np.bool_]:
    """Posts whose first words ask: many people who ask a company leave the question mark out."""
    table = cue_table()
    spoken = np.flatnonzero(tokens.kind == Kind.LETTER)
    posts, place = np.unique(tokens.post[spoken], return_index=True)
    first = spoken[place]
    asks = np.zeros(tokens.posts, dtype=np.bool_)
    chained = tokens.hashes[first]
    for length in (1, 2, 3):
        if length > 1:
            far = first + length - 1 < len(tokens.post)
            posts, first, chained = posts[far], first[far], chained[far]
            same = tokens.post[first + length - 1] == posts
            posts, first, chained = posts[same], first[same], chained[same]
            chained = mix(chained * _PAIR + tokens.hashes[first + length - 1])
        at, which = table.keys.find(chained)
        asks[posts[at[table.points[which, _QUESTION] > 0]]] = True
    return asks


def intents(points: Floats, rules: Floats, shares: Floats, opens: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Per post the index in `INTENTS`, or −1 for none in particular.

    `shares` are the probabilities of negative, neutral and positive; `opens` tells which posts `opens_asking`.
    """
    negative, positive = shares[:, 0], shares[:, 2]
    scores = points[:, : len(INTENTS)].copy()
    asks = rules[:, _QUESTIONS] > 0
    scores[:, 0] = scores[:, 0] * (0.4 + negative) + 2.6 * negative - points[:, PRIVATE]
    told = np.where(opens, scores[:, 1] * 0.6 + 1.2, scores[:, 1] * 0.3)
    scores[:, 1] = np.where(asks, scores[:, 1] * 0.6 + 1.8, told)
    scores[:, 2] = scores[:, 2] * (0.3 + positive) * (1 - negative) + 1.9 * positive
    scores[:, 5] *= 0.4 + 0.6 * negative
    best: NDArray[np.int64] = scores.argmax(axis=1)
    return np.where(scores.max(axis=1) >= _LEAST, best, -1)


def urgencies(points: Floats, rules: Floats, shares: Floats, wanted: NDArray[np.int64]) -> Floats:
    """0 … 1: cues of danger, haste and shouting, more so in a complaint or question, less where people are happy."""
    heat = 0.55 * np.minimum(points[:, URGENT], _MOST_URGENT) + 0.5 * points[:, 5] + 0.8 * points[:, THREAT]
    heat += 1.2 * rules[:, _EXCLAMATIONS] + 1.0 * rules[:, _SHOUTED] + 1.6 * shares[:, 0] - 1.6 * shares[:, 2]
    heat += np.isin(wanted, (0, 1)) * 0.6 - 3.6
    urgency: Floats = (1 / (1 + np.exp(-heat))).astype(np.float32)
    return urgency
