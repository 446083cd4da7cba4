"""Posts whose sentiment is judged a second time, after they were stored and counted. Known by the hub; knows posts,
counting and tables.

A person's word stands above both opinions: a post that anybody corrected is left alone.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence

from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy import ColumnElement, select, update

from app.domain.heard import Heard
from app.domain.stored import StoredPost
from app.domain.understanding import Understanding
from app.store import bulk, meaning
from app.store.counting import UNCOUNTED, Counting
from app.store.posts import of_rows, released, select_posts
from app.store.tables import conversations, corrections, posts
from app.store.transaction import Read, Write

Key = tuple[str, str]
"""(network, native id): a post's identity."""


class Settled(Struct, frozen=True):
    """A post as it was when it was judged again, and what it means now."""

    post: StoredPost
    meaning: Understanding


def open_to(tx: Read, keys: Iterable[Key], *, model: str) -> list[StoredPost]:
    """Those of the posts that have the opinion of `model` alone: no other one's since, and no person's."""
    by_network: defaultdict[str, list[str]] = defaultdict(list)
    for network, native_id in keys:
        by_network[network].append(native_id)
    found: list[StoredPost] = []
    for network, native_ids in by_network.items():
        found += _open(tx, posts.c.network == network, bulk.one_of(tx, posts.c.native_id, native_ids))
    return [one for one in found if one.meaning.model == model]


def on_walls(tx: Read, *, model: str, limit: int) -> list[StoredPost]:
    """Of the newest posts that a public wall may show, those with the opinion of `model` alone, and no person's."""
    newest = [one.id for one in released(tx, limit=limit)]
    found = _open(tx, bulk.one_of(tx, posts.c.id, newest)) if newest else []
    return [one for one in found if one.meaning.model == model]


def settle(tx: Write, judged: Sequence[Settled]) -> int:
    """Put the new sentiment, score and confidence in place of the first, in posts, cards and counts alike.

    What was edited, corrected, deleted or judged again meanwhile is passed over; returns how many were not. An edited
    post is counted as what it said first, so its counts stay.
    """
    if not judged:
        return 0
    now = {one.id: one for one in _open(tx, bulk.one_of(tx, posts.c.id, [one.post.id for one in judged]))}
    news = [one for one in judged if _same(now.get(one.post.id), one.post)]
    bulk.update(
        tx,
        posts,
        ("sentiment", "score", "meaning"),
        [
            (one.meaning.sentiment.value, one.meaning.score, meaning.pack(one.meaning), one.post.id)
            for one in sorted(news, key=lambda one: one.post.id)
        ],
    )
    _count_again([one for one in news if not one.post.post.edited_at], tx)
    _show_in_cards(tx, [one for one in news if one.post.conversation_id])
    tx.changes.edited.update(one.post.id for one in news)
    return len(news)


def _open(tx: Read, *wanted: ColumnElement[bool]) -> list[StoredPost]:
    """Counted posts that still stand and that no person judged."""
    judged = select(corrections.c.post_id).where(corrections.c.post_id == posts.c.id).exists()
    uncounted = [kind.value for kind in UNCOUNTED]
    query = select_posts().where(*wanted, posts.c.gone == 0, posts.c.kind.not_in(uncounted), ~judged)
    return of_rows(tx.connection.execute(query))


def _same(now: StoredPost | None, then: StoredPost) -> bool:
    return now is not None and (now.post.text, now.meaning) == (then.post.text, then.meaning)


def _count_again(news: Collection[Settled], tx: Write) -> None:
    """Out of the cells of the first opinion, into those of both."""
    before, after = Counting(times=-1), Counting()
    for one in news:
        heard = Heard(post=one.post.post, meaning=one.post.meaning, topics=one.post.topics, public=one.post.public)
        before.add(heard)
        after.add(replace(heard, meaning=one.meaning))
    before.keep(tx)
    after.keep(tx)


def _show_in_cards(tx: Write, news: Iterable[Settled]) -> None:
    """A card shows the sentiment of the conversation's newest post."""
    for one in sorted(news, key=lambda one: one.post.conversation_id):
        here = conversations.c.id == one.post.conversation_id, conversations.c.post_id == one.post.id
        said = {"sentiment": one.meaning.sentiment.value, "score": one.meaning.score}
        tx.connection.execute(update(conversations).where(*here).values(**said))
        tx.changes.conversations.add(one.post.conversation_id)
