"""Stored posts: found, shown, judged. Known by services, hub and `search`; knows tables."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from sqlalchemy import Row, Select, func, select, update

from app.core.clock import MINUTE, Millis
from app.core.errors import NotFound
from app.core.i18n import _
from app.core.ids import first_id_at
from app.domain.heard import Public
from app.domain.post import Author, Post, PostKind
from app.domain.stored import StoredPost
from app.domain.understanding import Sentiment
from app.store import bulk, meaning
from app.store.arrival import numbers
from app.store.tables import LOUD, corrections, identities, post_topics, posts
from app.store.transaction import Read, Write

MOST_COUNTED = 10_000
_LOUD_LOOKED_THROUGH = 5_000
_LOOKED_THROUGH = 2_000
"""So many of the newest posts are looked through where no index leads to the wanted ones."""


def get(tx: Read, post_id: int) -> StoredPost | None:
    """One post."""
    found = many(tx, [post_id])
    return found[0] if found else None


def many(tx: Read, ids: Collection[int]) -> list[StoredPost]:
    """Those of the posts that are stored, newest heard first."""
    if not ids:
        return []
    return _all(tx, _posts().where(bulk.one_of(tx, posts.c.id, ids)).order_by(posts.c.id.desc()))


def by_native(tx: Read, network: str, native_id: str) -> StoredPost | None:
    """The post with the network's own id."""
    found = _all(tx, _posts().where(posts.c.network == network, posts.c.native_id == native_id))
    return found[0] if found else None


def released(tx: Read, *, topic: int = 0, limit: int = 20) -> list[StoredPost]:
    """The newest posts a public wall may show, of one topic or of all (0)."""
    return many(tx, _newest(tx, Public.RELEASED, topic=topic, limit=limit))


def held(tx: Read, *, limit: int = 100) -> list[StoredPost]:
    """The newest posts that wait for a person before a wall may show them."""
    return many(tx, _newest(tx, Public.HELD, topic=0, limit=limit))


def count_held(tx: Read) -> int:
    """How many posts wait for a person; 10,000 stands for as many or more, so that a flood costs no screen anything."""
    waiting = select(posts.c.id).where(posts.c.public == Public.HELD.value).limit(MOST_COUNTED).subquery()
    return int(tx.connection.execute(select(func.count()).select_from(waiting)).scalar_one())


def drivers(tx: Read, *, topic: int = 0, since: Millis, limit: int = 10) -> list[StoredPost]:
    """What made the noise: posts written since then that reached most people, loudest first.

    Looks through the newest 5,000 posts that reached 10,000 people; where those are too few, also through the newest
    2,000 of any reach.
    """
    # A network's clock may run ahead of ours by five minutes at most, so nothing written since came in earlier.
    first = first_id_at(since - 5 * MINUTE)
    candidates = select(posts.c.id, posts.c.reach).where(
        posts.c.id >= first, posts.c.created_at >= since, posts.c.gone == 0
    )
    if topic:
        candidates = candidates.join(post_topics, post_topics.c.post_id == posts.c.id).where(
            post_topics.c.topic_id == topic, post_topics.c.post_id >= first
        )
    found = _loudest(tx, candidates.where(posts.c.reach >= LOUD), among=_LOUD_LOOKED_THROUGH, limit=limit)
    if len(found) < limit:
        quieter = _loudest(tx, candidates, among=_LOOKED_THROUGH, limit=limit)
        found = [*found, *(one for one in quieter if one not in found)][:limit]
    return sorted(many(tx, found), key=lambda one: (-one.post.reach, -one.id))


def _loudest(tx: Read, candidates: Select[Any], *, among: int, limit: int) -> list[int]:
    newest = candidates.order_by(posts.c.id.desc()).limit(among).subquery()
    loudest = select(newest.c.id).order_by(newest.c.reach.desc(), newest.c.id.desc()).limit(limit)
    return list(tx.connection.execute(loudest).scalars())


def recent(tx: Read, *, since: Millis, limit: int, after: int = 0) -> list[StoredPost]:
    """Posts heard since then, oldest first, behind the post `after`; for trying a query on."""
    first = max(first_id_at(since), after + 1)
    return _all(tx, _posts().where(posts.c.id >= first, posts.c.gone == 0).order_by(posts.c.id).limit(limit))


def moderate(tx: Write, ids: Sequence[int], public: Public, by: str) -> None:
    """A person releases posts to public walls, blocks them, or lets them wait again. What is gone stays blocked."""
    if not ids:
        return
    tx.connection.execute(
        update(posts)
        .where(bulk.one_of(tx, posts.c.id, ids), posts.c.gone == 0)
        .values(public=public.value, moderated_by=by)
    )
    tx.changes.edited.update(ids)
    tx.changes.tables.add("moderation")


def correct(tx: Write, post_id: int, sentiment: Sentiment, by: str) -> None:
    """An agent knows better: the post shows his word; the model's, with its version, is kept for learning."""
    known = get(tx, post_id)
    if known is None:
        raise NotFound(_("This post is not stored any more."))
    bulk.insert(
        tx,
        corrections,
        [
            (
                tx.ids.next(),
                post_id,
                tx.now,
                by,
                known.meaning.sentiment.value,
                sentiment.value,
                known.meaning.model,
            )
        ],
    )
    tx.connection.execute(update(posts).where(posts.c.id == post_id).values(sentiment=sentiment.value))
    tx.changes.edited.add(post_id)


def of_rows(rows: Iterable[Row[Any]]) -> list[StoredPost]:
    """Stored posts from rows of `select_posts`."""
    return [_stored(row) for row in rows]


def select_posts() -> Select[Any]:
    """Every column `of_rows` needs."""
    return _posts()


def _posts() -> Select[Any]:
    author = (
        identities.c.native_id.label("author_native_id"),
        identities.c.handle,
        identities.c.name,
        identities.c.followers,
        identities.c.avatar_url,
        identities.c.person_id,
    )
    return select(posts, *author).join(identities, identities.c.id == posts.c.identity_id)


def _all(tx: Read, query: Select[Any]) -> list[StoredPost]:
    return of_rows(tx.connection.execute(query))


def _newest(tx: Read, public: Public, *, topic: int, limit: int) -> list[int]:
    """Ids of the newest posts in this state; of a topic, its newest 2,000 are looked through."""
    query = select(posts.c.id).where(posts.c.public == public.value).order_by(posts.c.id.desc()).limit(limit)
    if topic:
        of_topic = (
            select(post_topics.c.post_id)
            .where(post_topics.c.topic_id == topic)
            .order_by(post_topics.c.post_id.desc())
            .limit(_LOOKED_THROUGH)
            .subquery()
        )
        query = query.join(of_topic, of_topic.c.post_id == posts.c.id)
    return list(tx.connection.execute(query).scalars())


def _stored(row: Row[Any]) -> StoredPost:
    return StoredPost(
        id=row.id,
        post=_post(row),
        meaning=meaning.unpack(row.meaning, language=row.language, sentiment=row.sentiment, score=row.score),
        topics=numbers(row.topics),
        public=Public(row.public),
        moderated_by=row.moderated_by,
        conversation_id=row.conversation_id,
        person_id=row.person_id,
        gone=bool(row.gone),
    )


def _post(row: Row[Any]) -> Post:
    return Post(
        network=row.network,
        native_id=row.native_id,
        kind=PostKind(row.kind),
        text=row.text,
        created_at=row.created_at,
        author=Author(
            native_id=row.author_native_id,
            handle=row.handle,
            name=row.name,
            followers=row.followers,
            avatar_url=row.avatar_url,
        ),
        account_id=row.account_id,
        url=row.url,
        thread=row.thread,
        parent=row.parent,
        language=row.language,
        region=row.region,
        reach=row.reach,
        media=meaning.unpack_media(row.media),
        edited_at=row.edited_at,
        labels=meaning.unpack_labels(row.labels),
        accepted=bool(row.accepted),
    )
