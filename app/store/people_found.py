"""People found by name or handle. Known by services; knows tables, words and keyset.

No index leads to a part of a name: the newest known people are looked through, so many a page, and the page's cursor
says where the next one goes on.
"""

from typing import NamedTuple

from sqlalchemy import Column, ColumnElement, and_, or_, select

from app.core.clock import Millis
from app.store import bulk, keyset
from app.store.tables import conversations, identities
from app.store.transaction import Read
from app.store.words import fold

LOOKED_THROUGH = 10_000
MOST_TRIED = 2_000
"""So many whose names may fit are folded and compared here."""
_NEWEST = 1 << 62


class Found(NamedTuple):
    """Somebody, and the newest conversation with them."""

    name: str
    handle: str
    network: str
    conversation_id: int
    last_at: Millis


class _Known(NamedTuple):
    id: int
    person_id: int
    name: str
    handle: str
    network: str


def find(tx: Read, text: str, *, after: str = "", limit: int = 20) -> tuple[list[Found], str]:
    """People with a conversation whose name or handle holds every word, whatever its case and accents; each once.

    10,000 are looked through at most; the cursor is empty when there are no others.
    """
    words = fold(text).replace("@", " ").split()
    before = keyset.read(after, tuple[int])[0] if after else _NEWEST
    if not words:
        return [], ""
    last = _last(tx, before)
    may = _maybe(tx, words, last=last, before=before)
    last = may[-1].id if len(may) == MOST_TRIED else last
    fitting = [one for one in may if _fits(one, words)]
    found: dict[int, Found] = {}
    for start in range(0, len(fitting), limit):
        for one, there in _with_conversation(tx, fitting[start : start + limit]):
            found.setdefault(one.person_id, there)
            if len(found) == limit:
                return list(found.values()), keyset.write(one.id)
    return list(found.values()), keyset.write(last) if last else ""


def _last(tx: Read, before: int) -> int:
    """The last one that is looked through; 0 where all are."""
    row = identities.c
    query = select(row.id).where(row.id < before).order_by(row.id.desc()).offset(LOOKED_THROUGH - 1).limit(1)
    return int(tx.connection.execute(query).scalar() or 0)


def _maybe(tx: Read, words: list[str], *, last: int, before: int) -> list[_Known]:
    """Whoever can fit: the engine tries plain letters, and hands over names with others to be folded here."""
    row = identities.c
    tried = [or_(*(_holds(tx, column, word) for column in (row.name, row.handle))) for word in words if word.isascii()]
    other = _has_other_letters(tx, row.name) | _has_other_letters(tx, row.handle)
    may = or_(and_(*tried), other) if len(tried) == len(words) else other
    query = select(row.id, row.person_id, row.name, row.handle, row.network).where(row.id >= last, row.id < before, may)
    return [_Known(*one) for one in tx.connection.execute(query.order_by(row.id.desc()).limit(MOST_TRIED))]


def _holds(tx: Read, column: Column[str], word: str) -> ColumnElement[bool]:
    """Whether a text holds plain letters, large or small; SQLite's LIKE is so by itself, and faster."""
    like = column.like if tx.sqlite else column.ilike
    return like(f"%{word.replace('/', '//').replace('%', '/%').replace('_', '/_')}%", escape="/")


def _has_other_letters(tx: Read, column: Column[str]) -> ColumnElement[bool]:
    operator, pattern = ("GLOB", "*[^ -~]*") if tx.sqlite else ("~", "[^ -~]")
    return column.op(operator, is_comparison=True)(pattern)


def _fits(one: _Known, words: list[str]) -> bool:
    called = fold(f"{one.name} {one.handle}")
    return all(word in called for word in words)


def _with_conversation(tx: Read, known: list[_Known]) -> list[tuple[_Known, Found]]:
    """Those we have talked with."""
    row = conversations.c
    query = select(row.person_id, row.id, row.last_at).where(
        bulk.one_of(tx, row.person_id, sorted({one.person_id for one in known}))
    )
    newest: dict[int, tuple[int, Millis]] = {}
    for person_id, number, last_at in tx.connection.execute(query.order_by(row.person_id, row.opened_at)):
        newest[person_id] = (number, last_at)
    return [
        (one, Found(one.name or one.handle, one.handle, one.network, *newest[one.person_id]))
        for one in known
        if one.person_id in newest
    ]
