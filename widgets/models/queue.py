"""The queue as an item model: group rows and cards, ids in order and a window of rows. Known by the queue pane; knows
domain and core.

`data()` is a dictionary lookup that never raises. A change is applied as at most one removal and one insertion, so a
view keeps what it shows; the pane keeps the selected row at its pixel.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from app.core.clock import Millis
from app.domain.conversation import Card
from widgets.models.queue_order import NEVER, Group, headers, next_edge, sort_key, under_headers

CARD_ROLE = Qt.ItemDataRole.UserRole + 1
GROUP_ROLE = Qt.ItemDataRole.UserRole + 2
ID_ROLE = Qt.ItemDataRole.UserRole + 3
CARD_FLAGS = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
"""Kept, because a view asks for them at every row that it paints and Python's flags take long to join."""

Index = QModelIndex | QPersistentModelIndex
STRETCH = 128
"""So many rows are compared at once; one by one a list of thousands would take a frame's time."""


class QueueModel(QAbstractTableModel):
    """One column; a row is a Group or the id of a card.

    Signals:
        about_to_change: rows are going to move; a view notes where it stands.
        rows_changed: they have; ids of cards that are new come with it, but of a further page, which nobody calls news.
    """

    about_to_change = Signal()
    rows_changed = Signal(object)

    def __init__(self, parent: QObject | None = None, *, describe: Callable[[Card], str] | None = None) -> None:
        super().__init__(parent)
        self._cards: dict[int, Card] = {}
        self._rows: list[int | Group] = []
        self._places: dict[int, int] = {}
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
        return tuple(one for one in self._places if one in self._marked) if self._marked else ()

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
        return len(self._places)

    def cards(self) -> list[Card]:
        """The loaded cards in order."""
        return [self._cards[one] for one in self._places]

    def row_of(self, conversation_id: int) -> int:
        """The row of a card, −1 when it is not loaded."""
        place = self._places.get(conversation_id, -1)
        if place < 0:
            return -1
        return place + sum(row - number <= place for number, row in enumerate(self._group_rows))

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

    def extend(self, cards: Sequence[Card], *, now: Millis, more: bool) -> bool:
        """Add further cards, in order, behind all that are shown; False, and nothing done, when one belongs between."""
        fresh = {card.id: card for card in cards}
        last = self._rows[-1] if self._rows else 0
        if not fresh or not isinstance(last, int) or not last or not fresh.keys().isdisjoint(self._cards):
            return False
        if sort_key(cards[0], self._order) < sort_key(self._cards[last], self._order):
            return False
        self.about_to_change.emit()
        self._cards.update(fresh)
        self._more = more
        ids = list(fresh)
        due = self._order == "due"
        self._append(ids, headers(ids, self._due, now=now, more=more) if due else [])
        if due:
            self._next_regroup = min(self._next_regroup, next_edge(ids, self._due, now))
        self.rows_changed.emit(())
        return True

    def regroup(self, now: Millis) -> None:
        """Put cards under the group they belong to now: time moves headers, never cards."""
        if now >= self._next_regroup:
            ids = list(self._places)
            self._next_regroup = next_edge(ids, self._due, now)
            self.about_to_change.emit()
            self._move_headers(headers(ids, self._due, now=now, more=self._more))
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
        ids = [card.id for card in ordered]
        if self._order != "due":
            self._next_regroup = NEVER
            return [*ids]
        self._next_regroup = next_edge(ids, self._due, now)
        return under_headers(ids, headers(ids, self._due, now=now, more=self._more))

    def _due(self, conversation_id: int) -> Millis:
        return self._cards[conversation_id].due_at or NEVER

    def _append(self, ids: list[int], found: list[tuple[int, Group]]) -> None:
        """Put cards behind the last, under their headers; a group that goes on is made larger, not begun again."""
        if found and self._grow_last(found[0][1]):
            rows = [*ids[: found[0][1].count], *under_headers(ids, found[1:])]
            found = found[1:]
        else:
            rows = under_headers(ids, found) if found else [*ids]
        first, place = len(self._rows), len(self._places)
        self.beginInsertRows(QModelIndex(), first, first + len(rows) - 1)
        self._rows += rows
        self._places.update(zip(ids, range(place, place + len(ids)), strict=True))
        self._group_rows += [first + start + number for number, (start, _group) in enumerate(found)]
        self.endInsertRows()

    def _grow_last(self, group: Group) -> bool:
        """Count a page's first cards in the last group and say so, if they go on in it; else that group is whole."""
        row = self._group_rows[-1] if self._group_rows else -1
        before = self._rows[row] if row >= 0 else None
        if not isinstance(before, Group):
            return False
        same = before.name == group.name
        count = before.count + group.count if same else before.count
        self._rows[row] = Group(before.name, before.title, count, more=same and group.more)
        self.dataChanged.emit(self.index(row, 0), self.index(row, 0))
        return same

    def _move_headers(self, wanted: list[tuple[int, Group]]) -> None:
        """Make these the headers, each a row before its first card's place; the cards stay as they are."""
        stay = {(place, group.name) for place, group in wanted}
        for number, row in reversed(list(enumerate(self._group_rows))):
            group = self._rows[row]
            if isinstance(group, Group) and (row - number, group.name) not in stay:
                self.beginRemoveRows(QModelIndex(), row, row)
                del self._rows[row], self._group_rows[number]
                self._group_rows[number:] = [later - 1 for later in self._group_rows[number:]]
                self.endRemoveRows()
        for number, (place, group) in enumerate(wanted):
            self._put_header(number, place + number, group)

    def _put_header(self, number: int, row: int, group: Group) -> None:
        """A header into its row; one that stands there already may only count anew."""
        there = self._rows[row]
        if isinstance(there, Group) and there.name == group.name:
            if there != group:
                self._rows[row] = group
                self.dataChanged.emit(self.index(row, 0), self.index(row, 0))
            return
        self.beginInsertRows(QModelIndex(), row, row)
        self._rows.insert(row, group)
        self._group_rows[number:] = [row, *(later + 1 for later in self._group_rows[number:])]
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
        self._places = {one: place for place, one in enumerate(what for what in rows if isinstance(what, int))}
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
