"""Who did what: written in the act's own transaction, never changed; `audit_pages` reads it. Known by services; knows
tables.

That it is never changed is the database's own rule: triggers refuse it on both engines.
"""

from collections.abc import Iterable
from typing import Any

import msgspec
from sqlalchemy import select

from app.core.clock import Millis
from app.core.ids import first_id_at
from app.domain.principal import Principal
from app.store import bulk
from app.store.tables import audit
from app.store.transaction import Read, Write


def write(tx: Write, principal: Principal, verb: str, subject: str, before: Any = None, after: Any = None) -> int:
    """Keep an act; returns its id. `before` and `after` are kept as JSON and must hold no secret."""
    audit_id = tx.ids.next()
    row = (
        audit_id,
        tx.now,
        principal.name,
        principal.role.value,
        principal.station,
        verb,
        subject,
        _json(before),
        _json(after),
    )
    bulk.insert(tx, audit, [row])
    return audit_id


def write_each(tx: Write, principal: Principal, verb: str, subjects: Iterable[str], *, after: Any = None) -> None:
    """Keep one act that was done to each of these."""
    said = _json(after)
    bulk.insert(
        tx,
        audit,
        [
            (tx.ids.next(), tx.now, principal.name, principal.role.value, principal.station, verb, subject, "", said)
            for subject in subjects
        ],
    )


def _json(value: Any) -> str:
    return "" if value is None else msgspec.json.encode(value).decode()


def actors(tx: Read, *, since: Millis) -> set[tuple[str, str]]:
    """(name, role) of everybody who has acted since a moment."""
    rows = tx.connection.execute(
        select(audit.c.who, audit.c.role).where(audit.c.id >= first_id_at(since), audit.c.at >= since).distinct()
    )
    return {(row.who, row.role) for row in rows}
