"""What people said against the model, to learn from and to be judged by. Known by services; knows tables. They are
written by `posts.correct`.
"""

from collections.abc import Sequence

from msgspec.structs import replace
from sqlalchemy import func, select

from app.domain.correction import Corrected
from app.domain.heard import Heard
from app.domain.stored import StoredPost
from app.domain.understanding import Sentiment
from app.store import bulk
from app.store.tables import corrections, posts
from app.store.transaction import Read

LESSONS = "lessons"
"""The news that something was said from which small heads learn."""

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


def as_counted(tx: Read, judged: Sequence[StoredPost]) -> list[Heard]:
    """The posts as the minute counts know them: a corrected sentiment moves no count."""
    ids = [one.id for one in judged]
    sentiments = corrections.c.after.in_([one.value for one in Sentiment])
    oldest = (
        select(func.min(corrections.c.id))
        .where(bulk.one_of(tx, corrections.c.post_id, ids), sentiments)
        .group_by(corrections.c.post_id)
    )
    first = select(corrections.c.post_id, corrections.c.before).where(corrections.c.id.in_(oldest))
    said = {row.post_id: Sentiment(row.before) for row in tx.connection.execute(first)} if ids else {}
    return [
        Heard(
            post=one.post,
            meaning=replace(one.meaning, sentiment=said.get(one.id, one.meaning.sentiment)),
            topics=one.topics,
            public=one.public,
        )
        for one in judged
    ]
