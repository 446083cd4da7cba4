"""What a community did in a stretch of days: the people who spoke with us and how they were answered. Known by hub;
knows tables and hours.

The community are those whose posts open or continue a conversation with us; posts and views are of everything heard.
Sums of hours and an indexed sample of conversations are read, never all posts.
"""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import func, select

from app.core.clock import HOUR, MINUTE, Millis
from app.core.ids import first_id_at
from app.domain.post import ADDRESSED
from app.domain.topic import ALL_TOPICS
from app.store import bulk
from app.store.tables import conversations, hours, posts
from app.store.transaction import Read

MOST = 5_000
"""Of more conversations the newest so many are a sample."""

EARLY = 5 * MINUTE
"""A network's clock may run ahead of ours by so much; a conversation's id is made when it is heard."""

_ADDRESSED = [kind.value for kind in ADDRESSED]


class Stretch(NamedTuple):
    """One stretch of time.

    Attributes:
        members: people who opened a conversation; threads: conversations opened, `answered` by us.
        posts, views: everything heard, and the people it reached.
        active_days: days with a post.
        replies: posts in these conversations behind the first, and our first answers.
        first_answer_hours: one for each answered conversation.
        top_tenth: share of the posts in these conversations that the busiest tenth of the authors wrote.
    """

    members: int
    posts: int
    views: int
    active_days: int
    threads: int
    answered: int
    replies: int
    first_answer_hours: tuple[float, ...]
    top_tenth: float


def stretch(tx: Read, since: Millis, until: Millis) -> Stretch:
    """What was done from `since` up to and without `until`."""
    opened = tx.connection.execute(
        select(
            conversations.c.id,
            conversations.c.person_id,
            conversations.c.opened_at,
            conversations.c.first_answered_at,
        )
        .where(conversations.c.id >= first_id_at(since - EARLY))
        .where(conversations.c.opened_at >= since, conversations.c.opened_at < until)
        .order_by(conversations.c.id.desc())
        .limit(MOST)
    ).all()
    answers = [one.first_answered_at - one.opened_at for one in opened if one.first_answered_at]
    by_author = _written(tx, [one.id for one in opened])
    heard, views, days = _heard(tx, since, until)
    return Stretch(
        members=len({one.person_id for one in opened}),
        posts=heard,
        views=views,
        active_days=days,
        threads=len(opened),
        answered=len(answers),
        replies=max(0, sum(by_author) - len(opened)) + len(answers),
        first_answer_hours=tuple(max(0, length) / HOUR for length in answers),
        top_tenth=_top_tenth(by_author),
    )


def _written(tx: Read, ids: Sequence[int]) -> list[int]:
    """Posts by author in these conversations, most first."""
    if not ids:
        return []
    query = (
        select(func.count())
        .where(bulk.one_of(tx, posts.c.conversation_id, ids), posts.c.conversation_id > 0)
        .where(posts.c.kind.in_(_ADDRESSED))
        .group_by(posts.c.identity_id)
    )
    return sorted((int(count) for count in tx.connection.execute(query).scalars()), reverse=True)


def _heard(tx: Read, since: Millis, until: Millis) -> tuple[int, int, int]:
    """Posts, views and days with a post, from the sums of hours."""
    query = select(hours.c.hour, hours.c.posts, hours.c.reach).where(
        hours.c.topic == ALL_TOPICS, hours.c.hour >= since // HOUR, hours.c.hour < until // HOUR, hours.c.posts > 0
    )
    found = tx.connection.execute(query).all()
    days = {(one.hour * HOUR - since) // (24 * HOUR) for one in found}
    return sum(one.posts for one in found), sum(one.reach for one in found), len(days)


def _top_tenth(by_author: Sequence[int]) -> float:
    if not by_author:
        return 0.0
    return sum(by_author[: max(1, len(by_author) // 10)]) / sum(by_author)
