"""Posts that a person called spam: off the walls and out of the minute counts, kept as a word against the model. Known
by services; knows posts, counting and tables."""

from collections.abc import Collection, Sequence

from sqlalchemy import func, select

from app.domain.heard import Public
from app.domain.stored import StoredPost
from app.domain.topic import ALL_TOPICS
from app.store import belongings, bulk, posts
from app.store.cleared import clear
from app.store.corrections import LESSONS, as_counted
from app.store.counting import Counting
from app.store.tables import corrections
from app.store.tables import posts as stored
from app.store.transaction import Read, Write

SPAM, NO_SPAM = "spam", "no_spam"


def mark(tx: Write, conversation_ids: Collection[int], *, spam: bool, by: str) -> list[int]:
    """Call their posts in these conversations spam, or not; returns the ids of the posts for which that is news.

    What was public before is not shown again by taking it back: the posts wait for a person like new ones.
    """
    theirs = _of(tx, conversation_ids)
    known = called_spam(tx, [one.id for one in theirs])
    news = [one for one in theirs if (one.id in known) is not spam]
    if not news:
        return []
    posts.moderate(tx, [one.id for one in news], Public.BLOCKED if spam else Public.HELD, by)
    counting = Counting(times=-1 if spam else 1)
    for heard in as_counted(tx, news):
        counting.add(heard)
    counting.keep(tx)
    clear(tx, news, ALL_TOPICS)
    said = (NO_SPAM, SPAM) if spam else (SPAM, NO_SPAM)
    rows = [(tx.ids.next(), one.id, tx.now, by, *said, one.meaning.model) for one in news]
    bulk.insert(tx, corrections, rows)
    tx.changes.tables.add(LESSONS)
    return [one.id for one in news]


def deny(tx: Write, post: StoredPost, by: str) -> bool:
    """A person says that a post labelled as probable spam is none; False for one without the label."""
    if not any(objection.about == ALL_TOPICS for objection in post.meaning.objections):
        return False
    bulk.insert(tx, corrections, [(tx.ids.next(), post.id, tx.now, by, SPAM, NO_SPAM, post.meaning.model)])
    tx.changes.tables.add(LESSONS)
    clear(tx, [post], ALL_TOPICS)
    return True


def _of(tx: Read, conversation_ids: Collection[int]) -> list[StoredPost]:
    wanted = select(stored.c.id).where(
        bulk.one_of(tx, stored.c.conversation_id, list(conversation_ids)),
        stored.c.conversation_id > 0,
        stored.c.gone == 0,
        stored.c.kind.in_(belongings.THEIRS),
    )
    return posts.many(tx, list(tx.connection.execute(wanted).scalars()))


def called_spam(tx: Read, post_ids: Sequence[int]) -> set[int]:
    """Those whose newest word on it is that they are spam."""
    if not post_ids:
        return set()
    on_it = corrections.c.after.in_((SPAM, NO_SPAM))
    newest = (
        select(func.max(corrections.c.id))
        .where(bulk.one_of(tx, corrections.c.post_id, post_ids), on_it)
        .group_by(corrections.c.post_id)
    )
    said = select(corrections.c.post_id).where(corrections.c.id.in_(newest), corrections.c.after == SPAM)
    return set(tx.connection.execute(said).scalars())
