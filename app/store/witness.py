"""What the posts of a series can tell of an episode: who wrote, how it was meant, what most people saw. Known by hub;
knows tables.
"""

from sqlalchemy import select

from app.core.clock import MINUTE, Millis
from app.core.ids import first_id_at
from app.domain.stored import Witnessed
from app.domain.understanding import Sentiment
from app.store import meaning
from app.store.counting import UNCOUNTED
from app.store.tables import post_topics, posts
from app.store.transaction import Read

MOST = 2_000
"""So many of the newest posts of a series are looked at."""


def newest(tx: Read, *, since: Millis, limit: int) -> list[int]:
    """Ids of the newest posts heard since then, oldest first; of many the newest `limit`."""
    query = select(posts.c.id).where(posts.c.id >= first_id_at(since)).order_by(posts.c.id.desc()).limit(limit)
    return [int(number) for number in tx.connection.execute(query).scalars()][::-1]


def witnessed(tx: Read, *, topic: int, region: str, network: str, since: Millis) -> list[Witnessed]:
    """The posts of a series written since then, newest first; of a loud one the newest 2,000.

    A topic is read backwards along its own index: a loud one costs what those 2,000 cost, not what its hour does.
    """
    first = first_id_at(since - 5 * MINUTE)  # a network's clock may run ahead of ours by five minutes at most
    query = (
        select(posts.c.id, posts.c.identity_id, posts.c.reach, posts.c.sentiment, posts.c.meaning)
        .where(posts.c.id >= first, posts.c.created_at >= since, posts.c.gone == 0)
        .where(posts.c.kind.not_in([kind.value for kind in UNCOUNTED]))
        .order_by((post_topics.c.post_id if topic else posts.c.id).desc())
        .limit(MOST)
    )
    if topic:
        query = query.join(post_topics, post_topics.c.post_id == posts.c.id).where(
            post_topics.c.topic_id == topic, post_topics.c.post_id >= first
        )
    if region:
        query = query.where(posts.c.region == region)
    if network:
        query = query.where(posts.c.network == network)
    return [
        Witnessed(
            post_id=row.id,
            author=row.identity_id,
            reach=row.reach,
            sentiment=Sentiment(row.sentiment),
            intent=meaning.unpack(row.meaning, language="", sentiment=row.sentiment, score=0.0).intent,
        )
        for row in tx.connection.execute(query)
    ]
