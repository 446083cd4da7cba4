"""The alarms' turns written to the store's record. Known by the hub's main; knows analytics, domain and store."""

from collections.abc import Sequence

import msgspec

from app.analytics.alarms import AlarmBook, AlarmChange, Turn
from app.core.clock import MINUTE, Millis
from app.domain.alarm import KeptAlarm
from app.store import alarms
from app.store.engine import Store


def kept(change: AlarmChange) -> KeptAlarm:
    """The record of an alarm after one of its turns."""
    alarm = change.alarm
    numbers = msgspec.structs.asdict(alarm.signals)
    del numbers["post_ids"]  # posts are swept away, alarms stay
    return KeptAlarm(
        id=alarm.id,
        topic=alarm.topic,
        region=alarm.region,
        network=alarm.network,
        began=alarm.began * MINUTE,
        closed=(alarm.newest + 1) * MINUTE if change.turn is Turn.CLOSED else 0,
        level=alarm.level,
        peak=alarm.peak,
        reasons=alarm.reasons,
        signals=numbers,
    )


async def record(store: Store, changes: Sequence[AlarmChange]) -> None:
    """Keep these turns."""
    rows = [kept(change) for change in changes]
    if rows:
        await store.write(lambda tx: alarms.keep(tx, rows))


class AlarmRecord:
    """Keeps every turn: what the store refused is written with the next ones."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._unkept: list[AlarmChange] = []

    async def keep(self, changes: Sequence[AlarmChange]) -> None:
        """Keep these turns, and those that could not be kept before. Raises the store's errors."""
        waiting, self._unkept = [*self._unkept, *changes], []
        try:
            await record(self._store, waiting)
        except BaseException:
            self._unkept = [*waiting, *self._unkept]
            raise


async def reconcile(store: Store, book: AlarmBook, *, now: Millis) -> None:
    """At start: no id is used twice, and what nobody follows any more is closed."""
    still_open = [alarm.id for alarm in book.open_alarms()]
    await store.write(lambda tx: alarms.close_others(tx, still_open, now))
    book.next_id = max(book.next_id, 1 + await store.read(alarms.newest_id))
