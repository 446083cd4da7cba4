"""How a view's filters are put so that no page walks past a million conversations to find ten. Known by `queue`; knows
tables and tallies.

The tallies know how many conversations a filter leaves. Few are fetched by their own index and sorted; many are met
soon enough on a walk along the index of the order. "Soonest due" has an index for each filter but the topic's.
"""

from typing import Any

from sqlalchemy import ColumnElement, exists, func, literal, select

from app.domain.conversation import Status, View
from app.store import bulk, tallies
from app.store.tables import conversation_topics, conversations
from app.store.transaction import Read

FEW = 5_000

_Filter = tuple[str, str, ColumnElement[bool]]
"""(scope of the tallies, name there, condition on a conversation)."""


def to(tx: Read, view: View, status: Status) -> list[ColumnElement[bool]]:
    """Conditions for the conversations of this status that the view's account, assignee, topic and network leave."""
    filters = _filters(view, status)
    of_status = conversations.c.status == status.value
    if not filters:
        return [of_status]
    counted = [tallies.of(tx, scope, name, status.value) for scope, name, _ in filters]
    if not min(counted):
        return [literal(1) == literal(0)]
    chosen = filters[counted.index(min(counted))]
    if min(counted) > FEW or (chosen[0] != "topic" and view.order == "due"):
        return [of_status, *(condition for _, _, condition in filters)]
    ids = tx.connection.execute(_ids(chosen, view, status)).scalars().all()
    others = [condition for scope, _, condition in filters if scope != chosen[0]]
    # Hidden in a function, the status draws no planner to the order's index, which would walk past everything else.
    return [
        bulk.one_of(tx, conversations.c.id, ids or [0]),
        func.coalesce(conversations.c.status, "") == status.value,
        *others,
    ]


def _filters(view: View, status: Status) -> list[_Filter]:
    row = conversations.c
    filters: list[_Filter] = []
    if view.assignee:
        name = "" if view.assignee == "none" else view.assignee
        filters.append(("desk", name, row.assignee == name))
    if view.account_id:
        filters.append(("account", str(view.account_id), row.account_id == view.account_id))
    if view.network:
        filters.append(("network", view.network, row.network == view.network))
    if view.topic_id:
        filters.append(("topic", str(view.topic_id), _is_of_topic(view.topic_id, status)))
    return filters


def _ids(chosen: _Filter, view: View, status: Status) -> Any:
    scope, _, condition = chosen
    if scope == "topic":
        return _of_topic(view.topic_id, status)
    return select(conversations.c.id).where(conversations.c.status == status.value, condition)


def _is_of_topic(topic_id: int, status: Status) -> ColumnElement[bool]:
    """Asked row by row on a walk: a list of the topic's ids, perhaps a hundred thousand, would be made first."""
    listed = _of_topic(topic_id, status).where(conversation_topics.c.conversation_id == conversations.c.id)
    return exists(listed.correlate(conversations))


def _of_topic(topic_id: int, status: Status) -> Any:
    return select(conversation_topics.c.conversation_id).where(
        conversation_topics.c.topic_id == topic_id, conversation_topics.c.status == status.value
    )
