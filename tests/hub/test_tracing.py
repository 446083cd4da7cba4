"""A series beside what was usual, for people's eyes."""

import pytest

from app.core.clock import DAY, HOUR, MINUTE
from app.core.errors import FishbowlError
from app.hub.main import Hub
from app.link.client import HubClient
from app.wire.answers import AlarmTrace
from app.wire.calls import TraceAlarm
from tests.fakes.rollups import store_counts
from tests.hub.past import talk


async def test_a_burst_stands_out_of_what_was_usual_and_strikes(hub: Hub, desk: HubClient) -> None:
    now = hub._clock.now() // MINUTE
    await store_counts(hub.house.store, talk(now - 2 * 1440, now, posts=1.0) + talk(now - 15, now, posts=40.0))
    last = now * MINUTE
    told: AlarmTrace = await desk.call(TraceAlarm(topic=1, first=last - 2 * HOUR, last=last))
    assert told.step == 5 * MINUTE
    assert last - 2 * HOUR - told.step < told.first <= last - 2 * HOUR
    assert len(told.seen) == len(told.usual) == len(told.score) == (last - told.first) // told.step + 1
    assert told.usual[-2] == pytest.approx(5.0, rel=0.4)
    assert told.seen[-2] > 100.0
    assert max(told.score[:-4]) < 0.5 <= max(told.score[-4:])


async def test_what_was_never_heard_has_no_series(hub: Hub, desk: HubClient) -> None:
    now = hub._clock.now()
    told: AlarmTrace = await desk.call(TraceAlarm(topic=9, first=now - HOUR, last=now))
    assert told.seen == told.usual == told.score == ()


@pytest.mark.parametrize(("first", "last"), [(0, MINUTE), (9 * MINUTE, 8 * MINUTE), (MINUTE, 4 * DAY)])
async def test_a_span_that_makes_no_sense_is_refused(desk: HubClient, first: int, last: int) -> None:
    with pytest.raises(FishbowlError, match="three days"):
        await desk.call(TraceAlarm(topic=1, first=first, last=last))
