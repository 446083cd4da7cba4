"""Topics: saved queries. Known by services and hub; knows tables."""

import msgspec
from sqlalchemy import delete, select

from app.core.errors import NotFound
from app.core.i18n import _
from app.domain.topic import Topic
from app.store import bulk
from app.store.tables import topics
from app.store.transaction import Read, Write


def all(tx: Read) -> list[Topic]:  # noqa: A001 - read as accounts.all, topics.all, tokens.all
    """All topics, oldest first."""
    return [_topic(bulk.values_of(row)) for row in tx.connection.execute(select(topics).order_by(topics.c.id))]


def get(tx: Read, topic_id: int) -> Topic:
    """One topic; NotFound when there is none."""
    row = tx.connection.execute(select(topics).where(topics.c.id == topic_id)).first()
    if row is None:
        raise NotFound(_("This topic does not exist any more."))
    return _topic(bulk.values_of(row))


def save(tx: Write, topic: Topic) -> Topic:
    """Add (id 0) or change a topic; answers with it as stored. Posts already stored keep the topics they had."""
    kept = msgspec.structs.replace(topic, id=topic.id or tx.ids.next())
    values = msgspec.structs.asdict(kept) | {"kind": kept.kind.value, "on_wall": int(kept.on_wall)}
    bulk.put(tx, topics, tuple(values[column.name] for column in topics.columns))
    tx.changes.tables.add("topics")
    return kept


def remove(tx: Write, topic_id: int) -> None:
    """Follow it no more; its counts stay, they are what happened."""
    tx.connection.execute(delete(topics).where(topics.c.id == topic_id))
    tx.changes.tables.add("topics")


def _topic(values: dict[str, object]) -> Topic:
    return msgspec.convert({**values, "on_wall": bool(values["on_wall"])}, Topic)
