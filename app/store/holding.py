"""Replies on hold: stopped before they left, until somebody releases them. Known by services and hub; knows outbox."""

import msgspec
from sqlalchemy import func, select

from app.domain.reply import OutboxItem, OutboxState
from app.store import bulk, outbox
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


def held_count(tx: Read) -> int:
    """How many replies wait for release."""
    counted = select(func.count()).select_from(table).where(table.c.state == OutboxState.HELD.value)
    return int(tx.connection.execute(counted).scalar_one())
