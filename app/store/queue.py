"""Conversations as a queue shows them: pages behind a keyset, single cards, the rail's counts. Known by
`conversations`; knows tables, tallies and search.

A page reads each wanted status through its own index and merges, so that a page costs the same wherever it begins and
however many conversations there are; `narrow` sees to the filters. What no index knows is tried on the next `WALKED`
rows of the order: a page may then have few cards, or none, and still a cursor, from which the walk goes on.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Row, Select, func, literal, select, tuple_

from app.core.clock import Millis, minute_of
from app.domain.conversation import Card, Status, View
from app.domain.reply import OutboxState
from app.domain.understanding import Sentiment
from app.store import bulk, keyset, narrow, search
from app.store.arrival import numbers
from app.store.tables import NEVER, Big, conversations, identities, notes, posts, tallies
from app.store.transaction import Read

_MOST = 500
WALKED = 1_000
"""So many rows are tried for what no index knows before a page ends."""
_MATCHES_LOOKED_AT = 5_000
"""A text filter looks at so many of the newest matching posts and notes."""
_KEYS = {
    "due": (conversations.c.due_at, conversations.c.id),
    "newest": (conversations.c.last_at, conversations.c.id),
    "priority": (conversations.c.priority, conversations.c.last_at, conversations.c.id),
    "resolved": (conversations.c.resolved_at, conversations.c.id),
}


def page(
    tx: Read, view: View, *, after: str = "", behind: tuple[int, ...] = (), limit: int = 200
) -> tuple[list[Card], str]:
    """A page of a view and the cursor of the next one, empty at the end. At most 500 rows.

    A text filter looks at the newest 5,000 matching posts and notes. In place of a cursor a page can begin `behind` a
    card: its values of the order's key, 0 where it is due never.
    """
    order = _order(view)
    limit = max(1, min(limit, _MOST))
    begin: list[ColumnElement[bool]] = []
    if after:
        begin = [_behind(order, keyset.read(after, tuple[str, tuple[int, ...]]))]
    elif behind:
        begin = [_behind(order, (order, (behind[0] or NEVER, *behind[1:]) if order == "due" else behind))]
    rows, fence = _found(tx, view, _cards(), begin=begin, limit=limit + 1)
    names = [column.name for column in _KEYS[order]]
    rows.sort(key=lambda row: tuple(getattr(row, name) for name in names), reverse=order != "due")
    shown = rows[:limit]
    end = [getattr(shown[-1], name) for name in names] if len(rows) > limit else fence
    return [_card(row) for row in shown], keyset.write(order, end) if end else ""


def count_some(tx: Read, view: View, *, most: int) -> tuple[int, bool]:
    """How many conversations a view shows, at most so many; and whether there are, or may be, more."""
    what = select(*_KEYS[_order(view)]).select_from(conversations)
    rows, fence = _found(tx, view, what, begin=[], limit=most + 1)
    return min(len(rows), most), len(rows) > most or bool(fence)


def _found(
    tx: Read, view: View, what: Select[Any], *, begin: list[ColumnElement[bool]], limit: int
) -> tuple[list[Row[Any]], list[int]]:
    """The first rows of each status, and the key up to which all were tried; empty where that is the end."""
    order = _order(view)
    key = _KEYS[order]
    narrowed = [narrow.to(tx, view, status) for status in dict.fromkeys(view.statuses)]
    ranges = [*_ranges(view), *begin]
    fences = [_fence(tx, order, [*one.walk, *ranges]) for one in narrowed if one.walk is not None]
    reached = sorted((fence for fence in fences if fence), reverse=order != "due")
    fence = reached[0] if reached else []
    conditions = [*ranges, *([_says(tx, view.text)] if view.text else [])]
    if fence:
        conditions.append(_up_to(order, fence))
    rows: list[Row[Any]] = []
    for one in narrowed:
        query = what.where(*one.conditions, *conditions)
        rows += tx.connection.execute(query.order_by(*_direction(order, key)).limit(limit)).all()
    return rows, fence


def _fence(tx: Read, order: str, walk: list[ColumnElement[bool]]) -> list[int]:
    """The key of the last row that is tried; empty where the rest is fewer."""
    key = _KEYS[order]
    query = select(*key).where(*walk).order_by(*_direction(order, key)).offset(WALKED - 1).limit(1)
    row = tx.connection.execute(query).first()
    return [] if row is None else [int(part) for part in row]


def card(tx: Read, conversation_id: int) -> Card | None:
    """One conversation's card."""
    found = cards(tx, [conversation_id])
    return found[0] if found else None


def cards(tx: Read, ids: Collection[int]) -> list[Card]:
    """The cards of those conversations that exist, in the order asked for."""
    if not ids:
        return []
    rows = tx.connection.execute(_cards().where(bulk.one_of(tx, conversations.c.id, ids)))
    found = {row.id: _card(row) for row in rows}
    return [found[wanted] for wanted in dict.fromkeys(ids) if wanted in found]


def counts(
    tx: Read, *, me: str, now: Millis, breaching_before: Millis, day_began: Millis | None = None
) -> dict[str, int]:
    """The rail's numbers: open, mine, unassigned, breaching, waiting, snoozed, resolved_today, account:ID, topic:ID.

    `mine`, `unassigned`, accounts and topics count open conversations. The day began at local midnight of the hub
    unless told otherwise. Nothing is counted: the cells of `tallies` are summed.
    """
    cells = tx.connection.execute(
        select(tallies.c.scope, tallies.c.name, tallies.c.status, tallies.c.count).where(
            tallies.c.scope.in_(("desk", "account", "topic")), tallies.c.count != 0
        )
    ).all()
    numbers_by_name = dict.fromkeys(("open", "mine", "unassigned", "waiting", "snoozed"), 0)
    for scope, name, status, count in cells:
        for key in _rail_entries(scope, name, status, me):
            numbers_by_name[key] = numbers_by_name.get(key, 0) + int(count)
    midnight = _midnight(now) if day_began is None else day_began
    return {
        **numbers_by_name,
        "breaching": _breaching(tx, breaching_before),
        "resolved_today": _slots(tx, "resolved", tallies.c.slot >= minute_of(midnight)),
    }


def _rail_entries(scope: str, name: str, status: str, me: str) -> list[str]:
    """Which of the rail's entries a cell belongs to."""
    if status != Status.OPEN:
        waiting = {Status.PENDING.value: "waiting", Status.SNOOZED.value: "snoozed"}.get(status)
        return [waiting] if waiting and scope == "desk" else []
    if scope != "desk":
        return [f"{scope}:{name}"]
    whose = ["unassigned"] if not name else ["mine"] if name == me else []
    return ["open", *whose]


def _breaching(tx: Read, before: Millis) -> int:
    """Open conversations due before this moment: whole minutes from their cells, the last one from the index."""
    minute = minute_of(before)
    last = tx.connection.execute(
        select(func.count()).where(
            conversations.c.status == Status.OPEN.value,
            conversations.c.due_at >= minute * 60_000,
            conversations.c.due_at < before,
        )
    ).scalar_one()
    return _slots(tx, "due", tallies.c.slot < minute) + int(last)


def _slots(tx: Read, scope: str, condition: ColumnElement[bool]) -> int:
    summed = tx.connection.execute(
        select(func.sum(tallies.c.count)).where(tallies.c.scope == scope, condition)
    ).scalar()
    return int(summed or 0)


def _midnight(now: Millis) -> Millis:
    local = datetime.fromtimestamp(now / 1000).astimezone()
    return int(local.replace(hour=0, minute=0, second=0, microsecond=0).timestamp() * 1000)


def _order(view: View) -> str:
    return view.order if view.order in _KEYS else "due"


def _ranges(view: View) -> list[ColumnElement[bool]]:
    """From where to where the index of the order is read."""
    conditions: list[ColumnElement[bool]] = []
    if view.due_before:
        conditions.append(conversations.c.due_at < view.due_before)
    if view.resolved_since:
        conditions.append(conversations.c.resolved_at >= view.resolved_since)
    return conditions


def _says(tx: Read, text: str) -> ColumnElement[bool]:
    matching = search.matching(tx, text, limit=_MATCHES_LOOKED_AT)
    if not matching:
        return literal(1) == literal(0)
    said = select(posts.c.conversation_id).where(bulk.one_of(tx, posts.c.id, matching), posts.c.conversation_id > 0)
    noted = select(notes.c.conversation_id).where(bulk.one_of(tx, notes.c.id, matching))
    return conversations.c.id.in_(said) | conversations.c.id.in_(noted)


def _behind(order: str, cursor: tuple[str, tuple[int, ...]]) -> ColumnElement[bool]:
    came_from, values = cursor
    if came_from != order or len(values) != len(_KEYS[order]):
        # A cursor of another order leads nowhere in this one.
        raise keyset.foreign()
    here: ColumnElement[Any] = tuple_(*_KEYS[order])
    there = _key(values)
    return here > there if order == "due" else here < there


def _up_to(order: str, end: Sequence[int]) -> ColumnElement[bool]:
    here: ColumnElement[Any] = tuple_(*_KEYS[order])
    there = _key(end)
    return here <= there if order == "due" else here >= there


def _key(values: Sequence[int]) -> ColumnElement[Any]:
    return tuple_(*(literal(value, Big) for value in values))


def _direction(order: str, key: tuple[Any, ...]) -> list[Any]:
    return [column if order == "due" else column.desc() for column in key]


def _cards() -> Select[Any]:
    return select(conversations, identities.c.handle, identities.c.name).join(
        identities, identities.c.id == conversations.c.identity_id
    )


def _card(row: Row[Any]) -> Card:
    return Card(
        id=row.id,
        network=row.network,
        account_id=row.account_id,
        person_id=row.person_id,
        name=row.name or row.handle,
        handle=row.handle,
        reach=row.reach,
        text=row.text,
        language=row.language,
        sentiment=Sentiment(row.sentiment) if row.sentiment else Sentiment.NEUTRAL,
        score=row.score,
        status=Status(row.status),
        opened_at=row.opened_at,
        last_at=row.last_at,
        due_at=0 if row.due_at >= NEVER else row.due_at,
        priority=row.priority,
        reasons=msgspec.json.decode(row.reasons, type=tuple[tuple[str, int], ...]) if row.reasons else (),
        assignee=row.assignee,
        unread=bool(row.unread),
        topics=numbers(row.topics),
        labels=msgspec.json.decode(row.labels, type=tuple[str, ...]) if row.labels else (),
        outbox=OutboxState(row.outbox) if row.outbox else None,
        snoozed_until=row.snoozed_until,
        resolved_at=row.resolved_at,
        revision=row.revision,
    )
