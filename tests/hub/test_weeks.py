"""Hours of the week: summed up once each, again after the past was filled in, and hot where trouble was."""

from collections.abc import Callable

import pytest

from app.core.clock import HOUR, MINUTE, minute_of
from app.core.errors import StorageError
from app.domain.understanding import Sentiment
from app.hub.weeks import Weeks, hour_heat
from app.store import hours
from app.store.engine import Store
from app.store.transaction import Write
from tests.fakes.clock import NOON, ManualClock
from tests.fakes.minutes import count
from tests.fakes.rollups import store_counts
from tests.hub.past import started, talk

NOW = minute_of(NOON)
WEEK = 7 * 1440
HOURS_BACK = NOON // HOUR


def refuse() -> None:
    raise StorageError("The disk is full.")


class Meanwhile:
    """A store beside which something happens before each write."""

    def __init__(self, store: Store, happen: Callable[[], None]) -> None:
        self.read = store.read
        self._store = store
        self._happen = happen

    async def write(self, work: Callable[[Write], None]) -> None:
        self._happen()
        await self._store.write(work)


async def posts_of(store: Store, topic: int, hour: int) -> int:
    found = await store.read(lambda tx: hours.of(tx, topic, since=hour))
    return next((one.posts for one in found if one.hour == hour), 0)


async def test_an_hour_is_summed_up_some_minutes_after_its_end(store: Store) -> None:
    clock = ManualClock()
    weeks = Weeks(clock)
    await store_counts(store, [count(NOW - 90, 1, topic=0), count(NOW - 5, 4, topic=0)])
    await weeks.catch_up(store)
    assert await posts_of(store, 0, HOURS_BACK - 1) == 0
    await clock.advance(11 * 60.0)
    await weeks.catch_up(store)
    assert await posts_of(store, 0, HOURS_BACK - 1) == 4


async def test_a_past_that_was_filled_in_is_summed_up_again(store: Store) -> None:
    clock = ManualClock(NOON + 11 * MINUTE)
    weeks = Weeks(clock)
    await store_counts(store, [count(NOW - 900, 1, topic=0)])
    await weeks.catch_up(store)
    await store_counts(store, [count(NOW - 900, 6, topic=0)])
    await weeks.catch_up(store)
    assert await posts_of(store, 0, HOURS_BACK - 15) == 1
    weeks.begin_anew()
    await weeks.catch_up(store)
    assert await posts_of(store, 0, HOURS_BACK - 15) == 7


async def test_a_past_that_is_filled_in_while_hours_are_summed_up_is_summed_up_again(store: Store) -> None:
    clock = ManualClock(NOON + 11 * MINUTE)
    weeks = Weeks(clock)
    await store_counts(store, [count(NOW - 900, 1, topic=0)])
    await weeks.catch_up(Meanwhile(store, weeks.begin_anew))  # type: ignore[arg-type]
    await store_counts(store, [count(NOW - 900, 6, topic=0)])
    await weeks.catch_up(store)
    assert await posts_of(store, 0, HOURS_BACK - 15) == 7


async def test_hours_that_could_not_be_summed_up_are_tried_again(store: Store) -> None:
    weeks = Weeks(ManualClock(NOON + 11 * MINUTE))
    await store_counts(store, [count(NOW - 900, 1, topic=0)])
    with pytest.raises(StorageError):
        await weeks.catch_up(Meanwhile(store, refuse))  # type: ignore[arg-type]
    await weeks.catch_up(store)
    assert await posts_of(store, 0, HOURS_BACK - 15) == 1


async def test_the_hour_of_trouble_is_hot_and_an_hour_that_nobody_heard_is_unknown(store: Store) -> None:
    clock = ManualClock(NOON + 11 * MINUTE)
    storm = [count(NOW - 1440 + passed, 30, sentiment=Sentiment.NEGATIVE, reach=90_000) for passed in range(60)]
    await store_counts(store, [*talk(NOW - 5 * 1440, NOW), *storm])
    figures = started(clock, store)
    await figures.load(store)
    await Weeks(clock).catch_up(store)
    cells, heard = await hour_heat(store, figures.counts, now=clock.now(), topic=1, weeks=4)
    hottest = (NOW // 60 - 24 + 72) % 168
    assert heard == 5 * 24
    assert cells[hottest] == max(cells) > 0
    assert cells.count(-1) == 2 * 24
