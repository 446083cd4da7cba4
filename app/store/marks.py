"""Marks among a conversation's reasons, and how those that bear one are found. Known by thread rows and what changes
or narrows them; knows tables and bulk.

A marked conversation is listed where those of a topic are listed, under a number that no topic has: no page walks past
a million of them to find ten.
"""

from collections.abc import Iterable
from functools import lru_cache

import msgspec
from sqlalchemy import ColumnElement, or_, select

from app.domain.mark import NOT_OUT, UNDELIVERED, Mark, marks_of
from app.store import bulk, kv
from app.store.tables import conversation_topics, conversations, outbox
from app.store.transaction import Write

LISTS = {Mark.UNDELIVERED: -1, Mark.NOT_ABOUT_US: -2, Mark.SPAM: -3}
"""Stored, so that a number never gets another meaning."""

_LISTED, _NOT_OUT_LISTED = "marks listed", "replies not out listed"
_Reasons = list[tuple[str, int]]


@lru_cache(maxsize=4096)
def lists_of(reasons: str, state: str) -> tuple[int, ...]:
    """The lists on which a conversation stands: its reasons as they are stored, and the state of its reply."""
    return tuple(sorted(LISTS[mark] for mark in marks_of(_read(reasons), state)))


def add(reasons: str, word: str) -> str:
    """The stored reasons with this word before all others, once."""
    return _stored([(word, 0), *(one for one in _read(reasons) if one[0] != word)])


def drop(reasons: str, word: str) -> str:
    """The stored reasons without this word."""
    return _stored([one for one in _read(reasons) if one[0] != word]) if word in reasons else reasons


def renew(before: str, now: str) -> str:
    """New reasons in place of those before; that a reply was not delivered stays true until the next one leaves."""
    return add(now, UNDELIVERED) if UNDELIVERED in before else now


def list_once(tx: Write) -> None:
    """List what was marked before marked conversations were listed; done once in a database's life."""
    row = conversations.c
    if kv.get(tx, _LISTED) is None:
        labels = ("off_topic", "probable_spam")
        _list(tx, _LISTED, or_(*(row.reasons.contains(word, autoescape=True) for word in labels)))
    if kv.get(tx, _NOT_OUT_LISTED) is None:
        of_reply = select(outbox.c.conversation_id).where(outbox.c.state.in_(NOT_OUT))
        _list(tx, _NOT_OUT_LISTED, row.id.in_(of_reply) & row.outbox.in_(NOT_OUT))


def _list(tx: Write, done: str, condition: ColumnElement[bool]) -> None:
    row = conversations.c
    found = tx.connection.execute(select(row.id, row.status, row.reasons, row.outbox).where(condition))
    rows = [(number, one.status, one.id) for one in found for number in lists_of(one.reasons, one.outbox)]
    bulk.insert(tx, conversation_topics, sorted(rows), ignore=True)
    kv.put(tx, done, b"1")


def _read(reasons: str) -> _Reasons:
    return msgspec.json.decode(reasons, type=_Reasons) if reasons else []


def _stored(reasons: Iterable[tuple[str, int]]) -> str:
    kept = list(reasons)
    return msgspec.json.encode(kept).decode() if kept else ""
