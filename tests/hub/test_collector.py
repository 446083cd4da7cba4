"""The hub's memory: what stays is not walked through again, cycles are reclaimed once a minute and what is free is
given back, and the whole of it is walked through at no other time."""

import asyncio
import gc
import weakref
from collections.abc import Iterator

import pytest

from app.hub.collector import NEVER, SETTLED_SECONDS, WHOLE_EVERY_SECONDS, seldom_collected
from tests.fakes.clock import ManualClock
from tests.hub.conftest import PATIENCE


class Knot:
    """Something that only the collector can end."""

    def __init__(self) -> None:
        self.itself = self


@pytest.fixture(autouse=True)
def own_collections() -> Iterator[None]:
    """Nothing but the hub's collector collects."""
    gc.disable()
    yield
    gc.enable()


async def test_what_a_working_hub_is_made_of_is_put_aside_once_it_has_settled() -> None:
    clock, working = ManualClock(), asyncio.Event()
    async with seldom_collected(working, clock=clock):
        await clock.advance(10 * SETTLED_SECONDS)
        assert gc.get_freeze_count() == 0
        working.set()
        await clock.advance(SETTLED_SECONDS)
        assert gc.get_freeze_count() > 0


async def test_cycles_made_since_are_reclaimed_within_a_minute() -> None:
    clock, working = ManualClock(), asyncio.Event()
    working.set()
    async with seldom_collected(working, clock=clock):
        await clock.advance(SETTLED_SECONDS)
        made = weakref.ref(Knot())
        assert made() is not None
        await clock.advance(WHOLE_EVERY_SECONDS)
        assert made() is None


async def test_what_is_free_goes_back_to_the_system_within_a_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    clock, working, given, loop = ManualClock(), asyncio.Event(), asyncio.Event(), asyncio.get_running_loop()
    monkeypatch.setattr("app.hub.collector.give_back_memory", lambda: loop.call_soon_threadsafe(given.set))
    working.set()
    async with seldom_collected(working, clock=clock):
        await clock.advance(SETTLED_SECONDS)
        await clock.advance(WHOLE_EVERY_SECONDS)
        await asyncio.wait_for(given.wait(), PATIENCE)


async def test_python_begins_no_whole_walk_meanwhile_and_everything_is_as_before_afterwards() -> None:
    before = gc.get_threshold()
    working = asyncio.Event()
    working.set()
    clock = ManualClock()
    async with seldom_collected(working, clock=clock):
        assert gc.get_threshold() == (*before[:2], NEVER)
        await clock.advance(SETTLED_SECONDS)
    assert gc.get_threshold() == before
    assert gc.get_freeze_count() == 0
