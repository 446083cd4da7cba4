"""People we talk to: identities, habits, history. Known by services; knows tables."""

from sqlalchemy import func, select

from app.core.clock import DAY, Millis
from app.core.errors import NotFound
from app.core.i18n import _
from app.domain.conversation import Person, Status
from app.store import consents
from app.store.tables import conversations, identities, people, posts
from app.store.transaction import Read

WEEKS = 12
_WEEK: Millis = 7 * DAY
_HISTORY = 7
_FIRST_WORDS = 80
_LANGUAGES_OF = 200
"""Languages are read from so many of the newest posts."""
_MOST_LANGUAGES = 3
_SCORED = 5_000
"""Nobody is judged by more of his posts than these."""


def person(tx: Read, person_id: int) -> Person:
    """One person; NotFound when there is none."""
    row = tx.connection.execute(select(people).where(people.c.id == person_id)).first()
    if row is None:
        raise NotFound(_("This person is not known any more."))
    known = tx.connection.execute(
        select(identities).where(identities.c.person_id == person_id).order_by(identities.c.id)
    ).all()
    ids = [identity.id for identity in known]
    return Person(
        id=person_id,
        name=next((identity.name for identity in known if identity.name), row.name),
        identities=tuple((identity.network, identity.handle, identity.followers) for identity in known),
        languages=_languages(tx, ids),
        first_seen=row.first_seen,
        posts=_posts(tx, ids),
        sentiment_weeks=_weeks(tx, ids),
        history=_history(tx, person_id),
        consents=consents.of(tx, person_id),
    )


def _posts(tx: Read, ids: list[int]) -> int:
    counted = select(func.count()).select_from(posts).where(posts.c.identity_id.in_(ids))
    return int(tx.connection.execute(counted).scalar_one())


def _languages(tx: Read, ids: list[int]) -> tuple[str, ...]:
    """What he writes in, most used first."""
    newest = (
        select(posts.c.language)
        .where(posts.c.identity_id.in_(ids))
        .order_by(posts.c.created_at.desc())
        .limit(_LANGUAGES_OF)
        .subquery()
    )
    used = (
        select(newest.c.language)
        .where(newest.c.language != "und")
        .group_by(newest.c.language)
        .order_by(func.count().desc(), newest.c.language)
        .limit(_MOST_LANGUAGES)
    )
    return tuple(tx.connection.execute(used).scalars())


def _weeks(tx: Read, ids: list[int]) -> tuple[float, ...]:
    """Mean score of each of the last twelve weeks, oldest first; a week without a post repeats 0."""
    began = tx.now - WEEKS * _WEEK
    rows = tx.connection.execute(
        select(posts.c.created_at, posts.c.score)
        .where(posts.c.identity_id.in_(ids), posts.c.created_at > began, posts.c.created_at <= tx.now)
        .order_by(posts.c.created_at.desc())
        .limit(_SCORED)
    )
    sums, numbers = [0.0] * WEEKS, [0] * WEEKS
    for created_at, score in rows:
        at = min(WEEKS - 1, int((created_at - began) // _WEEK))
        sums[at] += score
        numbers[at] += 1
    return tuple(total / number if number else 0.0 for total, number in zip(sums, numbers, strict=True))


def _history(tx: Read, person_id: int) -> tuple[tuple[int, str, Status, Millis], ...]:
    rows = tx.connection.execute(
        select(conversations.c.id, conversations.c.text, conversations.c.status, conversations.c.opened_at)
        .where(conversations.c.person_id == person_id)
        .order_by(conversations.c.opened_at.desc(), conversations.c.id.desc())
        .limit(_HISTORY)
    )
    return tuple((row.id, row.text[:_FIRST_WORDS], Status(row.status), row.opened_at) for row in rows)
