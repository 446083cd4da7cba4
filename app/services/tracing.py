"""A series beside what was usual, so that a person sees what an alarm saw. Known by the door; knows analytics, store,
wire and domain."""

import asyncio

from app.analytics.scan import Scan, Verdict
from app.core.clock import DAY, MINUTE
from app.core.errors import BadInput
from app.core.i18n import _
from app.domain.principal import Principal
from app.services.door import handles
from app.services.house import House
from app.store import rollups
from app.store.transaction import Read
from app.wire.answers import AlarmTrace
from app.wire.calls import TraceAlarm

STEP_MINUTES = 5
LEARNED_MINUTES = 21 * 1440
"""Three weeks tell what is usual well enough, and are read in a moment."""

LONGEST = 3 * DAY


@handles(TraceAlarm)
async def trace_alarm(house: House, principal: Principal, request: TraceAlarm) -> AlarmTrace:
    last = min(request.last, house.clock.now())
    if not 0 < request.first < last or last - request.first > LONGEST:
        raise BadInput(_("Between the first and the last moment lie at most three days, and not one before the first."))
    shown = request.first // MINUTE // STEP_MINUTES * STEP_MINUTES

    def series(tx: Read) -> tuple[list[int], list[float]]:
        oldest, _newest = rollups.span(tx)
        begin = max(oldest, shown - LEARNED_MINUTES) // STEP_MINUTES * STEP_MINUTES
        end = last // MINUTE + 1
        posts = rollups.series(
            tx, begin, end, topic=request.topic, region=request.region, network=request.network, step=STEP_MINUTES
        )
        minutes = list(range(begin, end, STEP_MINUTES)) if oldest else []
        return minutes, [float(posts.get(minute, 0)) for minute in minutes]

    minutes, posts = await house.store.read(series)
    told = await asyncio.to_thread(_replay, minutes, posts)
    skip = next((place for place, minute in enumerate(minutes) if minute >= shown), len(minutes))
    return AlarmTrace(
        first=(minutes[skip] if skip < len(minutes) else shown) * MINUTE,
        step=STEP_MINUTES * MINUTE,
        seen=tuple(posts[skip:]),
        usual=tuple(verdict.expected for verdict in told[skip:]),
        score=tuple(verdict.score for verdict in told[skip:]),
    )


def _replay(minutes: list[int], posts: list[float]) -> list[Verdict]:
    scan = Scan()
    return [scan.read(float(minute), number) for minute, number in zip(minutes, posts, strict=True)]
