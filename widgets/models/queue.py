"""The queue as an item model: group rows and cards, ids in order and a window of rows. Known by the queue pane; knows
domain and core.

`data()` is a dictionary lookup that never raises. A change is applied as at most one removal and one insertion, so a
view keeps what it shows; the pane keeps the selected row at its pixel.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from app.core.clock import Millis
from app.core.i18n import _
from app.domain.conversation import Card
from widgets.models.timer import SOON
from widgets.models.words import next_midnight

CARD_ROLE = Qt.ItemDataRole.UserRole + 1
GROUP_ROLE = Qt.ItemDataRole.UserRole + 2
ID_ROLE = Qt.ItemDataRole.UserRole + 3
CARD_FLAGS = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
"""Kept, because a view asks for them at every row that it paints and Python's flags take long to join."""

Index = QModelIndex | QPersistentModelIndex
NEVER: Millis = 1 << 62
STRETCH = 128
"""So many rows are compared at once; one by one a list of thousands would take a frame's time."""


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


def _due(card: Card) -> Millis:
    return card.due_at or NEVER


def _next_edge(ordered: list[Card], now: Millis) -> Millis:
    """When the first of these cards passes into another group."""
    soon = bisect_left(ordered, now + SOON, key=_due)
    over = bisect_left(ordered, now, key=_due)
    edges = [_due(card) - SOON + 1 for card in ordered[soon : soon + 1]]
    edges += [_due(card) + 1 for card in ordered[over : over + 1]]
    return min((edge for edge in edges if edge < NEVER - SOON), default=NEVER)


def _group_title(name: str) -> str:
    return {
        "overdue": _("Overdue"),
        "soon": _("Due in 15 minutes"),
        "today": _("Later today"),
        "later": _("Tomorrow and later"),
        "none": _("No timer"),
    }[name]


class QueueModel(QAbstractTableModel):
    """One column; a row is a Group or the id of a card.

    Signals:
        about_to_change: rows are going to move; a view notes where it stands.
        rows_changed: they have; `ids` that are new come with it.
    """

    about_to_change = Signal()
    rows_changed = Signal(object)

    def __init__(self, parent: QObject | None = None, *, describe: Callable[[Card], str] | None = None) -> None:
        super().__init__(parent)
        self._cards: dict[int, Card] = {}
        self._rows: list[int | Group] = []
        self._row_of: dict[int, int] = {}
        self._group_rows: list[int] = []
        self._describe = describe or (lambda card: card.name)
        self._order = "due"
        self._more = False
        self._next_regroup: Millis = NEVER
        self._marked: set[int] = set()

    # public

    @property
    def marked(self) -> tuple[int, ...]:
        """Ids of marked cards, in queue order."""
        return tuple(one for one in self._row_of if one in self._marked) if self._marked else ()

    @property
    def any_marked(self) -> bool:
        return bool(self._marked)

    @property
    def next_regroup(self) -> Millis:
        """When the first card passes into another group."""
        return self._next_regroup

    def is_marked(self, conversation_id: int) -> bool:
        return conversation_id in self._marked

    def mark(self, conversation_id: int, *, on: bool | None = None) -> None:
        """Mark a card, or turn its mark over."""
        wanted = conversation_id not in self._marked if on is None else on
        (self._marked.add if wanted else self._marked.discard)(conversation_id)
        self._touch(conversation_id)

    def clear_marks(self) -> None:
        """Unmark every card."""
        for conversation_id in tuple(self._marked):
            self.mark(conversation_id, on=False)

    def card(self, conversation_id: int) -> Card | None:
        return self._cards.get(conversation_id)

    @property
    def loaded(self) -> int:
        """How many cards there are."""
        return len(self._row_of)

    def cards(self) -> list[Card]:
        """The loaded cards in order."""
        return [self._cards[one] for one in self._row_of]

    def row_of(self, conversation_id: int) -> int:
        """The row of a card, −1 when it is not loaded."""
        return self._row_of.get(conversation_id, -1)

    def id_at(self, row: int) -> int:
        """The card's id at a row, 0 for a group or no row."""
        found = self._rows[row] if 0 <= row < len(self._rows) else 0
        return found if isinstance(found, int) else 0

    def at(self, row: int) -> Card | Group | None:
        """What stands at a row; what a delegate paints, without a way through Qt."""
        found = self._rows[row] if 0 <= row < len(self._rows) else None
        return self._cards.get(found) if isinstance(found, int) else found

    def group_rows(self) -> list[int]:
        return self._group_rows

    def show(self, cards: Iterable[Card], *, order: str, now: Millis, more: bool) -> None:
        """Make these the cards shown, in a view's order; `more` when the hub has further ones."""
        before = set(self._cards)
        fresh = {card.id: card for card in cards}
        changed = [one for one, card in fresh.items() if one in before and card is not self._cards[one]]
        self._order, self._more = order, more
        self.about_to_change.emit()
        self._cards = {**self._cards, **fresh}
        self._replace(self._arrange(fresh.values(), now=now))
        self._cards = fresh
        self._marked &= set(fresh)
        for one in changed:
            self._touch(one)
        self.rows_changed.emit(tuple(one for one in fresh if one not in before))

    def extend(self, cards: Iterable[Card], *, now: Millis, more: bool) -> bool:
        """Add further cards behind all that are shown; False, and nothing done, when one belongs between them."""
        fresh = sorted(cards, key=lambda card: sort_key(card, self._order))
        last = self._rows[-1] if self._rows else 0
        if not fresh or not isinstance(last, int) or not last:
            return False
        if any(card.id in self._cards for card in fresh):
            return False
        if sort_key(fresh[0], self._order) < sort_key(self._cards[last], self._order):
            return False
        self.about_to_change.emit()
        self._cards.update({card.id: card for card in fresh})
        self._more = more
        self._append(self._with_groups(fresh, now) if self._order == "due" else [card.id for card in fresh])
        if self._order == "due":
            self._next_regroup = min(self._next_regroup, _next_edge(fresh, now))
        self.rows_changed.emit(tuple(card.id for card in fresh))
        return True

    def regroup(self, now: Millis) -> None:
        """Put cards under the group they belong to now."""
        if now >= self._next_regroup:
            self.about_to_change.emit()
            self._replace(self._under_groups(self.cards(), now))
            self.rows_changed.emit(())

    # Qt

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = index.row()
        if not index.isValid() or not 0 <= row < len(self._rows):
            return None
        what = self._rows[row]
        if isinstance(what, Group):
            return self._group_data(what, role)
        return self._card_data(what, role)

    def flags(self, index: Index) -> Qt.ItemFlag:
        return CARD_FLAGS if self.id_at(index.row()) else Qt.ItemFlag.NoItemFlags

    # inside

    def _group_data(self, group: Group, role: int) -> Any:
        if role == GROUP_ROLE:
            return group
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return f"{group.title} {group.count}"
        return None

    def _card_data(self, conversation_id: int, role: int) -> Any:
        card = self._cards.get(conversation_id)
        if card is None:
            return None
        if role == CARD_ROLE:
            return card
        if role == ID_ROLE:
            return conversation_id
        if role == Qt.ItemDataRole.DisplayRole:
            return card.name
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._describe(card)
        return None

    def _arrange(self, cards: Iterable[Card], *, now: Millis) -> list[int | Group]:
        ordered = sorted(cards, key=lambda card: sort_key(card, self._order))
        if self._order != "due":
            self._next_regroup = NEVER
            return [card.id for card in ordered]
        return self._under_groups(ordered, now)

    def _under_groups(self, ordered: list[Card], now: Millis) -> list[int | Group]:
        self._next_regroup = _next_edge(ordered, now)
        return self._with_groups(ordered, now)

    def _with_groups(self, ordered: list[Card], now: Millis) -> list[int | Group]:
        """Cards in order of their time, each group's under its header; time only moves the borders between them."""
        rows: list[int | Group] = []
        start = 0
        for name, edge in group_edges(now):
            end = bisect_left(ordered, edge, lo=start, key=_due)
            if end > start:
                more = self._more and end == len(ordered)
                rows.append(Group(name, _group_title(name), end - start, more=more))
                rows.extend(card.id for card in ordered[start:end])
            start = end
        return rows

    def _append(self, rows: list[int | Group]) -> None:
        """Put rows behind the last; a group that goes on is made larger, not begun again."""
        head = rows[0]
        place = max(self._group_rows, default=-1)
        if isinstance(head, Group) and place >= 0:
            before = self._rows[place]
            if isinstance(before, Group):
                same = before.name == head.name
                count = before.count + head.count if same else before.count
                self._rows[place] = Group(before.name, before.title, count, more=same and head.more)
                self.dataChanged.emit(self.index(place, 0), self.index(place, 0))
                rows = rows[1:] if same else rows
        first = len(self._rows)
        self.beginInsertRows(QModelIndex(), first, first + len(rows) - 1)
        self._rows += rows
        for row, what in enumerate(rows, start=first):
            if isinstance(what, int):
                self._row_of[what] = row
            else:
                self._group_rows.append(row)
        self.endInsertRows()

    def _replace(self, rows: list[int | Group]) -> None:
        old = self._rows
        head = _same_start(old, rows)
        tail = _same_start(old[head:][::-1], rows[head:][::-1])
        old_end, new_end = len(old) - tail, len(rows) - tail
        if head < old_end:
            self.beginRemoveRows(QModelIndex(), head, old_end - 1)
            self._settle(old[:head] + old[old_end:])
            self.endRemoveRows()
        if head < new_end:
            self.beginInsertRows(QModelIndex(), head, new_end - 1)
            self._settle(rows)
            self.endInsertRows()
        elif rows != old:
            self._settle(rows)
        self._count_groups_again(old)

    def _count_groups_again(self, old: list[int | Group]) -> None:
        """A group that stays a row may hold another number of cards."""
        before = {row.name: row for row in old if isinstance(row, Group)}
        for place in self._group_rows:
            group = self._rows[place]
            if isinstance(group, Group) and before.get(group.name, group) != group:
                self.dataChanged.emit(self.index(place, 0), self.index(place, 0))

    def _settle(self, rows: list[int | Group]) -> None:
        self._rows = rows
        self._row_of = {what: row for row, what in enumerate(rows) if isinstance(what, int)}
        self._group_rows = [row for row, what in enumerate(rows) if isinstance(what, Group)]

    def _touch(self, conversation_id: int) -> None:
        row = self.row_of(conversation_id)
        if row >= 0:
            index = self.index(row, 0)
            self.dataChanged.emit(index, index)


def _same_start(first: list[int | Group], second: list[int | Group]) -> int:
    """How many rows two lists begin with in common; a group is the same row whatever it counts."""
    most = min(len(first), len(second))
    for start in range(0, most, STRETCH):
        ours, theirs = first[start : start + STRETCH], second[start : start + STRETCH]
        if ours != theirs:
            for place, (left, right) in enumerate(zip(ours, theirs, strict=False), start=start):
                if not _same_row(left, right):
                    return place
    return most


def _same_row(left: int | Group, right: int | Group) -> bool:
    return left == right or (isinstance(left, Group) and isinstance(right, Group) and left.name == right.name)
