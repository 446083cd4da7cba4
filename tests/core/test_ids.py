"""Ids only grow and say when they were made."""

from hypothesis import given
from hypothesis import strategies as st

from app.core.ids import IdMaker, first_id_at
from tests.fakes.clock import NOON, ManualClock


def test_ids_grow_even_when_the_clock_is_set_back() -> None:
    clock = ManualClock()
    maker = IdMaker(clock=clock)
    before = maker.next()
    clock.set_back(3_600_000)

    assert maker.next() > before


@given(st.lists(st.integers(1, 5000), max_size=20))
def test_blocks_never_overlap(sizes: list[int]) -> None:
    maker = IdMaker(clock=ManualClock())
    made = [number for size in sizes for number in maker.block(size)]

    assert made == sorted(set(made))


def test_hubs_side_by_side_make_different_ids() -> None:
    clock = ManualClock()

    assert IdMaker(node=1, clock=clock).next() != IdMaker(node=2, clock=clock).next()


def test_an_id_lies_behind_the_bound_of_its_moment() -> None:
    maker = IdMaker(node=7, clock=ManualClock())

    assert first_id_at(NOON) <= maker.next() < first_id_at(NOON + 1)


def test_ids_fit_sixty_three_bits_until_2080() -> None:
    assert IdMaker(node=1023, clock=ManualClock(3_471_292_800_000)).next() < 1 << 63
