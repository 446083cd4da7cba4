"""Alarms are kept, judged, counted in figures, and a missing one is explained."""

from collections.abc import Callable

import pytest

from app.analytics.alarms import AlarmChange, Turn
from app.core.clock import MINUTE
from app.core.errors import FishbowlError, StorageError
from app.domain.alarm import KeptAlarm
from app.hub.main import Hub
from app.hub.record import AlarmRecord, record
from app.link.client import HubClient
from app.store import alarms, holes
from app.store.engine import Store
from app.store.holes import Hole
from app.store.transaction import Write
from app.wire.answers import AlarmHole, WhyAlarm
from app.wire.calls import JudgeAlarm, ListAlarms, WhyNoAlarm
from app.wire.feeds import KpiFeed
from tests.fakes.rollups import store_counts
from tests.hub.conftest import Rooms, Until
from tests.hub.past import talk
from tests.hub.test_witness import alarm


async def raised(hub: Hub) -> KeptAlarm:
    await record(hub.house.store, [AlarmChange(Turn.RAISED, alarm(drivers=(5,)))])
    (kept,) = await hub.house.store.read(alarms.page)
    return kept


async def test_an_alarm_is_on_record_with_its_numbers_and_without_posts(hub: Hub, desk: HubClient) -> None:
    await raised(hub)
    (listed,) = await desk.call(ListAlarms())
    assert (listed.level, listed.reasons, listed.signals["posts"], listed.closed) == (3, ("much",), 40.0, 0)
    assert "post_ids" not in listed.signals


async def test_judged_alarms_make_precision_and_time_to_detect(hub: Hub, desk: HubClient, until: Until) -> None:
    kept = await raised(hub)
    kpis = desk.subscribe(KpiFeed())
    await until(kpis, lambda: "alarm_precision" in kpis.rows and not kpis.rows["alarm_precision"].known)
    judged = await desk.call(JudgeAlarm(id=kept.id, true=True, why="fog", trouble_at=kept.began - 7 * MINUTE))
    assert judged.judged == "true"
    await until(kpis, lambda: kpis.rows["alarm_precision"].known)
    assert (kpis.rows["alarm_precision"].value, kpis.rows["time_to_detect_minutes"].value) == (100.0, 7.0)


async def test_trouble_cannot_begin_in_the_future(hub: Hub, desk: HubClient) -> None:
    kept = await raised(hub)
    with pytest.raises(FishbowlError, match="before"):
        await desk.call(JudgeAlarm(id=kept.id, true=True, trouble_at=hub._clock.now() + 60 * MINUTE))


async def test_why_there_was_no_alarm_is_told_window_by_window(hub: Hub, desk: HubClient) -> None:
    now = hub._clock.now() // MINUTE
    await store_counts(hub.house.store, talk(now - 2 * 1440, now, posts=2.0))
    told: WhyAlarm = await desk.call(WhyNoAlarm(topic=1, at=now * MINUTE))
    assert not told.alarm
    assert told.score < 0.5
    assert told.expected == pytest.approx(10.0, rel=0.3)
    assert [window.minutes for window in told.windows if window.ready]
    assert all(window.excess < window.bar for window in told.windows if window.ready)


async def test_why_there_was_an_alarm_shows_the_window_that_struck(hub: Hub, desk: HubClient) -> None:
    now = hub._clock.now() // MINUTE
    await store_counts(hub.house.store, talk(now - 2 * 1440, now, posts=0.5) + talk(now - 15, now, posts=40.0))
    told = await desk.call(WhyNoAlarm(topic=1, at=(now - 1) * MINUTE))
    assert any(window.ready and window.excess >= window.bar for window in told.windows)


async def test_a_hole_is_told_and_is_no_calm(hub: Hub, desk: HubClient) -> None:
    now = hub._clock.now() // MINUTE
    await store_counts(hub.house.store, talk(now - 2 * 1440, now - 120, posts=2.0))
    everywhere, elsewhere = Hole("", now - 120, now), Hole("mastodon", now - 300, now - 200)
    await hub.house.store.write(lambda tx: holes.keep(tx, [everywhere, elsewhere]))
    told = await desk.call(WhyNoAlarm(topic=1, at=now * MINUTE))
    assert not told.heard
    assert told.holes == (AlarmHole("", (now - 120) * MINUTE, (now + 1) * MINUTE),)
    hour = next(window for window in told.windows if window.minutes == 60)
    assert (hour.seen, hour.usual) == (0.0, 0.0)


async def test_a_moment_that_was_heard_says_so(hub: Hub, desk: HubClient) -> None:
    now = hub._clock.now() // MINUTE
    await store_counts(hub.house.store, talk(now - 2 * 1440, now, posts=2.0))
    told = await desk.call(WhyNoAlarm(topic=1, at=now * MINUTE))
    assert (told.heard, told.holes) == (True, ())


async def test_before_anything_was_heard_nothing_can_be_told(desk: HubClient) -> None:
    with pytest.raises(FishbowlError, match="before"):
        await desk.call(WhyNoAlarm(topic=1, at=0))
    with pytest.raises(FishbowlError, match="before"):
        await desk.call(WhyNoAlarm(topic=1, at=MINUTE))


async def test_after_a_restart_no_alarm_number_is_used_twice(rooms: Rooms, hub: Hub) -> None:
    await raised(hub)
    await rooms.close_hub(hub)
    again = await rooms.open_hub()
    assert again._figures.book.next_id == 2


async def test_a_turn_that_the_store_refused_is_kept_with_the_next(store: Store) -> None:
    class Refusing:
        """A store that is full once."""

        full = True

        async def write(self, work: Callable[[Write], None]) -> None:
            if self.full:
                raise StorageError("The disk is full.")
            await store.write(work)

    refusing = Refusing()
    book = AlarmRecord(refusing)  # type: ignore[arg-type]
    with pytest.raises(StorageError):
        await book.keep([AlarmChange(Turn.RAISED, alarm(drivers=(5,)))])
    refusing.full = False
    await book.keep(())
    (kept,) = await store.read(alarms.page)
    assert kept.level == 3
