"""A house with a past: figures over a store that holds days of minute counts. Known by tests of the hub."""

import numpy as np

from app.analytics.alarms import AlarmChange, Turn
from app.core.clock import minute_of
from app.domain.counts import Count
from app.domain.topic import Topic
from app.domain.understanding import Sentiment
from app.hub.figures import Figures
from app.store.engine import Store
from tests.fakes.clock import NOON, ManualClock
from tests.fakes.minutes import count
from tests.fakes.rollups import store_counts

NOW = minute_of(NOON)
DAY = 1440
DELAYS = Topic(id=1, name="Delays", query="delay*")


def started(clock: ManualClock, store: Store, *topics: Topic) -> Figures:
    """Figures as a hub that has just come up has them, before it counted anything."""
    figures = Figures(clock)
    figures.follow(topics or (DELAYS,))
    store.listen(figures.take)
    return figures


def talk(
    first: int, last: int, *, posts: float = 1.0, topic: int = 1, mood: Sentiment = Sentiment.NEUTRAL
) -> list[Count]:
    """About so many posts a minute, of a topic and among all posts."""
    numbers = np.random.default_rng(5).poisson(posts, last - first).tolist()
    return [
        count(first + passed, number, topic=one, sentiment=mood)
        for passed, number in enumerate(numbers)
        if number
        for one in (0, topic)
    ]


async def pass_minutes(figures: Figures, clock: ManualClock, minutes: int) -> list[AlarmChange]:
    changes: list[AlarmChange] = []
    for _minute in range(minutes):
        changes += figures.tick()
        await clock.advance(60.0)
    return changes


def raised(changes: list[AlarmChange]) -> list[int]:
    return [change.alarm.topic for change in changes if change.turn is Turn.RAISED]


async def load_history(figures: Figures, store: Store, clock: ManualClock, history: list[Count]) -> None:
    """A first start: nothing known, then a connector fills in the past, and the hub learns from it."""
    await figures.load(store)
    await store_counts(store, history, backfill=True)
    await clock.advance(5.0)
    assert figures.stale
    await figures.load(store)
