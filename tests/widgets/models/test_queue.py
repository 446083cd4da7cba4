"""The queue model: order, groups, marks, and data that never raises."""

import random

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QModelIndex, Qt
from pytestqt.modeltest import ModelTester

from app.core.clock import MINUTE
from app.domain.conversation import Card
from tests.fakes import desk_story as story
from widgets.models.queue import CARD_ROLE, GROUP_ROLE, QueueModel
from widgets.models.words import next_midnight

NOW = story.NOW


def model_of(cards: list[Card], *, order: str = "due") -> QueueModel:
    model = QueueModel()
    model.show(cards, order=order, now=NOW, more=False)
    return model


def groups(model: QueueModel) -> list[tuple[str, int]]:
    found = [model.index(row, 0).data(GROUP_ROLE) for row in model.group_rows()]
    return [(group.title, group.count) for group in found]


def ids(model: QueueModel) -> list[int]:
    return [card.id for card in model.cards()]


def test_cards_stand_under_overdue_soon_later_and_no_timer() -> None:
    model = model_of(list(story.CARDS))
    assert groups(model) == [("Overdue", 1), ("Due in 15 minutes", 3), ("Later today", 4), ("No timer", 1)]
    assert ids(model) == [1, story.MIRA, 3, 4, 5, 6, 7, 8, 9]


def test_a_card_passes_into_the_next_group_when_its_time_comes() -> None:
    model = model_of(list(story.CARDS))
    model.regroup(NOW + 5 * MINUTE)
    assert groups(model)[0] == ("Overdue", 2)


def test_a_card_that_passes_into_the_next_group_moves_only_the_border() -> None:
    model = model_of(list(story.CARDS))
    moved: list[int] = []
    model.rowsRemoved.connect(lambda _parent, first, last: moved.append(last - first + 1))
    counted: list[int] = []
    model.dataChanged.connect(lambda index, _last: counted.append(index.row()))
    model.regroup(NOW + 5 * MINUTE)
    assert moved == [1], "the border, and none of nine cards"
    assert groups(model)[:2] == [("Overdue", 2), ("Due in 15 minutes", 2)]
    assert counted == model.group_rows()[:1], "the border that moved is a new row"


@settings(max_examples=60, deadline=None)
@given(
    due=st.lists(st.integers(-20, 60), min_size=1, max_size=9),
    steps=st.lists(st.integers(1, 25), min_size=1, max_size=4),
)
def test_time_that_passes_gives_the_rows_that_a_fresh_look_would_give(due: list[int], steps: list[int]) -> None:
    cards = [
        msgspec.structs.replace(card, due_at=NOW + minutes * MINUTE if minutes < 50 else 0)
        for card, minutes in zip(story.CARDS, due, strict=False)
    ]
    model, now = model_of(cards), NOW
    ModelTester(_Config()).check(model)
    for step in steps:
        now += step * MINUTE
        model.regroup(now)
        fresh = QueueModel()
        fresh.show(cards, order="due", now=now, more=False)
        assert [model.at(row) for row in range(model.rowCount())] == [fresh.at(row) for row in range(fresh.rowCount())]
        assert [model.row_of(one) for one in ids(model)] == [fresh.row_of(one) for one in ids(fresh)]
        assert model.group_rows() == fresh.group_rows()
        assert model.next_regroup == fresh.next_regroup


def test_a_card_of_tomorrow_is_no_card_of_later_today() -> None:
    cards = [
        msgspec.structs.replace(story.CARDS[0], id=1, due_at=next_midnight(NOW) - 1),
        msgspec.structs.replace(story.CARDS[0], id=2, due_at=next_midnight(NOW)),
        msgspec.structs.replace(story.CARDS[0], id=3, due_at=0),
    ]
    assert groups(model_of(cards)) == [("Later today", 1), ("Tomorrow and later", 1), ("No timer", 1)]


def test_the_next_regroup_is_when_the_first_card_passes_a_border() -> None:
    card = msgspec.structs.replace(story.CARDS[0], due_at=NOW + 20 * MINUTE)
    model = model_of([card])
    assert model.next_regroup == NOW + 5 * MINUTE + 1
    model.regroup(model.next_regroup)
    assert model.next_regroup == card.due_at + 1


def test_newest_first_has_no_groups() -> None:
    model = model_of(list(story.CARDS), order="newest")
    assert model.group_rows() == []
    assert ids(model) == sorted(ids(model), key=lambda one: (-story.card(one).last_at, -one))


def test_data_never_raises_for_any_index_or_role() -> None:
    model = model_of(list(story.CARDS))
    for row in range(-2, model.rowCount() + 3):
        index = model.index(row, 0)
        for role in range(Qt.ItemDataRole.UserRole + 9):
            model.data(index, role)
    model.show([], order="due", now=NOW, more=False)
    assert model.data(QModelIndex(), CARD_ROLE) is None


def test_marks_end_with_their_card() -> None:
    model = model_of(list(story.CARDS))
    model.mark(3)
    model.mark(1)
    assert model.marked == (1, 3)
    model.show([story.card(3)], order="due", now=NOW, more=False)
    assert model.marked == (3,)


def test_a_group_that_goes_on_behind_the_loaded_cards_says_so() -> None:
    model = QueueModel()
    model.show(list(story.CARDS), order="due", now=NOW, more=True)
    last = model.index(model.group_rows()[-1], 0).data(GROUP_ROLE)
    assert last.more


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sets(st.sampled_from([card.id for card in story.CARDS])), min_size=1, max_size=8), st.randoms())
def test_whatever_comes_and_goes_rows_and_lookups_agree(steps: list[set[int]], chance: random.Random) -> None:
    model = QueueModel()
    ModelTester(_Config()).check(model)
    for step in steps:
        cards = [story.card(one) for one in step]
        chance.shuffle(cards)
        model.show(cards, order="due", now=NOW, more=False)
        assert set(ids(model)) == step
        assert all(model.id_at(model.row_of(one)) == one for one in step)


class _Config:
    """What the model tester asks of pytest's configuration."""

    @staticmethod
    def getini(_name: str) -> str:
        return ""


def test_a_changed_card_is_told_to_the_view() -> None:
    model = model_of(list(story.CARDS))
    told: list[int] = []
    model.dataChanged.connect(lambda first, _last: told.append(model.id_at(first.row())))
    changed = msgspec.structs.replace(story.card(3), unread=False, revision=2)
    model.show([*(card for card in story.CARDS if card.id != 3), changed], order="due", now=NOW, more=False)
    assert told == [3]


@given(shown=st.integers(0, len(story.CARDS) + 1), order=st.sampled_from(["due", "newest", "priority"]))
@settings(max_examples=40, deadline=None)
def test_a_further_page_behind_what_is_shown_gives_the_same_rows_as_all_at_once(shown: int, order: str) -> None:
    whole = model_of(list(story.CARDS), order=order)
    cards = whole.cards()
    model = QueueModel()
    ModelTester(None).check(model)
    model.show(cards[:shown], order=order, now=NOW, more=True)
    if model.extend(cards[shown:], now=NOW, more=False):
        assert groups(model) == groups(whole)
        assert ids(model) == ids(whole)
        assert [model.row_of(one) for one in ids(model)] == [whole.row_of(one) for one in ids(whole)]
        assert model.next_regroup == whole.next_regroup
    else:
        assert shown == 0 or shown >= len(cards)
        assert ids(model) == ids(whole)[:shown]


def test_a_page_that_belongs_between_what_is_shown_is_not_put_behind_it() -> None:
    cards = model_of(list(story.CARDS)).cards()
    model = model_of(cards[1:])
    assert not model.extend(cards[:1], now=NOW, more=False)
    assert ids(model) == [card.id for card in cards[1:]]
