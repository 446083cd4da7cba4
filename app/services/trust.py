"""What people say of alarms, and why there was one or none. Known by the door; knows analytics, store, wire and
domain."""

import asyncio
import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from app.analytics.counts import LEANING_SHARE
from app.analytics.trust import why
from app.core.clock import MINUTE
from app.core.errors import BadInput
from app.core.i18n import _
from app.domain.alarm import KeptAlarm
from app.domain.principal import Principal
from app.services.door import handles
from app.services.house import House
from app.store import alarms, audit, holes, rollups
from app.store.holes import Hole
from app.store.transaction import Read, Write
from app.wire.answers import AlarmHole, AlarmWindow, WhyAlarm
from app.wire.calls import JudgeAlarm, ListAlarms, WhyNoAlarm

LARGEST_PAGE = 500
LONGEST_WHY = 2_000
STEP_MINUTES = 5
REPLAYED_MINUTES = 21 * 1440
"""Three weeks tell what is usual well enough, and are read in a moment."""

LONGEST_WINDOW = 1440
"""Minutes; holes further back take nothing away from what is judged."""


@handles(ListAlarms)
async def list_alarms(house: House, principal: Principal, request: ListAlarms) -> tuple[KeptAlarm, ...]:
    limit = max(1, min(request.limit, LARGEST_PAGE))
    return tuple(await house.store.read(lambda tx: alarms.page(tx, before=request.before, limit=limit)))


@handles(JudgeAlarm)
async def judge_alarm(house: House, principal: Principal, request: JudgeAlarm) -> KeptAlarm:
    reason = request.why.strip()
    if len(reason) > LONGEST_WHY:
        raise BadInput(_("The reason is longer than {limit} characters.").format(limit=LONGEST_WHY))
    if not 0 <= request.trouble_at <= house.clock.now():
        raise BadInput(_("Trouble that was found out later began before now."))

    def work(tx: Write) -> KeptAlarm:
        judged = alarms.judge(
            tx, request.id, true=request.true, by=principal.name, why=reason, trouble_at=request.trouble_at
        )
        audit.write(tx, principal, "alarm.judged", f"alarm:{request.id}", after={"true": request.true, "why": reason})
        return judged

    return await house.store.write(work, initiator=principal.station)


@handles(WhyNoAlarm)
async def why_no_alarm(house: House, principal: Principal, request: WhyNoAlarm) -> WhyAlarm:
    at = min(request.at, house.clock.now()) // MINUTE
    if at <= 0:
        raise BadInput(_("This moment lies before anything was heard."))

    told = await house.store.read(lambda tx: _replayed(tx, request, at))
    if not told.minutes:
        raise BadInput(_("Nothing was heard before this moment."))
    found = await asyncio.to_thread(why, told.minutes, told.posts, at=at)
    heard = not math.isnan(told.posts[-1])
    return WhyAlarm(
        alarm=found.verdict.alarm,
        score=found.verdict.score,
        seen=told.posts[-1] if heard else 0.0,
        expected=found.verdict.expected,
        history_minutes=found.history_minutes,
        windows=tuple(AlarmWindow(*window) for window in found.windows),
        heard=heard,
        holes=tuple(
            AlarmHole(hole.network, hole.first * MINUTE, (hole.last + 1) * MINUTE)
            for hole in told.holes
            if hole.last > at - LONGEST_WINDOW
        ),
    )


class _Replayed(NamedTuple):
    """A series as it was heard: posts per bucket, NaN where nobody listened, and the holes that took them away."""

    minutes: list[int]
    posts: list[float]
    holes: list[Hole]


def _replayed(tx: Read, request: WhyNoAlarm, at: int) -> _Replayed:
    oldest, _newest = rollups.span(tx)
    if not oldest:
        return _Replayed([], [], [])
    first = max(oldest, at - REPLAYED_MINUTES) // STEP_MINUTES * STEP_MINUTES
    posts = rollups.series(
        tx, first, at + 1, topic=request.topic, region=request.region, network=request.network, step=STEP_MINUTES
    )
    lost = [hole for hole in holes.between(tx, first, at) if _takes_away(tx, hole, request, first, at)]
    minutes = list(range(first, at + 1, STEP_MINUTES))
    return _Replayed(minutes, [_heard(minute, posts, lost) for minute in minutes], lost)


def _takes_away(tx: Read, hole: Hole, request: WhyNoAlarm, first: int, at: int) -> bool:
    """Whether the series cannot be judged without what a hole swallowed: most of its posts came from there."""
    if not hole.network or request.network:
        return hole.network in ("", request.network)
    own, whole = (
        sum(rollups.series(tx, first, at + 1, topic=request.topic, network=network, step=STEP_MINUTES).values())
        for network in (hole.network, "")
    )
    return own >= LEANING_SHARE * whole


def _heard(minute: int, posts: Mapping[int, int], lost: Sequence[Hole]) -> float:
    last = minute + STEP_MINUTES - 1
    if any(hole.first <= last and hole.last >= minute for hole in lost):
        return math.nan
    return float(posts.get(minute, 0))
