"""In which order cards of a queue stand, and under which headers. Known by the queue's model and source; knows domain
and core."""

from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass

from app.core.clock import Millis
from app.core.i18n import _
from app.domain.conversation import Card
from widgets.models.timer import SOON
from widgets.models.words import next_midnight

NEVER: Millis = 1 << 62

Due = Callable[[int], Millis]
"""When the card of an id is due, NEVER without a timer."""


@dataclass(frozen=True)
class Group:
    """A header between cards; `more` says that further cards of the group are not loaded yet."""

    name: str
    title: str
    count: int
    more: bool = False


def sort_key(card: Card, order: str) -> tuple[int, ...]:
    """Where a card stands in a view's order, smallest first; the hub's own order, else its pages would not fit."""
    key = page_key(card, order)
    return (key[0] or NEVER, card.id) if order == "due" else tuple(-part for part in key)


def page_key(card: Card, order: str) -> tuple[int, ...]:
    """What the hub is told of the last card so that it goes on behind it."""
    if order == "newest":
        return (card.last_at, card.id)
    if order == "priority":
        return (card.priority, card.last_at, card.id)
    return (card.resolved_at, card.id) if order == "resolved" else (card.due_at, card.id)


def group_edges(now: Millis) -> tuple[tuple[str, Millis], ...]:
    """The groups of a due-ordered queue, each with the moment before which its cards are due."""
    return (
        ("overdue", now),
        ("soon", now + SOON),
        ("today", max(now + SOON, next_midnight(now))),
        ("later", NEVER),
        ("none", NEVER + 1),
    )


def headers(ids: list[int], due: Due, *, now: Millis, more: bool) -> list[tuple[int, Group]]:
    """The groups of cards in order of their time, each with the place (0 …) of its first card."""
    found: list[tuple[int, Group]] = []
    start = 0
    for name, edge in group_edges(now):
        end = bisect_left(ids, edge, lo=start, key=due)
        if end > start:
            group = Group(name, _group_title(name), end - start, more=more and end == len(ids))
            found.append((start, group))
        start = end
    return found


def under_headers(ids: list[int], found: list[tuple[int, Group]]) -> list[int | Group]:
    """Rows: each group's cards under its header."""
    rows: list[int | Group] = []
    for start, group in found:
        rows.append(group)
        rows += ids[start : start + group.count]
    return rows


def next_edge(ids: list[int], due: Due, now: Millis) -> Millis:
    """When the first of these cards passes into another group."""
    soon = bisect_left(ids, now + SOON, key=due)
    over = bisect_left(ids, now, key=due)
    edges = [due(one) - SOON + 1 for one in ids[soon : soon + 1]]
    edges += [due(one) + 1 for one in ids[over : over + 1]]
    return min((edge for edge in edges if edge < NEVER - SOON), default=NEVER)


def _group_title(name: str) -> str:
    return {
        "overdue": _("Overdue"),
        "soon": _("Due in 15 minutes"),
        "today": _("Later today"),
        "later": _("Tomorrow and later"),
        "none": _("No timer"),
    }[name]
