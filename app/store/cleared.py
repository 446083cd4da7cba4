"""Doubts that a person's word clears. Known by lessons and spam; knows posts and thread rows."""

from collections.abc import Sequence

import msgspec
from msgspec.structs import replace

from app.domain.stored import StoredPost
from app.domain.understanding import Doubt
from app.store import bulk, meaning, thread_row
from app.store.tables import posts
from app.store.transaction import Write


def clear(tx: Write, judged: Sequence[StoredPost], about: int) -> None:
    """Take the doubt about this topic, or about spam (0), off these posts and the cards of their conversations."""
    doubted = [one for one in judged if any(doubt.about == about for doubt in one.meaning.doubts)]
    if not doubted:
        return
    rows = []
    for one in sorted(doubted, key=lambda one: one.id):
        left = tuple(doubt for doubt in one.meaning.doubts if doubt.about != about)
        rows.append((meaning.pack(replace(one.meaning, doubts=left)), one.id))
    bulk.update(tx, posts, ("meaning",), rows)
    tx.changes.edited.update(one.id for one in doubted)
    _clear_cards(tx, {one.conversation_id for one in doubted if one.conversation_id}, Doubt(about).reason)


def _clear_cards(tx: Write, conversation_ids: set[int], reason: str) -> None:
    threads = thread_row.load(tx, conversation_ids)
    for thread in threads:
        reasons = msgspec.json.decode(thread.row.reasons, type=list[tuple[str, int]]) if thread.row.reasons else []
        left = [one for one in reasons if one[0] != reason]
        thread.row.reasons = msgspec.json.encode(left).decode() if left else ""
    thread_row.keep(tx, threads)
