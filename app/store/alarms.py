"""Alarms on record, with what people judged of them. Known by hub and services; knows tables."""

from collections.abc import Sequence
from typing import Any

import msgspec
from sqlalchemy import Row, func, select, update

from app.core.clock import Millis
from app.core.errors import NotFound
from app.core.i18n import _
from app.domain.alarm import KeptAlarm
from app.store import bulk
from app.store.tables import alarms
from app.store.transaction import Read, Write

ALARMS = "alarms"
"""The name under which `tx.changes.tables` tells that a judgement changed."""

_NEWEST = 1 << 62
_MOST = 10_000


def keep(tx: Write, found: Sequence[KeptAlarm]) -> None:
    """Record alarms as they are now; a judgement that was made stays."""
    for alarm in found:
        known = get(tx, alarm.id)
        judged = known or alarm
        row = (
            alarm.id,
            alarm.topic,
            alarm.region,
            alarm.network,
            alarm.began,
            alarm.closed,
            alarm.level,
            alarm.peak,
            msgspec.json.encode(alarm.reasons).decode(),
            msgspec.json.encode(alarm.signals).decode(),
            judged.judged,
            judged.judged_by,
            judged.why,
            judged.trouble_at,
        )
        bulk.put(tx, alarms, row)


def judge(tx: Write, alarm_id: int, *, true: bool, by: str, why: str, trouble_at: Millis) -> KeptAlarm:
    """A person says whether there was something to act on. Raises NotFound."""
    if get(tx, alarm_id) is None:
        raise NotFound(_("There is no alarm {id}.").format(id=alarm_id))
    said = {"judged": "true" if true else "false", "judged_by": by, "why": why, "trouble_at": trouble_at}
    tx.connection.execute(update(alarms).where(alarms.c.id == alarm_id).values(**said))
    tx.changes.tables.add(ALARMS)
    judged = get(tx, alarm_id)
    assert judged is not None
    return judged


def get(tx: Read, alarm_id: int) -> KeptAlarm | None:
    """One alarm."""
    row = tx.connection.execute(select(alarms).where(alarms.c.id == alarm_id)).one_or_none()
    return None if row is None else _alarm(row)


def page(tx: Read, *, before: int = 0, limit: int = 200) -> list[KeptAlarm]:
    """Newest alarms first, behind the alarm `before` (0: from the newest)."""
    query = select(alarms).where(alarms.c.id < (before or _NEWEST)).order_by(alarms.c.id.desc()).limit(limit)
    return [_alarm(row) for row in tx.connection.execute(query)]


def judged(tx: Read, *, since: Millis) -> list[KeptAlarm]:
    """The alarms that began since then and were judged, oldest first."""
    query = select(alarms).where(alarms.c.began >= since, alarms.c.judged != "").order_by(alarms.c.id).limit(_MOST)
    return [_alarm(row) for row in tx.connection.execute(query)]


def newest_id(tx: Read) -> int:
    """The id of the newest alarm; 0 when there was none."""
    return int(tx.connection.execute(select(func.coalesce(func.max(alarms.c.id), 0))).scalar_one())


def close_others(tx: Write, still_open: Sequence[int], at: Millis) -> None:
    """Close every open alarm but these: nobody follows the others any more."""
    query = update(alarms).where(alarms.c.closed == 0, alarms.c.id.not_in(list(still_open)))
    tx.connection.execute(query.values(closed=at))


def _alarm(row: Row[Any]) -> KeptAlarm:
    return KeptAlarm(
        **{
            **row._asdict(),
            "reasons": msgspec.json.decode(row.reasons, type=tuple[str, ...]),
            "signals": msgspec.json.decode(row.signals, type=dict[str, float]),
        }
    )
