"""Waits between tries."""

from app.connectors.backoff import Backoff
from tests.fakes.clock import ManualClock


def test_waits_double_up_to_the_longest() -> None:
    backoff = Backoff(clock=ManualClock(), first=1, longest=8, chance=lambda: 1.0)
    assert [backoff.next() for _try in range(5)] == [1, 2, 4, 8, 8]


def test_chance_takes_at_most_half_of_a_wait() -> None:
    backoff = Backoff(clock=ManualClock(), first=4, longest=8, chance=lambda: 0.0)
    assert backoff.next() == 2


async def test_waits_start_small_again_only_after_it_went_well_for_as_long_as_the_last_wait() -> None:
    clock = ManualClock()
    backoff = Backoff(clock=clock, first=1, longest=60, chance=lambda: 1.0)
    waits = [backoff.next() for _try in range(4)]
    backoff.went_well()
    await clock.advance(waits[-1] - 1)
    assert backoff.next() == waits[-1] * 2
    backoff.went_well()
    await clock.advance(16)
    assert backoff.next() == 1
