"""When in the week trouble comes: the hours of the last weeks summed up from the rollups, and their heat. Known by the
hub's main and tables; knows analytics and store.

A screen never reads weeks of minute counts: a finished hour is summed up once, off the loop, some minutes after its
end, and again when the past was filled in.
"""

from collections.abc import Sequence

from app.analytics.counts import MinuteCounts
from app.analytics.heat import Cells, week_heat
from app.analytics.shelf import SeriesKey
from app.core.clock import HOUR, MINUTE, Clock, Millis
from app.domain.topic import ALL_TOPICS
from app.store import hours, rollups
from app.store.engine import Store
from app.store.hours import Hour
from app.store.transaction import Read, Write

WEEK_HOURS = 168
LONGEST_WEEKS = 5
LATE_MINUTES = 10
"""So long after its end an hour is summed up: late posts still come in."""

AGAIN_HOURS = 2
"""So many hours before the newest are summed up once more, for posts that came later still."""

AT_ONCE = 6
LOOK_SECONDS = 60.0


class Weeks:
    """Keeps the sums of hours up to date."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._until = -1

    def begin_anew(self) -> None:
        """The past was filled in: sum up all of it again."""
        self._until = 0

    async def keep(self, store: Store) -> None:
        """Go on for ever."""
        while True:
            await self.catch_up(store)
            await self._clock.sleep(LOOK_SECONDS)

    async def catch_up(self, store: Store) -> None:
        """Sum up every finished hour of the last weeks that is not yet."""
        end = (self._clock.now() - LATE_MINUTES * MINUTE) // HOUR
        if self._until < 0:
            self._until = 1 + await store.read(hours.newest)
        if self._until >= end:
            return
        # Taken before the work: what `begin_anew` asks for meanwhile is left for the next look.
        until, self._until = self._until, end
        try:
            await self._sum_up_between(store, until, end)
        except BaseException:
            self._until = min(self._until, until)
            raise

    async def _sum_up_between(self, store: Store, until: int, end: int) -> None:
        oldest, _newest = await store.read(rollups.span)
        first = max(oldest * MINUTE // HOUR, until - AGAIN_HOURS, end - LONGEST_WEEKS * WEEK_HOURS)
        for start in range(first if oldest else end, end, AT_ONCE):
            await self._sum_up(store, start, min(start + AT_ONCE, end))

    async def _sum_up(self, store: Store, first: int, last: int) -> None:
        found = await store.read(lambda tx: hours.summed(tx, first, last))

        def work(tx: Write) -> None:
            hours.keep(tx, first, last, found)

        await store.write(work)


async def hour_heat(
    store: Store, counts: MinuteCounts, *, now: Millis, topic: int, weeks: int
) -> tuple[tuple[int, ...], int]:
    """Mean heat of a topic by hour of the week, 168 from Monday 00:00 UTC, and how many hours it rests on."""
    since = now // HOUR - weeks * WEEK_HOURS

    def read(tx: Read) -> tuple[list[Hour], list[Hour]]:
        return hours.of(tx, topic, since=since), hours.of(tx, ALL_TOPICS, since=since)

    own, every = await store.read(read)
    heard = [one.hour for one in every if one.posts]
    return tuple(week_of(own, heard, counts, topic).ravel().tolist()), len(heard)


def week_of(own: Sequence[Hour], heard: Sequence[int], counts: MinuteCounts, topic: int) -> Cells:
    """Heat by weekday and hour of the hours that were heard; one without a row of this topic had no posts of it."""
    by_hour = {one.hour: one for one in own}
    told = [by_hour.get(hour, Hour(topic, hour, 0, 0, 0)) for hour in heard]
    return week_heat(counts, SeriesKey(topic), [(one.hour, one.posts, one.negative, one.reach) for one in told])
