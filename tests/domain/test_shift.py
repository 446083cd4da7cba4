"""Who is given the next conversation."""

import pytest

from app.domain.shift import Mode, Worker, choose


def crew(**loads: tuple[int, int]) -> list[Worker]:
    return [Worker(name=name, open=has, capacity=most) for name, (has, most) in loads.items()]


def given(mode: Mode, workers: list[Worker], *, last: str = "") -> str:
    chosen = choose(mode, workers, last=last)
    return chosen.name if chosen is not None else ""


@pytest.mark.parametrize(("last", "following"), [("", "ana"), ("ana", "ben"), ("ben", "dev"), ("dev", "ana")])
def test_round_robin_goes_by_name_and_begins_again(last: str, following: str) -> None:
    assert given(Mode.ROUND_ROBIN, crew(dev=(9, 10), ana=(0, 10), ben=(5, 10)), last=last) == following


def test_round_robin_passes_over_whoever_is_full() -> None:
    assert given(Mode.ROUND_ROBIN, crew(ana=(0, 10), ben=(10, 10), dev=(9, 10)), last="ana") == "dev"


def test_by_load_the_smallest_filled_part_counts_and_not_the_number() -> None:
    assert given(Mode.LOAD, crew(ana=(3, 4), ben=(5, 20))) == "ben"


def test_of_equal_loads_whoever_comes_after_the_last_is_given_it() -> None:
    assert given(Mode.LOAD, crew(ana=(1, 4), ben=(1, 4), dev=(2, 4)), last="ana") == "ben"


@pytest.mark.parametrize("mode", Mode)
def test_nobody_is_given_more_than_his_capacity(mode: Mode) -> None:
    assert given(mode, crew(ana=(4, 4), ben=(0, 0))) == ""


def test_by_hand_nobody_is_given_anything() -> None:
    assert given(Mode.HAND, crew(ana=(0, 4))) == ""
