"""Whether strangers answer the questions that were put to us, before we do. Known by hub; knows tables.

Ingest lets a conversation show what answers it directly on a forum; here that is counted.
"""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, exists, or_, select

from app.core.clock import Millis
from app.core.ids import first_id_at
from app.domain.network import FORUMS
from app.domain.post import PostKind
from app.store.tables import accounts, context_posts, conversations, identities, posts
from app.store.transaction import Read

MOST = 2_000
"""Of more questions the newest so many are a sample."""
_STRANGERS = (PostKind.HEARD.value, PostKind.CONTEXT.value)


class Helped(NamedTuple):
    """Questions on forums, and those of them that the community answered before us."""

    questions: int
    answered: int


def helped(tx: Read, *, since: Millis) -> Helped:
    """The questions that were put to us since then; none without an account on a forum."""
    ours = exists(select(accounts.c.id).where(accounts.c.network.in_(sorted(FORUMS))))
    if not tx.connection.execute(select(ours)).scalar_one():
        return Helped(0, 0)
    newest = (
        select(conversations.c.id)
        .where(conversations.c.network.in_(sorted(FORUMS)), conversations.c.id >= first_id_at(since))
        .order_by(conversations.c.id.desc())
        .limit(MOST)
        .subquery()
    )
    rows: Sequence[bool] = (
        tx.connection.execute(
            select(_by_a_stranger()).select_from(conversations).join(newest, newest.c.id == conversations.c.id)
        )
        .scalars()
        .all()
    )
    return Helped(questions=len(rows), answered=sum(map(bool, rows)))


def _by_a_stranger() -> ColumnElement[bool]:
    """Somebody else than the asker and us answered the question itself, earlier than we did; gone answers count not."""
    before_us = or_(conversations.c.first_answered_at == 0, posts.c.created_at < conversations.c.first_answered_at)
    return exists(
        select(posts.c.id)
        .join(context_posts, context_posts.c.post_id == posts.c.id)
        .join(identities, identities.c.id == posts.c.identity_id)
        .where(context_posts.c.conversation_id == conversations.c.id)
        .where(posts.c.parent == conversations.c.root, posts.c.kind.in_(_STRANGERS), posts.c.gone == 0)
        .where(and_(identities.c.person_id != conversations.c.person_id, before_us))
        .correlate(conversations)
    )
