"""Posts that a conversation shows though they belong to another or to none. Known by `ingest`; knows tables, threads.

What addresses more than one account of ours is stored once: the first delivery's account keeps the post, and the
conversations of the others show it as they show a thread's context. So does a question on a forum with what strangers
answer, and a mail with what machines report of it.
"""

from collections.abc import Collection, Iterable

from msgspec import structs
from sqlalchemy import select

from app.domain.automatic import about
from app.domain.heard import Heard
from app.domain.network import FORUMS
from app.domain.post import ADDRESSED, Post, PostKind
from app.store import bulk
from app.store.arrival import Arrival
from app.store.tables import context_posts, conversations
from app.store.threads import Threads
from app.store.transaction import Write


class Elsewhere:
    """What a batch does to the conversations of other accounts."""

    def __init__(self, tx: Write, threads: Threads) -> None:
        self._tx = tx
        self._threads = threads
        self._shown: list[tuple[int, int]] = []

    def heard(self, known: Arrival, heard: Heard, *, account_id: int, backfill: bool) -> None:
        """A post that is known comes through `account_id` too: open or continue a conversation there, once."""
        if known.gone or not known.conversation_id or heard.post.kind not in ADDRESSED:
            return
        there = structs.replace(known, account_id=account_id, conversation_id=0)
        if account_id in (0, known.account_id) or self._threads.has_shown(there, heard):
            return
        self._threads.heard(there, heard, backfill=backfill)
        self._shown.append((there.conversation_id, known.id))

    def answers(self, made: Arrival, parent: Arrival | None) -> None:
        """A stranger's new answer: the conversation of what it answers shows it."""
        if parent is not None and parent.conversation_id:
            self._shown.append((parent.conversation_id, made.id))
            self._tx.changes.conversations.add(parent.conversation_id)

    def changed(self, posts: Iterable[Arrival]) -> None:
        """Posts were edited: the other accounts' cards say so."""
        by_id = {one.id: one for one in posts}
        for conversation_id, post_id in self._pairs(by_id):
            self._threads.rewritten(structs.replace(by_id[post_id], conversation_id=conversation_id))

    def taken_back(self, post_ids: Collection[int]) -> None:
        """Posts are gone: the other accounts' cards show what is left."""
        for conversation_id, _post_id in self._pairs(post_ids):
            self._threads.taken_back(conversation_id)

    def keep(self) -> None:
        """Write what the conversations show; they must be kept already."""
        bulk.insert(self._tx, context_posts, sorted(set(self._shown)), ignore=True)

    def _pairs(self, post_ids: Collection[int]) -> list[tuple[int, int]]:
        if not post_ids:
            return []
        shown = bulk.one_of(self._tx, context_posts.c.post_id, sorted(post_ids))
        rows = self._tx.connection.execute(
            select(context_posts.c.conversation_id, context_posts.c.post_id)
            .join(conversations, conversations.c.id == context_posts.c.conversation_id)
            .where(shown, conversations.c.post_id == context_posts.c.post_id)
        )
        return [(row.conversation_id, row.post_id) for row in rows]


def is_answer(post: Post) -> bool:
    """Whether strangers speak here with each other, on a network where that helps who asked us, or a machine says
    something about a mail."""
    if post.kind is not PostKind.HEARD or not post.parent:
        return False
    return post.network in FORUMS or bool(post.labels and about(post.labels))


def answered(post: Post) -> list[str]:
    """Native ids of what it answers, the nearest first: a machine may name a mail that is not here, in a thread that
    is."""
    return [post.parent, *([post.thread] if about(post.labels) and post.thread else [])]
