"""Notes that name a colleague, kept for him until newer ones take their place. Known by conversations and the hub's
tables; knows store and domain."""

import msgspec

from app.domain.conversation import Entry
from app.domain.mention import Mention, named_in
from app.store import kv, tokens
from app.store.transaction import Read, Write

MENTIONS = "mentions"
MOST = 50


def of(tx: Read, name: str) -> tuple[Mention, ...]:
    """The newest 50 of a person, oldest first."""
    kept = kv.get(tx, f"{MENTIONS}:{name}")
    return msgspec.json.decode(kept, type=tuple[Mention, ...]) if kept else ()


def keep(tx: Write, conversation_id: int, note: Entry, *, also: str = "") -> list[str]:
    """Keep a note for everybody it names, but for whoever wrote it; returns their names."""
    known = {one.name for one in tokens.all(tx) if not one.revoked_at} | {also}
    names = [name for name in named_in(note.text, known - {"", note.by}) if name]
    made = Mention(id=note.id, conversation_id=conversation_id, by=note.by, text=note.text, at=note.at)
    for name in names:
        add(tx, name, made)
    return names


def add(tx: Write, name: str, made: Mention) -> None:
    """Keep one for a person, once."""
    known = of(tx, name)
    if made.id not in {one.id for one in known}:
        kv.put(tx, f"{MENTIONS}:{name}", msgspec.json.encode((*known, made)[-MOST:]))
        tx.changes.tables.add(MENTIONS)
