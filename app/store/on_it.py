"""Who has to do with the conversations of a topic. Known by the hub's rows of crises; knows tables."""

from collections.abc import Collection

from sqlalchemy import ColumnElement, func, select, true

from app.domain.conversation import Status
from app.store.tables import conversation_topics, conversations
from app.store.transaction import Read


def of_topic(tx: Read, ids: Collection[int], topic: int) -> set[int]:
    """Those of the conversations that belong to a topic; all of them for topic 0."""
    if not topic or not ids:
        return set(ids)
    listed = conversation_topics.c
    query = select(listed.conversation_id).where(listed.topic_id == topic, listed.conversation_id.in_(list(ids)))
    return set(tx.connection.execute(query).scalars())


def holders(tx: Read, topic: int) -> dict[str, int]:
    """How many open conversations of a topic (0 for any) each person has; under the empty name, how many nobody has."""
    query = select(conversations.c.assignee, func.count()).where(
        conversations.c.status == Status.OPEN.value, _is_of(topic)
    )
    return {name: int(count) for name, count in tx.connection.execute(query.group_by(conversations.c.assignee))}


def _is_of(topic: int) -> ColumnElement[bool]:
    if not topic:
        return true()
    listed = conversation_topics.c
    return conversations.c.id.in_(
        select(listed.conversation_id).where(listed.topic_id == topic, listed.status == Status.OPEN.value)
    )
