"""Sums of hours: what the rollups say, and an hour of silence is known to be one."""

from app.domain.understanding import Sentiment
from app.store import hours
from app.store.engine import Store
from app.store.hours import Hour
from tests.fakes.minutes import MONDAY, count
from tests.fakes.rollups import store_counts

FIRST = MONDAY // 60


async def sum_up(store: Store, first: int, last: int) -> None:
    found = await store.read(lambda tx: hours.summed(tx, first, last))
    await store.write(lambda tx: hours.keep(tx, first, last, found))


async def test_an_hour_holds_the_posts_of_its_sixty_minutes(store: Store) -> None:
    await store_counts(
        store,
        [
            count(MONDAY, 2, reach=100, sentiment=Sentiment.NEGATIVE),
            count(MONDAY + 59, 3, reach=40),
            count(MONDAY + 60, 7),
        ],
    )
    await sum_up(store, FIRST, FIRST + 2)
    found = await store.read(lambda tx: hours.of(tx, 1, since=FIRST))
    assert found == [Hour(1, FIRST, 5, 2, 140), Hour(1, FIRST + 1, 7, 0, 0)]


async def test_summing_up_again_replaces_what_was_kept(store: Store) -> None:
    for posts in (4, 5):
        await store_counts(store, [count(MONDAY, posts)])
        await sum_up(store, FIRST, FIRST + 1)
    (found,) = await store.read(lambda tx: hours.of(tx, 1, since=FIRST))
    assert found.posts == 9


async def test_a_silent_hour_is_summed_up_too(store: Store) -> None:
    assert await store.read(hours.newest) == -1
    await sum_up(store, FIRST, FIRST + 1)
    assert await store.read(hours.newest) == FIRST
    assert await store.read(lambda tx: hours.of(tx, 0, since=FIRST)) == [Hour(0, FIRST, 0, 0, 0)]
