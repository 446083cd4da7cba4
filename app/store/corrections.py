"""What people said against the model, to learn from and to be judged by. Known by services; knows tables. They are
written by `posts.correct`.
"""

from sqlalchemy import func, select

from app.domain.correction import Corrected
from app.domain.understanding import Sentiment
from app.store.tables import corrections, posts
from app.store.transaction import Read

_MOST = 100_000


def page(tx: Read, *, after: int = 0, limit: int = 500) -> list[Corrected]:
    """Corrected posts by id, behind the post `after`: the model's first word and the newest of a person."""
    ends = (
        select(
            corrections.c.post_id,
            func.min(corrections.c.id).label("oldest"),
            func.max(corrections.c.id).label("newest"),
        )
        .where(corrections.c.post_id > after, corrections.c.after.in_([one.value for one in Sentiment]))
        .group_by(corrections.c.post_id)
        .order_by(corrections.c.post_id)
        .limit(limit)
        .subquery()
    )
    first, last = corrections.alias(), corrections.alias()
    query = (
        select(ends.c.post_id, first.c.before, first.c.model, last.c.after, posts.c.text, posts.c.language)
        .join(first, first.c.id == ends.c.oldest)
        .join(last, last.c.id == ends.c.newest)
        .outerjoin(posts, posts.c.id == ends.c.post_id)
        .order_by(ends.c.post_id)
    )
    return [
        Corrected(
            post_id=row.post_id,
            text=row.text or "",
            language=row.language or "",
            said=Sentiment(row.before),
            meant=Sentiment(row.after),
            model=row.model,
        )
        for row in tx.connection.execute(query)
    ]


def all_of_them(tx: Read) -> list[Corrected]:
    """Every corrected post, 100,000 at most."""
    return page(tx, limit=_MOST)
