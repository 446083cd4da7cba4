"""What people say of alarms, and why there was one or none. Known by the door; knows analytics, store, wire and
domain."""

import asyncio

from app.analytics.trust import why
from app.core.clock import MINUTE
from app.core.errors import BadInput
from app.core.i18n import _
from app.domain.alarm import KeptAlarm
from app.domain.principal import Principal
from app.services.door import handles
from app.services.house import House
from app.store import alarms, audit, rollups
from app.store.transaction import Read, Write
from app.wire.answers import AlarmWindow, WhyAlarm
from app.wire.calls import JudgeAlarm, ListAlarms, WhyNoAlarm

LARGEST_PAGE = 500
LONGEST_WHY = 2_000
STEP_MINUTES = 5
REPLAYED_MINUTES = 21 * 1440
"""Three weeks tell what is usual well enough, and are read in a moment."""


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

    def series(tx: Read) -> tuple[list[int], list[float]]:
        oldest, _newest = rollups.span(tx)
        first = max(oldest, at - REPLAYED_MINUTES) // STEP_MINUTES * STEP_MINUTES
        posts = rollups.series(
            tx, first, at + 1, topic=request.topic, region=request.region, network=request.network, step=STEP_MINUTES
        )
        minutes = list(range(first, at + 1, STEP_MINUTES)) if oldest else []
        return minutes, [float(posts.get(minute, 0)) for minute in minutes]

    minutes, posts = await house.store.read(series)
    if not minutes:
        raise BadInput(_("Nothing was heard before this moment."))
    told = await asyncio.to_thread(why, minutes, posts, at=at)
    return WhyAlarm(
        alarm=told.verdict.alarm,
        score=told.verdict.score,
        seen=posts[-1],
        expected=told.verdict.expected,
        history_minutes=told.history_minutes,
        windows=tuple(AlarmWindow(*window) for window in told.windows),
    )
