"""Labelled conversations, listed by label. Known by thread rows, `narrow` and the hub; knows tables, bulk and kv.

A labelled conversation is listed where those of a topic and those with a mark are (see `marks`), under a number made of
the label's words: no page walks past a million of them to find ten.
"""

from functools import lru_cache
from hashlib import blake2b

import msgspec
from sqlalchemy import select

from app.store import bulk, kv
from app.store.tables import conversation_topics, conversations
from app.store.transaction import Read, Write

_BELOW_MARKS = -1_000
_BYTES = 7
"""Of two labels in 10^13 one would take the other's number."""
_DONE = "labels listed"


@lru_cache(maxsize=4096)
def list_of(label: str) -> int:
    """The number under which the conversations with a label are listed. Stored: it never changes."""
    made = blake2b(label.encode(), digest_size=_BYTES).digest()
    return _BELOW_MARKS - int.from_bytes(made, "big")


def lists_of(labels: str) -> tuple[int, ...]:
    """The lists on which a conversation with these stored labels stands."""
    return tuple(map(list_of, msgspec.json.decode(labels, type=tuple[str, ...]))) if labels else ()


def is_borne(tx: Read, label: str) -> bool:
    """Whether any conversation bears a label."""
    listed = conversation_topics.c
    found = select(listed.conversation_id).where(listed.topic_id == list_of(label)).limit(1)
    return tx.connection.execute(found).first() is not None


def list_once(tx: Write) -> None:
    """List what was labelled before labelled conversations were listed; done once in a database's life."""
    if kv.get(tx, _DONE) is not None:
        return
    row = conversations.c
    found = tx.connection.execute(select(row.id, row.status, row.labels).where(row.labels != ""))
    rows = {(number, one.status, one.id) for one in found for number in lists_of(one.labels)}
    bulk.insert(tx, conversation_topics, sorted(rows), ignore=True)
    kv.put(tx, _DONE, b"1")
