"""Objections that a person's word clears. Known by lessons and spam; knows posts and thread rows."""

from collections.abc import Sequence

from msgspec.structs import replace

from app.domain.stored import StoredPost
from app.domain.understanding import Objection
from app.store import bulk, marks, meaning, thread_row
from app.store.tables import posts
from app.store.transaction import Write


def clear(tx: Write, judged: Sequence[StoredPost], about: int) -> None:
    """Take the objection about this topic, or about spam (0), off these posts and the cards of their conversations."""
    objected = [one for one in judged if any(objection.about == about for objection in one.meaning.objections)]
    if not objected:
        return
    rows = []
    for one in sorted(objected, key=lambda one: one.id):
        left = tuple(objection for objection in one.meaning.objections if objection.about != about)
        rows.append((meaning.pack(replace(one.meaning, objections=left)), one.id))
    bulk.update(tx, posts, ("meaning",), rows)
    tx.changes.edited.update(one.id for one in objected)
    _clear_cards(tx, {one.conversation_id for one in objected if one.conversation_id}, Objection(about).reason)


def _clear_cards(tx: Write, conversation_ids: set[int], reason: str) -> None:
    threads = thread_row.load(tx, conversation_ids)
    for thread in threads:
        thread.row.reasons = marks.drop(thread.row.reasons, reason)
    thread_row.keep(tx, threads)
