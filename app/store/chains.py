"""What holds a reply up: another one of its conversation in flight, or the part of its thread before it. Known by
`outbox`; knows tables.

Of a text that goes out as a thread each part leaves only after the one before is public, and answers it.
"""

from sqlalchemy import ColumnElement, exists, update

from app.domain.reply import OutboxItem, OutboxState
from app.store.tables import outbox
from app.store.transaction import Write

IN_FLIGHT = (OutboxState.SENDING, OutboxState.UNKNOWN)


def in_flight() -> ColumnElement[bool]:
    """Whether the same conversation has a reply that may be on the network any moment."""
    other = outbox.alias("flying")
    return exists().where(
        other.c.conversation_id == outbox.c.conversation_id,
        other.c.state.in_([state.value for state in IN_FLIGHT]),
    )


def behind() -> ColumnElement[bool]:
    """Whether a row is a part whose forerunner is not public yet."""
    other = outbox.alias("forerunner")
    return (outbox.c.part > 1) & exists().where(
        other.c.conversation_id == outbox.c.conversation_id,
        other.c.chain == outbox.c.chain,
        other.c.part == outbox.c.part - 1,
        other.c.state != OutboxState.SENT.value,
    )


def lead_on(tx: Write, item: OutboxItem) -> None:
    """A part is public: the next one answers it. Where the network gave no id, it answers what this one answered."""
    if item.part and item.part < item.parts:
        tx.connection.execute(
            update(outbox)
            .where(
                outbox.c.conversation_id == item.conversation_id,
                outbox.c.chain == item.chain,
                outbox.c.part == item.part + 1,
            )
            .values(parent=item.native_id or item.parent)
        )
