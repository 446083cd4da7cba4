"""How a view's filters are put so that no page walks past a million conversations to find ten. Known by `queue`; knows
tables, tallies and marks.

The tallies know how many conversations a filter leaves. Few are fetched by their own index and sorted; many are met
soon enough on a walk along the index of the order. "Soonest due" has an index for each filter but those of topics,
labels and marks. No index knows languages and intents: they are tried row by row, on a walk that has an end (`queue`).
"""

from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, exists, func, literal, select

from app.domain.conversation import Status, View
from app.domain.priority import WEIGHED
from app.domain.understanding import Intent
from app.store import bulk, tallies
from app.store.label_lists import list_of
from app.store.marks import LISTS
from app.store.tables import conversation_topics, conversations, posts
from app.store.transaction import Read

FEW = 5_000

_Condition = ColumnElement[bool]
_Filter = tuple[str, str, _Condition]
"""(scope of the tallies, name there, condition on a conversation); the scope `LISTED` is none of theirs, its name a
number under which conversations are listed."""

LISTED = "listed"

_LISTED = ("topic", LISTED)
"""What a conversation is listed under, so that it needs no column of its own."""


class Narrowed(NamedTuple):
    """Conditions for the conversations of a status; where some are tried for what no index knows, `walk` holds those of
    the index that is walked meanwhile, else None."""

    conditions: list[_Condition]
    walk: list[_Condition] | None = None


def to(tx: Read, view: View, status: Status) -> Narrowed:
    """What the view's account, assignee, topic, network, label, language, intent and marks leave of this status."""
    filters, tried = _filters(view, status), _tried(view)
    rest = [*tried, *(~_is_listed(LISTS[mark], status) for mark in view.without)]
    of_status = conversations.c.status == status.value
    if not filters:
        return Narrowed([of_status, *rest], [of_status] if tried else None)
    counted = [_counted(tx, scope, name, status) for scope, name, _ in filters]
    if not min(counted):
        return Narrowed([literal(1) == literal(0)])
    chosen = filters[counted.index(min(counted))]
    if min(counted) > FEW or (chosen[0] not in _LISTED and view.order == "due"):
        indexed = [chosen[2]] if view.order == "due" and chosen[0] not in _LISTED else []
        walk = [of_status, *indexed] if tried else None
        return Narrowed([of_status, *(condition for _, _, condition in filters), *rest], walk)
    ids = tx.connection.execute(_ids(chosen, status)).scalars().all()
    others = [one[2] for one in filters if one is not chosen]
    # Hidden in a function, the status draws no planner to the order's index, which would walk past everything else.
    return Narrowed(
        [
            bulk.one_of(tx, conversations.c.id, ids or [0]),
            func.coalesce(conversations.c.status, "") == status.value,
            *others,
            *rest,
        ]
    )


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
    lists = [LISTS[view.only]] if view.only is not None else []
    lists += [list_of(view.label)] if view.label else []
    return filters + [(LISTED, str(number), _is_listed(number, status)) for number in lists]


def _tried(view: View) -> list[_Condition]:
    """Conditions that must be tried row by row, of the newest post of theirs."""
    tried: list[_Condition] = []
    if view.language:
        tried.append(conversations.c.language == view.language)
    if view.intent in WEIGHED:
        tried.append(conversations.c.reasons.contains(f'["{view.intent}",', autoescape=True))
    elif view.intent is not None:
        tried.append(exists(_meant(view.intent).correlate(conversations)))
    return tried


def _meant(intent: Intent) -> Any:
    """The card's post, where it was understood as this; see `meaning`, which stores the intent first."""
    begins = f'["{intent.value}",'
    of_card = posts.c.id == conversations.c.post_id
    return select(posts.c.id).where(of_card, func.substr(posts.c.meaning, 1, len(begins)) == begins)


def _counted(tx: Read, scope: str, name: str, status: Status) -> int:
    """How many a filter leaves; of those on a list one more than few stands for as many or more."""
    if scope != LISTED:
        return tallies.of(tx, scope, name, status.value)
    some = _listed(int(name), status).limit(FEW + 1).subquery()
    return int(tx.connection.execute(select(func.count()).select_from(some)).scalar_one())


def _ids(chosen: _Filter, status: Status) -> Any:
    scope, name, condition = chosen
    if scope in _LISTED:
        return _listed(int(name), status)
    return select(conversations.c.id).where(conversations.c.status == status.value, condition)


def _is_listed(number: int, status: Status) -> ColumnElement[bool]:
    """Asked row by row on a walk: a list of the topic's ids, perhaps a hundred thousand, would be made first."""
    listed = _listed(number, status).where(conversation_topics.c.conversation_id == conversations.c.id)
    return exists(listed.correlate(conversations))


def _listed(number: int, status: Status) -> Any:
    """The ids of the conversations of a topic, or on the list of this number."""
    return select(conversation_topics.c.conversation_id).where(
        conversation_topics.c.topic_id == number, conversation_topics.c.status == status.value
    )
