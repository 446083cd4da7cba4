"""Replies on hold: stopped before they left, until somebody releases them. Known by services and hub; knows outbox and
audit."""

from collections.abc import Iterable

import msgspec
from sqlalchemy import func, select

from app.domain.principal import Principal
from app.domain.reply import OutboxItem, OutboxState
from app.store import audit, bulk, outbox
from app.store.tables import outbox as table
from app.store.transaction import Read, Write


def hold_waiting(tx: Write) -> list[OutboxItem]:
    """Stop everything that has not left; returns what was stopped."""
    stopped = [
        msgspec.structs.replace(item, state=OutboxState.HELD)
        for item in outbox.items(tx, table.c.state == OutboxState.WAITING.value)
    ]
    bulk.update(tx, table, ("state", "moved_at"), [(OutboxState.HELD.value, tx.now, item.id) for item in stopped])
    outbox.tell(tx, stopped)
    return stopped


def note(tx: Write, principal: Principal, items: Iterable[OutboxItem], reason: str) -> None:
    """Keep that those of these which are on hold are so, for the timelines of their conversations; of a thread once."""
    held = (item for item in items if item.state is OutboxState.HELD)
    first = {item.chain or item.id: item.id for item in sorted(held, key=lambda item: -item.id)}
    audit.write_each(tx, principal, "reply.held", [f"outbox:{one}" for one in first.values()], after={"reason": reason})


def held_count(tx: Read) -> int:
    """How many replies wait for release."""
    counted = select(func.count()).select_from(table).where(table.c.state == OutboxState.HELD.value)
    return int(tx.connection.execute(counted).scalar_one())
