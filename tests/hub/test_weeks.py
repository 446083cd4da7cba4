"""Hours of the week: summed up once each, again after the past was filled in, and hot where trouble was."""

from app.core.clock import HOUR, MINUTE, minute_of
from app.domain.understanding import Sentiment
from app.hub.weeks import Weeks, hour_heat
from app.store import hours
from app.store.engine import Store
from tests.fakes.clock import NOON, ManualClock
from tests.fakes.minutes import count
from tests.fakes.rollups import store_counts
from tests.hub.past import started, talk

NOW = minute_of(NOON)
WEEK = 7 * 1440
HOURS_BACK = NOON // HOUR


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
