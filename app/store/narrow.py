"""How a view's filters are put so that no page walks past a million conversations to find ten. Known by `queue`; knows
tables, tallies and marks.

The tallies know how many conversations a filter leaves. Few are fetched by their own index and sorted; many are met
soon enough on a walk along the index of the order. "Soonest due" has an index for each filter but those of topics
and marks.
"""

from typing import Any

from sqlalchemy import ColumnElement, exists, func, literal, select

from app.domain.conversation import Status, View
from app.domain.mark import Mark
from app.store import bulk, tallies
from app.store.marks import LISTS
from app.store.tables import conversation_topics, conversations
from app.store.transaction import Read

FEW = 5_000

_Filter = tuple[str, str, ColumnElement[bool]]
"""(scope of the tallies, name there, condition on a conversation); the scope of a mark is none of theirs."""

_LISTED = ("topic", "mark")
"""What a conversation is listed under, so that it needs no column of its own."""


def to(tx: Read, view: View, status: Status) -> list[ColumnElement[bool]]:
    """Conditions for the conversations of this status that the view's account, assignee, topic, network and marks
    leave."""
    filters, without = _filters(view, status), [~_is_listed(LISTS[mark], status) for mark in view.without]
    of_status = conversations.c.status == status.value
    if not filters:
        return [of_status, *without]
    counted = [_counted(tx, scope, name, status) for scope, name, _ in filters]
    if not min(counted):
        return [literal(1) == literal(0)]
    chosen = filters[counted.index(min(counted))]
    if min(counted) > FEW or (chosen[0] not in _LISTED and view.order == "due"):
        return [of_status, *(condition for _, _, condition in filters), *without]
    ids = tx.connection.execute(_ids(chosen, view, status)).scalars().all()
    others = [condition for scope, _, condition in filters if scope != chosen[0]]
    # Hidden in a function, the status draws no planner to the order's index, which would walk past everything else.
    return [
        bulk.one_of(tx, conversations.c.id, ids or [0]),
        func.coalesce(conversations.c.status, "") == status.value,
        *others,
        *without,
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
        filters.append(("topic", str(view.topic_id), _is_listed(view.topic_id, status)))
    if view.only is not None:
        filters.append(("mark", view.only.value, _is_listed(LISTS[view.only], status)))
    return filters


def _counted(tx: Read, scope: str, name: str, status: Status) -> int:
    """How many a filter leaves; of those with a mark one more than few stands for as many or more."""
    if scope != "mark":
        return tallies.of(tx, scope, name, status.value)
    some = _listed(LISTS[Mark(name)], status).limit(FEW + 1).subquery()
    return int(tx.connection.execute(select(func.count()).select_from(some)).scalar_one())


def _ids(chosen: _Filter, view: View, status: Status) -> Any:
    scope, name, condition = chosen
    if scope in _LISTED:
        return _listed(LISTS[Mark(name)] if scope == "mark" else view.topic_id, status)
    return select(conversations.c.id).where(conversations.c.status == status.value, condition)


def _is_listed(number: int, status: Status) -> ColumnElement[bool]:
    """Asked row by row on a walk: a list of the topic's ids, perhaps a hundred thousand, would be made first."""
    listed = _listed(number, status).where(conversation_topics.c.conversation_id == conversations.c.id)
    return exists(listed.correlate(conversations))


def _listed(number: int, status: Status) -> Any:
    """The ids of the conversations of a topic, or with the mark of this number."""
    return select(conversation_topics.c.conversation_id).where(
        conversation_topics.c.topic_id == number, conversation_topics.c.status == status.value
    )
