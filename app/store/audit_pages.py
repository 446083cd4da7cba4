"""The audit as it is read: page by page, by person, kind and time, each act with the conversation it concerns. Known by
services; knows tables.

Pages are keyset pages: an act's id grows with time, so what is written meanwhile moves no page.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence

from msgspec.structs import replace
from sqlalchemy import ColumnElement, or_, select

from app.core.clock import Millis
from app.core.ids import first_id_at
from app.domain.audit import AuditRow
from app.store import bulk
from app.store.tables import audit, outbox, posts, redirects
from app.store.transaction import Read

_NEWEST = 1 << 62
_KEPT_IN = {"outbox": outbox, "post": posts}
"""Where the conversation of a subject that is none itself stands."""


def page(
    tx: Read,
    before: int = 0,
    limit: int = 200,
    *,
    who: str = "",
    what: Sequence[str] = (),
    since: Millis = 0,
    until: Millis = 0,
) -> list[AuditRow]:
    """Newest acts first, behind the act `before` (0: from the newest).

    `who` is a part of the name, `what` are nouns (`topic`) or whole verbs (`topic.saved`), of which one must fit;
    `since` and `until` are moments, the first within, the second without.
    """
    wanted: list[ColumnElement[bool]] = [audit.c.id < (before or _NEWEST)]
    if who:
        wanted.append(audit.c.who.icontains(who, autoescape=True))
    if what:
        wanted.append(or_(*(_is(one) for one in what)))
    if since:
        wanted += [audit.c.id >= first_id_at(since), audit.c.at >= since]
    if until:
        wanted.append(audit.c.at < until)
    rows = tx.connection.execute(select(audit).where(*wanted).order_by(audit.c.id.desc()).limit(limit))
    return _with_conversations(tx, [AuditRow(**row._asdict()) for row in rows])


def _is(what: str) -> ColumnElement[bool]:
    return audit.c.verb == what if "." in what else audit.c.verb.startswith(f"{what}.", autoescape=True)


def _with_conversations(tx: Read, rows: Sequence[AuditRow]) -> list[AuditRow]:
    """Each act with the conversation that stands now for the one it was done in."""
    ids: dict[str, set[int]] = defaultdict(set)
    for row in rows:
        kind, number = _subject(row)
        ids[kind].add(number)
    found = {kind: _conversations(tx, kind, numbers) for kind, numbers in ids.items() if kind in _KEPT_IN}
    found["conversation"] = {number: number for number in ids["conversation"]}
    places = [found.get(kind, {}).get(number, 0) for kind, number in map(_subject, rows)]
    now = _led_to(tx, set(places))
    return [replace(row, conversation_id=now.get(one, one)) for row, one in zip(rows, places, strict=True)]


def _led_to(tx: Read, ids: Collection[int]) -> dict[int, int]:
    """Where conversations that were merged away have their posts now."""
    rows = tx.connection.execute(select(redirects).where(bulk.one_of(tx, redirects.c.id, ids)))
    return {row.id: row.conversation_id for row in rows}


def _conversations(tx: Read, kind: str, numbers: Collection[int]) -> dict[int, int]:
    table = _KEPT_IN[kind]
    query = select(table.c.id, table.c.conversation_id).where(bulk.one_of(tx, table.c.id, numbers))
    return {row.id: row.conversation_id for row in tx.connection.execute(query)}


def _subject(row: AuditRow) -> tuple[str, int]:
    kind, _colon, number = row.subject.partition(":")
    return kind, int(number) if number.isdecimal() else 0
