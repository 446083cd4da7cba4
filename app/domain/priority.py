"""How much a post presses, with its reasons. Known by services; knows domain.

Score = urgency 0–40 + sentiment 0–20 + reach 0–28 + intent 0–12, capped at 100. Waiting time is not in it: the timer
shows that.
"""

import math

from app.domain.post import Post
from app.domain.understanding import Intent, Sentiment, Understanding

_INTENT_POINTS = {Intent.RISK: 12, Intent.COMPLAINT: 10, Intent.LEAD: 9, Intent.QUESTION: 8, Intent.SUGGESTION: 4}

WEIGHED = frozenset(_INTENT_POINTS)
"""Intents that always stand among the reasons; the others never do."""


def priority_of(post: Post, meaning: Understanding) -> tuple[int, tuple[tuple[str, int], ...]]:
    """The score 0–100 and its parts as (word, points), strongest first; parts of no weight are left out.

    What this house's own corrections object to stands before them, with no points: a label, which moves nothing.
    """
    parts = {
        "urgency": round(40 * meaning.urgency),
        "sentiment": round(20 * max(0.0, -meaning.score)) if meaning.sentiment is Sentiment.NEGATIVE else 0,
        "reach": min(28, round(6 * math.log10(1 + post.reach))) if post.reach >= 100 else 0,
        meaning.intent.value: _INTENT_POINTS.get(meaning.intent, 0),
    }
    reasons = tuple(sorted(((word, points) for word, points in parts.items() if points > 0), key=lambda p: -p[1]))
    labels = dict.fromkeys((objection.reason, 0) for objection in meaning.objections)
    return min(100, sum(points for _, points in reasons)), (*labels, *reasons)
