"""What somebody's posts of the last months say of his weight: how many, how many about us, how many others joined in.
Known by services; knows tables and bulk."""

from typing import NamedTuple

from sqlalchemy import func, select

from app.core.clock import Millis
from app.domain.post import ADDRESSED
from app.store import bulk
from app.store.tables import conversations, identities, posts
from app.store.transaction import Read

MOST = 1_000
"""Nobody is weighed by more of his newest posts than these."""

_ADDRESSED = frozenset(kind.value for kind in ADDRESSED)


class Spoken(NamedTuple):
    """One person over a period.

    Attributes:
        followers: of the identity that has most.
        posts: what he wrote, as far as we heard it; `on_topic` what of it spoke to us or was about one of our topics.
        reactions: conversations that other people had with us in a thread that he opened.
    """

    followers: int
    posts: int
    on_topic: int
    reactions: int


def spoken(tx: Read, person_id: int, *, since: Millis) -> Spoken:
    """What this person's posts since then say; all 0 where there is none."""
    query = select(identities.c.id, identities.c.followers).where(identities.c.person_id == person_id)
    known = tx.connection.execute(query).all()
    wrote = tx.connection.execute(
        select(posts.c.native_id, posts.c.account_id, posts.c.kind, posts.c.topics)
        .where(posts.c.identity_id.in_([one.id for one in known]), posts.c.created_at >= since)
        .order_by(posts.c.created_at.desc())
        .limit(MOST)
    ).all()
    about = [post for post in wrote if post.kind in _ADDRESSED or post.topics not in ("", "[]")]
    return Spoken(
        followers=max((one.followers for one in known), default=0),
        posts=len(wrote),
        on_topic=len(about),
        reactions=_joined(tx, person_id, {(post.account_id, post.native_id) for post in about}),
    )


def _joined(tx: Read, person_id: int, opened: set[tuple[int, str]]) -> int:
    """How many conversations others had with us in these threads."""
    if not opened:
        return 0
    query = (
        select(func.count())
        .select_from(conversations)
        .where(
            bulk.one_of(tx, conversations.c.account_id, sorted({account for account, _root in opened})),
            bulk.one_of(tx, conversations.c.root, sorted({root for _account, root in opened})),
            conversations.c.person_id != person_id,
        )
    )
    return int(tx.connection.execute(query).scalar_one())
