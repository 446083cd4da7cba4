"""Forgets what is old, a slice at a time. Known by hub; knows tables, tallies and search.

Posts go, with their words in the index, the people nobody has heard of since, and resolved conversations that have
nothing left to show. What is open stays whole, however old. Minute counts, the audit and replies not at rest stay.
"""

from collections.abc import Collection

from sqlalchemy import delete, exists, select

from app.core.clock import Millis
from app.core.ids import first_id_at
from app.domain.conversation import Status
from app.domain.reply import OutboxState
from app.store import bulk, consents, search, tallies, thread_row
from app.store.attachments import sweep as sweep_pictures
from app.store.tables import (
    attachments,
    context_posts,
    conversation_topics,
    conversations,
    corrections,
    draft_history,
    drafts,
    identities,
    notes,
    outbox,
    people,
    post_topics,
    posts,
    redirects,
    regroupings,
    routes,
    search_queue,
)
from app.store.transaction import Write

_PAGES_GIVEN_BACK = 1_000
_AT_REST = (OutboxState.SENT.value, OutboxState.CANCELLED.value)
_OF_POSTS = ((post_topics, "post_id"), (context_posts, "post_id"), (corrections, "post_id"), (search_queue, "post_id"))
_OF_CONVERSATIONS = (
    attachments,
    conversation_topics,
    context_posts,
    notes,
    drafts,
    draft_history,
    outbox,
    routes,
    redirects,
)


def sweep(tx: Write, *, posts_before: Millis, limit: int = 500) -> int:
    """Forget up to `limit` posts heard before this moment, and as many conversations; returns how many, 0 when done.

    Space on disk is given back a little at a time as well (PostgreSQL sees to that by itself).
    """
    gone = _sweep_posts(tx, posts_before, limit)
    gone += _sweep_conversations(tx, posts_before, limit)
    gone += sweep_pictures(tx, before=posts_before)
    tx.connection.execute(delete(regroupings).where(regroupings.c.at < posts_before))
    tallies.drop_empty(tx)
    if gone and tx.sqlite:
        _give_back(tx)
    return gone


def _give_back(tx: Write) -> None:
    free = int(tx.connection.exec_driver_sql("PRAGMA freelist_count").scalar_one())
    # Python's sqlite3 takes one step of a statement without columns, and a step frees one page.
    for _ in range(min(free, _PAGES_GIVEN_BACK)):
        tx.connection.exec_driver_sql("PRAGMA incremental_vacuum(1)")


def _sweep_posts(tx: Write, before: Millis, limit: int) -> int:
    still_open = exists().where(
        conversations.c.id == posts.c.conversation_id, conversations.c.status != Status.RESOLVED.value
    )
    old = tx.connection.execute(
        select(posts.c.id, posts.c.text, posts.c.identity_id)
        .where(posts.c.id < first_id_at(before), (posts.c.conversation_id == 0) | ~still_open)
        .order_by(posts.c.id)
        .limit(limit)
    ).all()
    if not old:
        return 0
    ids = [row.id for row in old]
    search.forget(tx, _as_indexed(tx, {row.id: row.text for row in old}))
    for table, column in _OF_POSTS:
        tx.connection.execute(delete(table).where(bulk.one_of(tx, table.c[column], ids)))
    tx.connection.execute(delete(posts).where(bulk.one_of(tx, posts.c.id, ids)))
    tallies.bump(tx, tallies.POSTS, -len(ids))
    _forget_people(tx, {row.identity_id for row in old})
    return len(ids)


def _as_indexed(tx: Write, texts: dict[int, str]) -> list[tuple[int, str]]:
    """The posts with the words the index has for them, which are the old ones of posts that still wait to be mended."""
    waiting = tx.connection.execute(
        select(search_queue.c.post_id, search_queue.c.old_text).where(
            bulk.one_of(tx, search_queue.c.post_id, list(texts))
        )
    )
    return sorted({**texts, **{row.post_id: row.old_text for row in waiting}}.items())


def _forget_people(tx: Write, identity_ids: Collection[int]) -> None:
    """Forget those we neither have a post of nor a conversation with any more."""
    unheard = tx.connection.execute(
        select(identities.c.id, identities.c.person_id).where(
            bulk.one_of(tx, identities.c.id, identity_ids),
            ~exists().where(posts.c.identity_id == identities.c.id),
            ~exists().where(conversations.c.person_id == identities.c.person_id),
        )
    ).all()
    if not unheard:
        return
    tx.connection.execute(delete(identities).where(bulk.one_of(tx, identities.c.id, [row.id for row in unheard])))
    person_ids = {int(row.person_id) for row in unheard}
    tx.connection.execute(
        delete(people).where(
            bulk.one_of(tx, people.c.id, person_ids),
            ~exists().where(identities.c.person_id == people.c.id),
        )
    )
    known = tx.connection.execute(select(people.c.id).where(bulk.one_of(tx, people.c.id, person_ids)))
    consents.forget(tx, person_ids - set(known.scalars()))


def _sweep_conversations(tx: Write, before: Millis, limit: int) -> int:
    of_it = outbox.c.conversation_id == conversations.c.id
    empty = tx.connection.execute(
        select(conversations.c.id)
        .where(conversations.c.status == Status.RESOLVED.value, conversations.c.last_at < before)
        .where(~exists().where(posts.c.conversation_id == conversations.c.id, posts.c.conversation_id > 0))
        .where(~exists().where(of_it, outbox.c.state.not_in(_AT_REST)))
        .order_by(conversations.c.last_at)
        .limit(limit)
    )
    threads = thread_row.load(tx, list(empty.scalars()))
    if not threads:
        return 0
    ids = [thread.row.id for thread in threads]
    search.forget_notes(tx, ids)
    for table in _OF_CONVERSATIONS:
        tx.connection.execute(delete(table).where(bulk.one_of(tx, table.c.conversation_id, ids)))
    tx.connection.execute(delete(conversations).where(bulk.one_of(tx, conversations.c.id, ids)))
    tallies.move(tx, [(thread.counted, ()) for thread in threads])
    _forget_people(tx, {thread.row.identity_id for thread in threads})
    return len(ids)
