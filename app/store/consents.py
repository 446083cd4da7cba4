"""What people allow us to do, kept as long as the person is. Known by people, retention, services and the hub;
knows kv.

The newest word of each purpose; all earlier ones stand in the audit log.
"""

from collections.abc import Collection

import msgspec
from sqlalchemy import delete, select

from app.domain.consent import Consent, Purpose, Word
from app.store import bulk, kv
from app.store.tables import blobs
from app.store.transaction import Read, Write

CONSENTS = "consents"
"""The news that somebody allowed something, or took it back."""


def of(tx: Read, person_id: int) -> tuple[Consent, ...]:
    """The newest word of each purpose that was ever asked for, in the order of the purposes."""
    kept = kv.get(tx, _name(person_id))
    return msgspec.json.decode(kept, type=tuple[Consent, ...]) if kept else ()


def given(tx: Read, person_ids: Collection[int], purpose: Purpose) -> frozenset[int]:
    """Those of these people who allow it."""
    wanted = bulk.one_of(tx, blobs.c.name, [_name(one) for one in person_ids])
    found = tx.connection.execute(select(blobs.c.name, blobs.c.value).where(wanted))
    return frozenset(
        int(name.partition(":")[2])
        for name, kept in found
        if any(
            (one.purpose, one.word) == (purpose, Word.GIVEN)
            for one in msgspec.json.decode(kept, type=tuple[Consent, ...])
        )
    )


def keep(tx: Write, person_id: int, purpose: Purpose, word: Word, *, by: str) -> Consent:
    """Note a word in place of the one before."""
    made = Consent(purpose=purpose, word=word, at=tx.now, by=by)
    known = {one.purpose: one for one in of(tx, person_id)} | {purpose: made}
    kv.put(tx, _name(person_id), msgspec.json.encode([known[one] for one in Purpose if one in known]))
    tx.changes.tables.add(CONSENTS)
    return made


def forget(tx: Write, person_ids: Collection[int]) -> None:
    """The people are not known any more, and neither is what they allowed."""
    if person_ids:
        tx.connection.execute(delete(blobs).where(bulk.one_of(tx, blobs.c.name, [_name(one) for one in person_ids])))


def _name(person_id: int) -> str:
    return f"consent:{person_id}"
