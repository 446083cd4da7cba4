"""What speaks for a crisis, in numbers: volume, tone, speed, reach, authors, spread, safety and intent. Known by
alarms and reasons; knows counts."""

from collections.abc import Callable

import numpy as np
from msgspec import Struct

from app.analytics.counts import MinuteCounts
from app.analytics.ring import AUTHORS, NEGATIVE, NEUTRAL, POSITIVE, POSTS, REACH, UNSAFE, Table
from app.analytics.shelf import SeriesKey

WINDOW_MINUTES = 60
SPEED_MINUTES = 15
PAST_MINUTES = 1440
RAISED = 2.0
"""A network or region takes part in an episode when it has this many times its usual posts."""

RAISED_POSTS = 3.0


class Evidence(Struct, frozen=True, kw_only=True):
    """What only the posts themselves can tell of an episode.

    Attributes:
        posts, authors: how many posts by how many different authors; near-duplicates count.
        top_author_posts: posts of the one who wrote most.
        complaints, risks: posts of these intents.
        post_ids: the posts that drive it, most telling first.
    """

    posts: int
    authors: int
    top_author_posts: int
    complaints: int = 0
    risks: int = 0
    post_ids: tuple[int, ...] = ()


Witness = Callable[[SeriesKey, int, int], Evidence | None]
"""Asks the posts of a series between two minutes (inclusive); None where nobody can tell."""


class Signals(Struct, frozen=True, kw_only=True):
    """The signals of one series over the newest hour.

    Attributes:
        posts, usual: seen and usual posts.
        negative, usual_negative: shares, 0…1.
        positive: share, 0…1.
        growth: posts of the newest quarter against the quarter before, with 3 added to both.
        reach, usual_reach: people reached in the hour, and in an hour of the day before.
        top_author: share of the posts that come from one author, 0…1; an estimate where only counts are known.
        networks, regions: how many have at least twice their usual posts.
        unsafe, complaints, risks: shares, 0…1.
    """

    posts: float
    usual: float
    negative: float
    usual_negative: float
    positive: float
    growth: float
    reach: float
    usual_reach: float
    top_author: float
    networks: int
    regions: int
    unsafe: float
    complaints: float = 0.0
    risks: float = 0.0
    post_ids: tuple[int, ...] = ()

    @property
    def ratio(self) -> float:
        """Posts against usual, with 1 added to both so that nothing is infinitely unusual."""
        return (self.posts + 1.0) / (self.usual + 1.0)


def measure(
    counts: MinuteCounts, key: SeriesKey, minute: int, *, usual_negative: float, evidence: Evidence | None = None
) -> Signals:
    """The signals of a series over the hour that ends with `minute` (inclusive)."""
    table = counts.window(key, minutes=WINDOW_MINUTES, now=minute)
    hour = table.sum(axis=0)
    posts = max(1.0, float(hour[POSTS]))
    past = min(PAST_MINUTES, counts.shelf(key).ring.minutes - WINDOW_MINUTES)
    before = counts.window(key, minutes=past, now=minute - WINDOW_MINUTES)[:, REACH].sum()
    return Signals(
        posts=float(hour[POSTS]),
        usual=usual_posts(counts, key, minute),
        negative=float(hour[NEGATIVE]) / posts,
        usual_negative=usual_negative,
        positive=float(hour[POSITIVE]) / posts,
        growth=_growth(table),
        reach=float(hour[REACH]),
        usual_reach=float(before) * WINDOW_MINUTES / max(past, 1),
        top_author=_top_author(table, evidence),
        networks=_raised(counts, key, minute, of="network"),
        regions=_raised(counts, key, minute, of="region"),
        unsafe=float(hour[UNSAFE]) / posts,
        complaints=evidence.complaints / max(1, evidence.posts) if evidence else 0.0,
        risks=evidence.risks / max(1, evidence.posts) if evidence else 0.0,
        post_ids=evidence.post_ids if evidence else (),
    )


def usual_posts(counts: MinuteCounts, key: SeriesKey, minute: int) -> float:
    """Posts that the hour ending with `minute` usually has; 0 while nothing is learned."""
    start = np.array([minute - WINDOW_MINUTES + 1])
    return max(0.0, float(counts.expectation(key, start, step=WINDOW_MINUTES)[0][0]))


def _growth(table: Table) -> float:
    newest = table[-SPEED_MINUTES:, POSTS].sum()
    before = table[-2 * SPEED_MINUTES : -SPEED_MINUTES, POSTS].sum()
    return float((newest + 3.0) / (before + 3.0))


def _top_author(table: Table, evidence: Evidence | None) -> float:
    """Share of the busiest author.

    With counts alone it is what is left when every other author wrote once a minute; the busiest one is counted once
    for each mood of a minute. Where authors are nearly as many as posts, only the surplus of posts counts.
    """
    if evidence is not None:
        return evidence.top_author_posts / max(1, evidence.posts)
    posts, authors = table[:, POSTS].sum(), table[:, AUTHORS].sum()
    if authors <= 0.0:
        return 0.0
    if posts < 2.0 * authors:
        return float((posts - authors) / posts)
    moods = np.count_nonzero(table[:, [NEGATIVE, NEUTRAL, POSITIVE]], axis=1)
    others = np.maximum(0.0, table[:, AUTHORS] - moods).sum()
    return float(1.0 - others / posts)


def _raised(counts: MinuteCounts, key: SeriesKey, minute: int, *, of: str) -> int:
    """How many networks (or regions) of the topic have far more posts than usual."""
    raised = 0
    for part in counts.slices.row_by_key:
        if part.topic != key.topic or not getattr(part, of):
            continue
        posts = float(counts.window(part, minutes=WINDOW_MINUTES, now=minute)[:, POSTS].sum())
        raised += posts >= RAISED_POSTS and posts >= RAISED * usual_posts(counts, part, minute)
    return raised
