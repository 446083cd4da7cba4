"""Full-text search in posts and notes, kept up in the background, newest first, never ranked. Known by services, hub
and `conversations`; knows words and tables.

Both engines hold the words that `words.py` cuts: SQLite in a contentless FTS5 table, PostgreSQL in a table of its own
with a GIN index. Neither is touched when posts come in: with it SQLite took 10,000 posts a second instead of 57,000,
PostgreSQL 8,000 instead of 54,000. `catch_up` adds small batches; every answer says how fresh the index is. Notes
stand in the same index: no post has a note's id.
"""

from collections.abc import Collection
from typing import Any, NamedTuple

from sqlalchemy import delete, select, text, update

from app.core.clock import MINUTE, Millis
from app.core.ids import EPOCH, first_id_at
from app.domain.stored import StoredPost
from app.store import bulk, keyset, kv
from app.store import posts as stored_posts
from app.store.tables import conversations, house, notes, posts, search_queue
from app.store.transaction import Read, Write
from app.store.words import Phrase, phrases_of, words_of

INDEX = "search index"
"""What `Changes.tables` calls it."""

_ID_SHIFT = 22
_FIND_SQLITE = "SELECT rowid FROM post_words WHERE post_words MATCH ? AND rowid < ? ORDER BY rowid DESC LIMIT ?"
_FIND_POSTGRESQL = (
    "SELECT post_id FROM post_words WHERE words @@ CAST(%s AS tsquery) AND post_id < %s ORDER BY post_id DESC LIMIT %s"
)
_FORGET_SQLITE = "INSERT INTO post_words (post_words, rowid, words) VALUES ('delete', ?, ?)"
_FORGET_POSTGRESQL = "DELETE FROM post_words WHERE post_id = %s"
_ADD_SQLITE = "INSERT INTO post_words (rowid, words) VALUES (?, ?)"
_ADD_POSTGRESQL = "INSERT INTO post_words (post_id, words) VALUES (%s, CAST(%s AS tsvector)) ON CONFLICT DO NOTHING"
_NEWEST = 1 << 62
_LAST_POSITION = 16_383
_NOTES = "notes indexed"
"""Up to which id, in `blobs`."""


class StoredNote(NamedTuple):
    """A private note."""

    id: int
    conversation_id: int
    at: Millis
    by: str
    text: str
    network: str


class Found(NamedTuple):
    """What has the words, newest first; the moment the index is complete to; where the next page begins, or ''."""

    hits: tuple[StoredPost | StoredNote, ...]
    fresh_to: Millis
    after: str


def catch_up(tx: Write, limit: int = 500) -> int:
    """Index up to `limit` posts, changed ones first; returns how many, 0 when the index is complete."""
    mended = _mend(tx, limit) + _add_notes(tx, limit)
    found = tx.connection.execute(_waiting(tx, posts.c.id, posts.c.text).limit(max(0, limit - mended))).all()
    _add(tx, [(row.id, row.text) for row in found])
    if found:
        _advance(tx, found[-1].id)
    if mended or found:
        tx.changes.tables.add(INDEX)
    return mended + len(found)


def find(tx: Read, question: str, *, after: str = "", limit: int = 50) -> tuple[list[StoredPost], Millis, str]:
    """Posts with all the words asked for, newest heard first; the moment the index is complete to; a cursor or ''.

    Posts that are gone at the source are not found, notes are left to `find_all`. Any question is valid: quotes make
    phrases, a `*` at the end of a word a prefix, everything else is words.
    """
    found = find_all(tx, question, after=after, limit=limit)
    return [one for one in found.hits if isinstance(one, StoredPost)], found.fresh_to, found.after


def find_all(tx: Read, question: str, *, after: str = "", limit: int = 50) -> Found:
    """Posts and notes, as `find` finds posts."""
    before = keyset.read(after, tuple[int])[0] if after else _NEWEST
    ids = matching(tx, question, before=before, limit=limit)
    known: dict[int, StoredPost | StoredNote] = {one.id: one for one in stored_posts.many(tx, ids) if not one.gone}
    known |= {one.id: one for one in _notes(tx, ids)} if ids else {}
    hits = tuple(known[number] for number in ids if number in known)
    return Found(hits, fresh_to(tx), keyset.write(ids[-1]) if len(ids) == limit else "")


def _notes(tx: Read, ids: list[int]) -> list[StoredNote]:
    row = notes.c
    query = select(row.id, row.conversation_id, row.at, row.by, row.text, conversations.c.network)
    joined = query.join(conversations, conversations.c.id == row.conversation_id)
    return [StoredNote(*one) for one in tx.connection.execute(joined.where(bulk.one_of(tx, row.id, ids)))]


def matching(tx: Read, question: str, *, before: int = _NEWEST, limit: int) -> list[int]:
    """Ids of the newest posts that match; none for a question without words."""
    phrases = phrases_of(question)
    if not phrases:
        return []
    statement, asked = (_FIND_SQLITE, _fts5(phrases)) if tx.sqlite else (_FIND_POSTGRESQL, _tsquery(phrases))
    return list(tx.connection.exec_driver_sql(statement, (asked, before, limit)).scalars())


def fresh_to(tx: Read) -> Millis:
    """Every post heard before this moment is in the index."""
    first = tx.connection.execute(_waiting(tx, posts.c.id).limit(1)).scalar()
    return tx.now if first is None else min(tx.now, (int(first) >> _ID_SHIFT) + EPOCH)


def forget(tx: Write, rows: list[tuple[int, str]]) -> None:
    """Take posts, given with the text they are indexed under, out of the index."""
    if not rows:
        return
    if tx.sqlite:
        fresh = _fresh(tx)
        stale = [(post_id, " ".join(words_of(said))) for post_id, said in rows if post_id <= fresh]
        if stale:
            tx.connection.exec_driver_sql(_FORGET_SQLITE, stale)
    else:
        tx.connection.exec_driver_sql(_FORGET_POSTGRESQL, [(post_id,) for post_id, _ in rows])


def forget_notes(tx: Write, conversation_ids: Collection[int]) -> None:
    """Take the notes of conversations, which are still stored, out of the index."""
    of_them = bulk.one_of(tx, notes.c.conversation_id, conversation_ids)
    rows = tx.connection.execute(select(notes.c.id, notes.c.text).where(of_them)).all()
    known = [(row.id, row.text) for row in rows if not tx.sqlite or row.id <= _notes_fresh(tx)]
    if known and tx.sqlite:
        tx.connection.exec_driver_sql(_FORGET_SQLITE, [(number, " ".join(words_of(said))) for number, said in known])
    elif known:
        tx.connection.exec_driver_sql(_FORGET_POSTGRESQL, [(number,) for number, _ in known])


def _add_notes(tx: Write, limit: int) -> int:
    """Index notes that are not; those of a last minute are looked for again, as posts are."""
    waiting = select(notes.c.id, notes.c.text).where(notes.c.id > _notes_fresh(tx)).order_by(notes.c.id).limit(limit)
    if not tx.sqlite:
        waiting = waiting.where(text("NOT EXISTS (SELECT 1 FROM post_words WHERE post_words.post_id = notes.id)"))
    rows = tx.connection.execute(waiting).all()
    if rows:
        _add(tx, [(row.id, row.text) for row in rows])
        reached = rows[-1].id if tx.sqlite else min(rows[-1].id, first_id_at(tx.now - MINUTE))
        kv.put(tx, _NOTES, str(max(reached, _notes_fresh(tx))).encode())
    return len(rows)


def _notes_fresh(tx: Read) -> int:
    return int(kv.get(tx, _NOTES) or 0)


def _mend(tx: Write, limit: int) -> int:
    """Index edited posts anew and forget deleted ones."""
    queued = tx.connection.execute(select(search_queue).order_by(search_queue.c.post_id).limit(limit)).all()
    if not queued:
        return 0
    ids = [row.post_id for row in queued]
    forget(tx, [(row.post_id, row.old_text) for row in queued])
    tx.connection.execute(delete(search_queue).where(bulk.one_of(tx, search_queue.c.post_id, ids)))
    fresh = _fresh(tx)
    again = tx.connection.execute(
        select(posts.c.id, posts.c.text).where(bulk.one_of(tx, posts.c.id, ids), posts.c.id <= fresh)
    )
    _add(tx, [(row.id, row.text) for row in again])
    return len(queued)


def _waiting(tx: Read, *columns: Any) -> Any:
    """Posts that are not in the index, oldest first.

    On PostgreSQL a post can become visible after one with a greater id (another hub's longer transaction), so the last
    minute is looked through again and again.
    """
    waiting = select(*columns).where(posts.c.id > _fresh(tx)).order_by(posts.c.id)
    if tx.sqlite:
        return waiting
    return waiting.where(text("NOT EXISTS (SELECT 1 FROM post_words WHERE post_words.post_id = posts.id)"))


def _fresh(tx: Read) -> int:
    return int(tx.connection.execute(select(house.c.search_fresh).where(house.c.id == 1)).scalar_one())


def _advance(tx: Write, last: int) -> None:
    reached = last if tx.sqlite else min(last, first_id_at(tx.now - MINUTE))
    tx.connection.execute(
        update(house).where(house.c.id == 1, house.c.search_fresh < reached).values(search_fresh=reached)
    )


def _add(tx: Write, rows: list[tuple[int, str]]) -> None:
    if not rows:
        return
    if tx.sqlite:
        tx.connection.exec_driver_sql(_ADD_SQLITE, [(post_id, " ".join(words_of(said))) for post_id, said in rows])
    else:
        tx.connection.exec_driver_sql(_ADD_POSTGRESQL, [(post_id, _tsvector(said)) for post_id, said in rows])


def _fts5(phrases: list[Phrase]) -> str:
    """Words hold letters, marks and digits only, so quoting them is enough."""
    return " AND ".join(f'"{" ".join(one.words)}"{" *" if one.prefix else ""}' for one in phrases)


def _tsquery(phrases: list[Phrase]) -> str:
    asked = (" <-> ".join(f"'{word}'" for word in one.words) + (":*" if one.prefix else "") for one in phrases)
    return " & ".join(f"({one})" for one in asked)


def _tsvector(said: str) -> str:
    return " ".join(f"'{word}':{min(at, _LAST_POSITION)}" for at, word in enumerate(words_of(said), start=1))
