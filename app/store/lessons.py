"""What people said of a post beside its sentiment: not about a topic, spam; and what may be learned from it. Known by
services and hub; knows posts, counting and tables.

A word about a topic is a correction `about:ID` or `not_about:ID`. A post that is not about a topic leaves it: its list,
its conversation's, its minute counts. Saying the opposite brings all of that back.
"""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Select, delete, func, select, update

from app.core.errors import BadInput, NotFound
from app.core.i18n import _
from app.domain.conversation import Status
from app.domain.correction import Lesson
from app.domain.heard import Public
from app.domain.mark import NOT_ABOUT
from app.domain.stored import StoredPost
from app.domain.topic import ALL_TOPICS
from app.store import belongings, bulk, marks, posts, spam, thread_row
from app.store.arrival import listed, numbers
from app.store.cleared import clear
from app.store.corrections import LESSONS, as_counted
from app.store.counting import UNCOUNTED, Counting
from app.store.tables import conversation_topics, conversations, corrections, post_topics
from app.store.tables import posts as stored
from app.store.transaction import Read, Write

MOST = 1_000
"""Of either kind so many of the newest lessons are read."""

_DEALT_WITH = (conversations.c.answered_at > 0) | (conversations.c.status == Status.RESOLVED.value)


def say_about(tx: Write, post_id: int, topic: int, *, about: bool, by: str) -> bool:
    """A person says whether a post is about a topic that found it; False where that is no news.

    Of all topics it can only be said that a post belongs to them: one that is labelled as probable spam is none.

    Raises:
        NotFound: the post is not stored any more.
        BadInput: the topic did not find this post.
    """
    post = posts.get(tx, post_id)
    if post is None:
        raise NotFound(_("This post is not stored any more."))
    if topic == ALL_TOPICS and about:
        return spam.deny(tx, post, by)
    before = _last_word(tx, post_id, topic)
    if topic not in post.topics and before is None:
        raise BadInput(_("This topic does not hold the post."))
    if before == _word(topic, about=about):
        return False
    objected = any(objection.about == topic for objection in post.meaning.objections)
    said = _word(topic, about=not objected), _word(topic, about=about)
    bulk.insert(tx, corrections, [(tx.ids.next(), post_id, tx.now, by, *said, post.meaning.model)])
    clear(tx, [post], topic)
    if about is not (topic in post.topics):
        _move(tx, post, topic, times=1 if about else -1)
    if not about and post.topics == (topic,) and post.public is Public.RELEASED and not post.moderated_by:
        posts.moderate(tx, [post_id], Public.HELD, by)  # a wall shows what is about us
    tx.changes.tables.add(LESSONS)
    return True


def of_topic(tx: Read, topic: int) -> list[Lesson]:
    """What was said of posts and this topic, and the posts that were dealt with in silence; newest first."""
    said = _said(tx, _word(topic, about=False), _word(topic, about=True))
    quiet = (
        select(stored.c.id, stored.c.text, stored.c.topics)
        .join(conversations, conversations.c.post_id == stored.c.id)
        .join(conversation_topics, conversation_topics.c.conversation_id == conversations.c.id)
        .where(conversation_topics.c.topic_id == topic, _DEALT_WITH)
    )
    return _lessons(tx, said, quiet, topic=topic)


def of_spam(tx: Read) -> list[Lesson]:
    """What was called spam or not, and the posts that were dealt with in silence; newest first."""
    said = _said(tx, spam.SPAM, spam.NO_SPAM)
    quiet = (
        select(stored.c.id, stored.c.text, stored.c.topics)
        .join(conversations, conversations.c.post_id == stored.c.id)
        .where(conversations.c.answered_at > 0)
    )
    return _lessons(tx, said, quiet)


def taught_topics(tx: Read) -> list[int]:
    """Topics of which somebody said that a post is not about them."""
    words = select(corrections.c.after).where(corrections.c.after.startswith("not_about:", autoescape=True)).distinct()
    return sorted(int(word.partition(":")[2]) for word in tx.connection.execute(words).scalars())


def _word(topic: int, *, about: bool) -> str:
    return f"{'about' if about else 'not_about'}:{topic}"


def _last_word(tx: Read, post_id: int, topic: int) -> str | None:
    words = [_word(topic, about=about) for about in (False, True)]
    newest = select(corrections.c.after).where(corrections.c.post_id == post_id, corrections.c.after.in_(words))
    found: str | None = tx.connection.execute(newest.order_by(corrections.c.id.desc()).limit(1)).scalar()
    return found


def _said(tx: Read, against: str, in_favour: str) -> dict[int, bool]:
    """Posts whose newest word is one of these, newest first, and whether it speaks against them."""
    newest = (
        select(func.max(corrections.c.id).label("id"))
        .where(corrections.c.after.in_((against, in_favour)))
        .group_by(corrections.c.post_id)
        .order_by(func.max(corrections.c.id).desc())
        .limit(2 * MOST)
        .subquery()
    )
    words = (
        select(corrections.c.post_id, corrections.c.after)
        .join(newest, newest.c.id == corrections.c.id)
        .order_by(corrections.c.id.desc())
    )
    return {row.post_id: row.after == against for row in tx.connection.execute(words)}


def _lessons(tx: Read, said: dict[int, bool], quiet: Select[Any], *, topic: int = ALL_TOPICS) -> list[Lesson]:
    told = {one.id: one for one in posts.many(tx, list(said))}
    found = [
        Lesson(text=told[number].post.text, against=against)
        for number, against in said.items()
        if number in told and not told[number].gone
    ]
    rows = tx.connection.execute(quiet.where(stored.c.gone == 0).order_by(conversations.c.id.desc()).limit(MOST))
    silent = [row for row in rows if row.id not in said and (topic == ALL_TOPICS or topic in numbers(row.topics))]
    known = spam.called_spam(tx, [row.id for row in silent])
    return found + [Lesson(text=row.text, against=False, said=False) for row in silent if row.id not in known]


def _move(tx: Write, post: StoredPost, topic: int, *, times: int) -> None:
    """Out of the topic, or back: the post's list, its counts, and what its conversation is listed under."""
    topics = tuple(sorted({*post.topics, topic} if times > 0 else {*post.topics} - {topic}))
    tx.connection.execute(update(stored).where(stored.c.id == post.id).values(topics=listed(topics)))
    if times > 0:
        bulk.insert(tx, post_topics, [(topic, post.id)], ignore=True)
    else:
        here = post_topics.c.post_id == post.id, post_topics.c.topic_id == topic
        tx.connection.execute(delete(post_topics).where(*here))
    tx.changes.edited.add(post.id)
    if post.post.kind not in UNCOUNTED and not spam.called_spam(tx, [post.id]):
        counting = Counting(times=times)
        counting.add(as_counted(tx, [post])[0], topics=(topic,))
        counting.keep(tx)
    _relist(tx, [post.conversation_id])


def _relist(tx: Write, conversation_ids: Iterable[int]) -> None:
    threads = thread_row.load(tx, [number for number in conversation_ids if number])
    for thread in threads:
        row = thread.row
        row.topics = listed(belongings.topics_of(tx, row.id))
        row.reasons = marks.drop(row.reasons, NOT_ABOUT) if row.topics else marks.add(row.reasons, NOT_ABOUT)
    thread_row.keep(tx, threads)
