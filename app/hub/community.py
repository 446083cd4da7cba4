"""The health of the community over the last seven days, beside the seven before. Known by the hub's tables; knows
analytics, store and wire."""

from app.analytics.community import Activity, community_health
from app.core.clock import DAY, HOUR, Millis
from app.store.community import Stretch, stretch
from app.store.engine import Store
from app.wire.feeds import CommunityRow

DAYS = 7
LEAST = 10
"""Fewer conversations than these say nothing of a community."""


async def community_row(store: Store, *, now: Millis) -> CommunityRow:
    """The index with its six factors; not known while hardly anybody speaks with us, or there is no week before."""
    until = now // HOUR * HOUR
    current, before = await store.read(
        lambda tx: (
            stretch(tx, until - DAYS * DAY, until),
            stretch(tx, until - 2 * DAYS * DAY, until - DAYS * DAY),
        )
    )
    found = community_health(_activity(current, before))
    return CommunityRow(
        index=found.index,
        members=found.members,
        content=found.content,
        traffic=found.traffic,
        liveliness=found.liveliness,
        interaction=found.interaction,
        responsiveness=found.responsiveness,
        known=current.threads >= LEAST and before.active_days > 0,
        sample=current.threads,
        days=DAYS,
    )


def _activity(current: Stretch, before: Stretch) -> Activity:
    return Activity(
        members=current.members,
        members_before=before.members,
        posts=current.posts,
        posts_before=before.posts,
        views=current.views,
        views_before=before.views,
        threads=current.threads,
        answered=current.answered,
        replies=current.replies,
        first_answer_hours=current.first_answer_hours,
        days=DAYS,
        active_days=current.active_days,
        top_tenth_posts=round(current.top_tenth * current.posts),
    )
