"""Health of a community and weight of its voices: our own documented indexes. Known by services; knows nothing.

Both indexes are means of factors from 0 to 100, and each factor is told with the index, so that nobody has to trust
one number.
"""

import math
from collections.abc import Sequence

from msgspec import Struct

RESPONSE_HOURS = 24.0


class Activity(Struct, frozen=True, kw_only=True):
    """A community in one period, and how it was in the period before.

    Attributes:
        members, members_before: authors who wrote at least once.
        posts, posts_before: everything written.
        views, views_before: reach, or page views where a network tells them.
        threads: conversations begun; `answered` those that got an answer from somebody else.
        replies: answers in all.
        first_answer_hours: hours to the first answer, one per answered thread.
        days, active_days: length of the period, and days with at least one post.
        top_tenth_posts: posts by the busiest tenth of the authors.
    """

    members: int
    members_before: int
    posts: int
    posts_before: int
    views: int
    views_before: int
    threads: int
    answered: int
    replies: int
    first_answer_hours: Sequence[float]
    days: int
    active_days: int
    top_tenth_posts: int


class Health(Struct, frozen=True):
    """The index and its six factors, all 0–100."""

    index: float
    members: float
    content: float
    traffic: float
    liveliness: float
    interaction: float
    responsiveness: float


def community_health(activity: Activity) -> Health:
    """The mean of six factors, each 0–100, 50 where a community stands still.

    members        50 · (1 + log2(members / members before)): 100 when they doubled, 0 when they halved
    content        50 · (1 + log2(posts / posts before))
    traffic        50 · (1 + log2(views / views before))
    liveliness     100 · active days / days · evenness, evenness = 1 − max(0, share of the busiest tenth − 0.5)
    interaction    100 · r / (r + 2), r = replies per thread: 50 at two replies a thread
    responsiveness 100 · answered / threads · 2^(−median hours to the first answer / 24)

    Ratios are taken with 1 added to both sides; factors are cut to 0…100.
    """
    factors = (
        _growth(activity.members, activity.members_before),
        _growth(activity.posts, activity.posts_before),
        _growth(activity.views, activity.views_before),
        _liveliness(activity),
        _interaction(activity),
        _responsiveness(activity),
    )
    return Health(sum(factors) / len(factors), *factors)


class Voice(Struct, frozen=True, kw_only=True):
    """One author over a period.

    Attributes:
        followers: people who may see a post.
        posts: posts in the period; `on_topic` those about us.
        reactions: likes, shares and answers to the posts about us.
    """

    followers: int
    posts: int
    on_topic: int
    reactions: int


class Influence(Struct, frozen=True):
    """The index and its three parts, all 0–100."""

    index: float
    reach: float
    resonance: float
    relevance: float


def influence(voice: Voice) -> Influence:
    """How much an author's word weighs: ∛((1 + reach)(1 + resonance)(1 + relevance)) − 1.

    reach     100 · log10(1 + followers) / 7                        ten million followers: 100
    resonance 100 · r / (r + 10), r = reactions per post about us   ten reactions a post: 50
    relevance 100 · (posts about us + 1) / (posts + 10)             one post in two: about 50; few posts prove little

    Geometric, because a voice that lacks one of the three has little influence on our matter; shifted by one, because
    reactions that no network told are not proof of none. 0 for who never wrote about us.
    """
    reach = min(100.0, 100.0 * math.log10(1.0 + max(0, voice.followers)) / 7.0)
    reactions = voice.reactions / max(1, voice.on_topic)
    resonance = 100.0 * reactions / (reactions + 10.0)
    if not voice.on_topic:
        return Influence(0.0, reach, resonance, 0.0)
    relevance = min(100.0, 100.0 * (voice.on_topic + 1.0) / (voice.posts + 10.0))
    index = ((1.0 + reach) * (1.0 + resonance) * (1.0 + relevance)) ** (1.0 / 3.0) - 1.0
    return Influence(index, reach, resonance, relevance)


def _growth(now: int, before: int) -> float:
    return _cut(50.0 * (1.0 + math.log2((now + 1.0) / (before + 1.0))))


def _liveliness(activity: Activity) -> float:
    if activity.days <= 0 or activity.posts <= 0:
        return 0.0
    busiest = activity.top_tenth_posts / activity.posts
    return _cut(100.0 * activity.active_days / activity.days * (1.0 - max(0.0, busiest - 0.5)))


def _interaction(activity: Activity) -> float:
    replies = activity.replies / max(1, activity.threads)
    return 100.0 * replies / (replies + 2.0)


def _responsiveness(activity: Activity) -> float:
    if activity.threads <= 0 or not activity.first_answer_hours:
        return 0.0
    ordered = sorted(activity.first_answer_hours)
    middle = len(ordered) // 2
    hours = ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2.0
    return _cut(100.0 * activity.answered / activity.threads * 2.0 ** (-hours / RESPONSE_HOURS))


def _cut(value: float) -> float:
    return min(100.0, max(0.0, value))
