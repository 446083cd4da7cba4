"""Alarms on record: kept turn by turn, judged by people, never mixed up."""

import pytest
from msgspec.structs import replace

from app.core.clock import MINUTE
from app.core.errors import NotFound
from app.domain.alarm import KeptAlarm
from app.store import alarms
from app.store.engine import Store
from tests.fakes.clock import NOON

ALARM = KeptAlarm(
    id=1,
    topic=3,
    region="PT",
    network="",
    began=NOON,
    closed=0,
    level=2,
    peak=2,
    reasons=("9 times the usual",),
    signals={"posts": 90.0},
)


async def keep(store: Store, *found: KeptAlarm) -> None:
    await store.write(lambda tx: alarms.keep(tx, found))


async def judge(store: Store, *, true: bool, number: int = 1) -> KeptAlarm:
    return await store.write(lambda tx: alarms.judge(tx, number, true=true, by="ana", why="fog", trouble_at=NOON))


async def test_the_newest_turn_of_an_alarm_is_what_is_kept(store: Store) -> None:
    await keep(store, ALARM)
    grown = replace(ALARM, level=4, peak=4, closed=NOON + 90 * MINUTE)
    await keep(store, grown)
    assert await store.read(alarms.page) == [grown]


async def test_a_judgement_outlives_the_alarms_later_turns(store: Store) -> None:
    await keep(store, ALARM)
    await judge(store, true=True)
    await keep(store, replace(ALARM, level=3))
    (found,) = await store.read(lambda tx: alarms.judged(tx, since=NOON))
    assert (found.level, found.judged, found.judged_by, found.why, found.trouble_at) == (3, "true", "ana", "fog", NOON)


async def test_the_newest_judgement_counts(store: Store) -> None:
    await keep(store, ALARM)
    await judge(store, true=True)
    assert (await judge(store, true=False)).judged == "false"


async def test_an_alarm_that_never_was_cannot_be_judged(store: Store) -> None:
    with pytest.raises(NotFound):
        await judge(store, true=True, number=9)


async def test_alarms_are_listed_newest_first_page_by_page(store: Store) -> None:
    await keep(store, *(replace(ALARM, id=number) for number in (1, 2, 3)))
    first = await store.read(lambda tx: alarms.page(tx, limit=2))
    rest = await store.read(lambda tx: alarms.page(tx, before=first[-1].id, limit=2))
    assert [one.id for one in (*first, *rest)] == [3, 2, 1]
    assert await store.read(alarms.newest_id) == 3


async def test_what_nobody_follows_any_more_is_closed(store: Store) -> None:
    await keep(store, *(replace(ALARM, id=number) for number in (1, 2)))
    await store.write(lambda tx: alarms.close_others(tx, [2], NOON + MINUTE))
    assert [one.closed for one in await store.read(alarms.page)] == [0, NOON + MINUTE]
