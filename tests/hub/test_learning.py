"""What the hub knows of the past: taken back, learned again, and never told as news."""

from collections.abc import Sequence

import pytest

from app.analytics.alarms import Turn
from app.analytics.counts import MinuteCounts
from app.analytics.ring import POSTS
from app.analytics.shelf import SeriesKey
from app.core.clock import minute_of
from app.domain.counts import Count
from app.domain.topic import Topic
from app.domain.understanding import Sentiment
from app.store import kv, rollups
from app.store.engine import Store
from tests.fakes.clock import ManualClock
from tests.fakes.minutes import count
from tests.fakes.rollups import store_counts
from tests.hub.past import DAY, DELAYS, NOW, load_history, pass_minutes, raised, started, talk


async def test_history_with_an_old_burst_raises_no_alarm_after_the_first_start(
    store: Store, clock: ManualClock
) -> None:
    figures = started(clock, store)
    burst = talk(NOW - 240, NOW - 180, posts=30.0, mood=Sentiment.NEGATIVE)
    await load_history(figures, store, clock, talk(NOW - 2 * DAY, NOW) + burst)
    assert raised(await pass_minutes(figures, clock, 30)) == []


async def test_trouble_that_goes_on_at_the_first_start_is_raised(store: Store, clock: ManualClock) -> None:
    figures = started(clock, store)
    burst = talk(NOW - 20, NOW, posts=30.0, mood=Sentiment.NEGATIVE)
    await load_history(figures, store, clock, talk(NOW - 2 * DAY, NOW) + burst)
    await store_counts(store, talk(NOW, NOW + 1, posts=30.0, mood=Sentiment.NEGATIVE))
    assert raised(await pass_minutes(figures, clock, 10)) == [1]


async def test_trouble_after_an_old_burst_is_raised(store: Store, clock: ManualClock) -> None:
    figures = started(clock, store)
    burst = talk(NOW - 300, NOW - 270, posts=15.0)
    await load_history(figures, store, clock, talk(NOW - 2 * DAY, NOW) + burst)
    changes = await pass_minutes(figures, clock, 10)
    for _minute in range(20):
        now = minute_of(clock.now())
        await store_counts(store, talk(now, now + 1, posts=120.0, mood=Sentiment.NEGATIVE))
        changes += await pass_minutes(figures, clock, 1)
    assert raised(changes) == [1]


async def test_without_anything_learned_the_rhythm_is_learned_from_five_weeks(store: Store, clock: ManualClock) -> None:
    await store_counts(
        store, [count(NOW - 20 * DAY + 5 * step, 10, topic=one) for step in range(5000) for one in (0, 1)]
    )
    figures = started(clock, store)
    await figures.load(store)
    shelf = figures.counts.topics
    learned = shelf.baseline.learned()[shelf.row_by_key[SeriesKey(1)]]
    assert learned >= 5 * DAY


async def test_two_loud_days_are_counted_part_by_part_and_never_held_whole(
    store: Store, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    await store_counts(store, talk(NOW - DAY, NOW))
    parts: list[int] = []

    class Watched(MinuteCounts):
        def add(self, counts: Sequence[Count], *, backfill: bool = False) -> None:
            parts.append(len(counts))
            super().add(counts, backfill=backfill)

    monkeypatch.setattr("app.store.rollups._CHUNK", 500)
    monkeypatch.setattr("app.hub.recount.MinuteCounts", Watched)
    figures = started(clock, store)
    await figures.load(store)
    told = await store.read(lambda tx: rollups.since(tx, NOW - DAY))
    assert max(parts) <= 500
    assert sum(parts) == len(told) > 1000
    heard = figures.counts.window(SeriesKey(1), minutes=2 * DAY, now=NOW)[:, POSTS].sum()
    assert heard == sum(cell.posts for cell in told if cell.key.topic == 1)


async def test_what_was_learned_is_taken_back_after_a_restart(store: Store, clock: ManualClock) -> None:
    before = started(clock, store)
    await load_history(before, store, clock, talk(NOW - 2 * DAY, NOW))
    await before.keep(store)
    after = started(clock, store)
    await after.load(store)
    shelves = [figures.counts.topics for figures in (before, after)]
    rates = [float(shelf.baseline.learned_rate(shelf.row_by_key[SeriesKey(1)])) for shelf in shelves]
    assert rates[1] == pytest.approx(rates[0], rel=0.01)
    assert not after.stale


async def test_damaged_memory_is_learned_again(store: Store, clock: ManualClock) -> None:
    await store_counts(store, talk(NOW - 2 * DAY, NOW))
    await store.write(lambda tx: kv.put(tx, "learned", b"\x00broken"))
    figures = started(clock, store)
    await figures.load(store)
    assert figures.counts.topics.baseline.learned_rate(figures.counts.topics.row_by_key[SeriesKey(1)]) > 0.5


async def test_a_new_topic_has_a_history_of_silence_and_a_removed_one_has_none(
    store: Store, clock: ManualClock
) -> None:
    figures = started(clock, store)
    await figures.load(store)
    figures.follow((DELAYS, Topic(id=2, name="Bags", query="bag*")))
    assert 2 in figures.counts.known_topics()
    figures.follow((Topic(id=2, name="Bags", query="bag*"),))
    assert figures.counts.known_topics() == [0, 2]


async def test_the_alarm_of_a_removed_topic_is_closed(store: Store, clock: ManualClock) -> None:
    figures = started(clock, store)
    burst = talk(NOW - 20, NOW, posts=30.0, mood=Sentiment.NEGATIVE)
    await load_history(figures, store, clock, talk(NOW - 2 * DAY, NOW) + burst)
    await pass_minutes(figures, clock, 5)
    assert figures.alarms()
    assert [change.turn for change in figures.follow(())] == [Turn.CLOSED]
    assert figures.alarms() == {}


async def test_the_usual_tone_is_learned_again_where_it_was_not_kept(store: Store, clock: ManualClock) -> None:
    angry = talk(NOW - 2 * DAY, NOW, posts=0.5, mood=Sentiment.NEGATIVE)
    await store_counts(store, angry + talk(NOW - 2 * DAY, NOW, posts=0.5))
    figures = started(clock, store)
    await figures.load(store)
    row = figures.counts.topics.row_by_key[SeriesKey(1)]
    assert figures.book.tone.usual()[row] == pytest.approx(0.5, abs=0.03)


async def test_a_tone_that_was_kept_is_not_learned_twice(store: Store, clock: ManualClock) -> None:
    await store_counts(store, talk(NOW - 2 * DAY, NOW, mood=Sentiment.NEGATIVE))
    before = started(clock, store)
    await before.load(store)
    await before.keep(store)
    after = started(clock, store)
    await after.load(store)
    assert after.book.tone.past == pytest.approx(before.book.tone.past, rel=1e-5)
