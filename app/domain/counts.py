"""Minute counts: what is left of a post when only numbers are wanted. Known by store, analytics and hub; knows
nothing."""

from msgspec import Struct

from app.domain.understanding import Sentiment


class CountKey(Struct, frozen=True, array_like=True):
    """One cell of the rollup. Topic 0 holds every counted post once."""

    minute: int
    topic: int
    network: str
    language: str
    region: str
    sentiment: Sentiment


class Count(Struct, frozen=True, array_like=True):
    """What happened in a cell.

    Attributes:
        posts: how many.
        reach: people reached, summed.
        score_milli: sum of score × 1000, rounded; mean sentiment is score_milli / 1000 / posts.
        unsafe: how many were not fit for public display.
        authors: how many different authors wrote in this cell within one transaction; an upper bound once summed.
    """

    key: CountKey
    posts: int
    reach: int
    score_milli: int = 0
    unsafe: int = 0
    authors: int = 0
