"""Minute counts made up for tests: steady topics and bursts. Knows domain."""

from collections.abc import Iterable

from app.domain.counts import Count, CountKey
from app.domain.understanding import Sentiment

MONDAY = 29_459_520
"""A Monday 00:00 UTC as minute number (2026-01-05)."""


def count(
    minute: int,
    posts: int,
    *,
    topic: int = 1,
    sentiment: Sentiment = Sentiment.NEUTRAL,
    network: str = "bluesky",
    region: str = "",
    reach: int = 0,
    authors: int | None = None,
) -> Count:
    """One cell of the rollup; as many authors as posts unless said otherwise."""
    score = {Sentiment.NEGATIVE: -1000, Sentiment.NEUTRAL: 0, Sentiment.POSITIVE: 1000}[sentiment] * posts
    key = CountKey(minute, topic, network, "en", region, sentiment)
    return Count(key, posts, reach, score, 0, posts if authors is None else authors)


def steady(minutes: Iterable[int], posts: int, *, topic: int = 1, region: str = "") -> list[Count]:
    """The same number of posts every minute."""
    return [count(minute, posts, topic=topic, region=region) for minute in minutes]
