"""A tape is recorded from what a hub's tables say, on a clock that is moved by hand."""

import asyncio
from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

from app.core.clock import MINUTE, SECOND
from app.hub.taping import LASTS, Recorder, SteppedClock, wall_feeds
from app.wire.feeds import Feed, HouseFeed, KpiFeed
from tests.fakes.clock import NOON, settle


class Tables:
    """The house never changes; the figure is another one from the second look on."""

    def __init__(self) -> None:
        self.looks = 0

    async def rows(self, feed: Feed) -> Mapping[str, bytes]:
        if isinstance(feed, HouseFeed):
            return {"house": b"\x01"}
        self.looks += 1
        return {"a": b"\x01"} if self.looks == 1 else {"b": b"\x02"}


def recorder(clock: SteppedClock, tables: Tables) -> Recorder:
    hub: Any = SimpleNamespace(tables=tables, as_of=clock.now)
    return Recorder(hub, clock, [HouseFeed(), KpiFeed()])


async def test_a_clock_that_is_moved_wakes_whoever_slept_so_long() -> None:
    clock, woken = SteppedClock(NOON), list[float]()

    async def sleep(seconds: float) -> None:
        await clock.sleep(seconds)
        woken.append(seconds)

    async with asyncio.TaskGroup() as group:
        for seconds in (30.0, 5.0, 0.0):
            group.create_task(sleep(seconds))
        await settle()
        assert woken == [0.0]
        clock.move(10)
        await settle()
        assert woken == [0.0, 5.0]
        clock.move(20)
    assert (woken, clock.now()) == ([0.0, 5.0, 30.0], NOON + 30 * SECOND)


async def test_a_moment_holds_its_beginning_and_only_what_changed_afterwards() -> None:
    moment = await recorder(SteppedClock(NOON), Tables()).record("quiet")
    assert (moment.name, moment.at, moment.lasts) == ("quiet", NOON, LASTS)
    assert [[(key, bytes(row)) for key, row in rows] for rows in moment.rows] == [
        [("house", b"\x01")],
        [("a", b"\x01")],
    ]
    (step,) = moment.steps
    assert (step.feed, [key for key, _row in step.put], step.drop) == (1, ["b"], ["a"])
    assert 0 < step.after <= MINUTE


def test_no_feed_is_recorded_twice() -> None:
    recorded = wall_feeds([1, 2])
    assert len(set(recorded)) == len(recorded)
