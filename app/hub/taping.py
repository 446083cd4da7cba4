"""`python -m app.hub.taping FILE`: records the tour's tape from a day of the invented company. Known by nobody; knows
the hub, the demo and wire.tape.

The hub is the real one, on a clock that is moved by hand: a week is learned, then the story's crisis is heard minute by
minute. The company's lead declares it as he would at a desk, and declares it over. Nothing outside is reached.
"""

import asyncio
import contextlib
import heapq
import itertools
import sys
import tempfile
from collections.abc import AsyncIterator, Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import structlog
from msgspec import Raw
from msgspec.structs import replace

from app.core.clock import MINUTE, SECOND, Millis
from app.core.ids import IdMaker
from app.core.paths import DataDir
from app.core.settings import Settings
from app.core.tasks import TaskScope
from app.domain.crisis import Crisis
from app.domain.principal import Principal, Role
from app.hub.demo import ORGANISATION, demo_account, demo_topics
from app.hub.main import Hub
from app.hub.tables import HubTables
from app.services.door import perform
from app.store import accounts, topics
from app.store.engine import Store
from app.store.transaction import Write
from app.wire import feeds
from app.wire.calls import Request
from app.wire.crisis_calls import DeclareCrisis, EndCrisis, SaveCrisis
from app.wire.feeds import AnyFeed
from app.wire.tape import Rows, Tape, TapeMoment, TapeStep, write_tape

log = structlog.get_logger(__name__)

OPENS = datetime(2026, 3, 11, 13, 20, tzinfo=UTC)
"""A Wednesday; the story's crisis begins at 14:05."""
HISTORY_HOURS = 168
CRISIS_TOPIC = 1
"""The topic the story's crisis is about, the first of the demo's."""
STEP_SECONDS = 30.0
PATIENCE_SECONDS = 0.02
POLLS = 40
LEAST_LEVEL, PLAYBOOK = 3, "outage"
LEAD = Principal(name="Rosa Lind", role=Role.CRISIS_LEAD, station="taping")
QUIET = datetime(2026, 3, 11, 13, 41, tzinfo=UTC)
REPAIRED = datetime(2026, 3, 11, 16, 0, tzinfo=UTC)
OVER = datetime(2026, 3, 11, 16, 45, tzinfo=UTC)
AFTERWARDS = datetime(2026, 3, 11, 17, 31, tzinfo=UTC)
LASTS: Millis = 4 * MINUTE
"""How long each moment is recorded; within five minutes, after which heat begins anew."""
STANDS: Millis = 8 * MINUTE
"""So long the crisis has been declared when it is shown."""


class SteppedClock:
    """A clock that stands until it is moved, and then moves at once: whoever's sleep has ended wakes."""

    def __init__(self, now: Millis) -> None:
        self._start = now
        self._passed = 0.0
        self._order = itertools.count()
        self._sleepers: list[tuple[float, int, asyncio.Event]] = []

    def now(self) -> Millis:
        return self._start + round(self._passed * SECOND)

    def monotonic(self) -> float:
        return self._passed

    async def sleep(self, seconds: float) -> None:
        """Until it was moved so far."""
        if seconds <= 0:
            await asyncio.sleep(0)
            return
        woken = asyncio.Event()
        heapq.heappush(self._sleepers, (self._passed + seconds, next(self._order), woken))
        await woken.wait()

    def move(self, seconds: float) -> None:
        """Let time pass."""
        self._passed += seconds
        while self._sleepers and self._sleepers[0][0] <= self._passed:
            heapq.heappop(self._sleepers)[2].set()


def wall_feeds(topic_ids: Sequence[int]) -> list[AnyFeed]:
    """Everything the shipped scenes can ask for; what follows a crisis is asked for each topic."""
    general: list[AnyFeed] = [
        feeds.HouseFeed(),
        feeds.HealthFeed(),
        feeds.AlarmFeed(),
        feeds.ResponseFeed(),
        feeds.KpiFeed(),
        feeds.CommunityFeed(),
        feeds.RisingFeed(),
        feeds.TopicFeed(),
        feeds.OnShiftFeed(),
        feeds.HeatFeed(),
        feeds.HeatFeed(by="region"),
        feeds.HourHeatFeed(topic=0, weeks=4),
        feeds.VolumeFeed(),
        feeds.VolumeFeed(minutes=1440, step=5),
        feeds.VolumeFeed(minutes=60, step=1),
    ]
    of_topics: list[AnyFeed] = []
    for topic in (0, *topic_ids):
        of_topics += [
            feeds.VolumeFeed(topic=topic, minutes=120, step=1),
            feeds.VolumeFeed(topic=topic, minutes=60, step=10),
            feeds.VolumeFeed(topic=topic, minutes=1440, step=60),
            feeds.VolumeFeed(topic=topic, minutes=1440, step=15),
            feeds.RegionFeed(topic=topic),
            feeds.StreamFeed(topic=topic),
        ]
    return [*general, *of_topics]


class Recorder:
    """Moves a hub's clock and keeps what its tables say."""

    def __init__(self, hub: Hub, clock: SteppedClock, recorded: Sequence[AnyFeed]) -> None:
        self._hub, self._clock = hub, clock
        self._tables: HubTables = hub.tables
        self._recorded = list(recorded)

    async def until(self, moment: Millis) -> None:
        """Let the hub live up to a moment."""
        while self._clock.now() < moment:
            await self.step()

    async def step(self) -> None:
        """Let some seconds pass and wait until the hub has heard them."""
        self._clock.move(STEP_SECONDS)
        await self._heard()

    async def begin(self) -> None:
        """Wait until the hub has heard its history."""
        await self._hub.working.wait()
        while await self._newest_post() < self._clock.now() - 2 * MINUTE:  # noqa: ASYNC110 - the hub tells nobody
            await asyncio.sleep(1.0)

    async def crisis_alarm(self) -> feeds.AlarmRow | None:
        """The alarm of the story's crisis; None while it has not been raised."""
        rows = [msgspec.msgpack.decode(row, type=feeds.AlarmRow) for row in await self._alarm_rows()]
        return next((row for row in rows if row.topic == CRISIS_TOPIC), None)

    async def _alarm_rows(self) -> list[bytes]:
        return list((await self._tables.rows(feeds.AlarmFeed())).values())

    async def perform(self, request: Request) -> Any:
        """What the company's lead does at a desk."""
        return await perform(self._hub.house, LEAD, request)

    def is_in_bucket(self) -> bool:
        """Whether the five minutes that heat is told for have begun, and most of them are left."""
        return MINUTE <= self._clock.now() % (5 * MINUTE) < 2 * MINUTE

    async def record(self, name: str) -> TapeMoment:
        """Some minutes from now on."""
        at = self._clock.now()
        rows = [await self._tables.rows(feed) for feed in self._recorded]
        steps: list[TapeStep] = []
        told = rows
        while self._clock.now() < at + LASTS:
            await self.step()
            fresh = [await self._tables.rows(feed) for feed in self._recorded]
            for place, (before, after) in enumerate(zip(told, fresh, strict=True)):
                put = [(key, row) for key, row in after.items() if before.get(key) != row]
                drop = [key for key in before if key not in after]
                if put or drop:
                    steps.append(TapeStep(self._clock.now() - at, place, _raw(put), drop))
            told = fresh
        log.warning("recorded", moment=name, at=at, steps=len(steps))
        return TapeMoment(name=name, at=at, lasts=LASTS, rows=[_raw(one.items()) for one in rows], steps=steps)

    async def _heard(self) -> None:
        """The hub works in threads of its own: wait for it, not for the clock."""
        polls = 0
        while self._hub.as_of() < self._clock.now() - 5 * SECOND:
            await asyncio.sleep(PATIENCE_SECONDS)
            polls += 1
            if polls % POLLS == 0:
                self._clock.move(1.0)  # whoever lay down only after the clock was moved
        await asyncio.sleep(PATIENCE_SECONDS)

    async def _newest_post(self) -> Millis:
        rows = await self._tables.rows(feeds.StreamFeed())
        return max((msgspec.msgpack.decode(row, type=feeds.StreamRow).at for row in rows.values()), default=0)


async def record_tape(folder: Path, *, history_hours: int = HISTORY_HOURS) -> Tape:
    """The tape of one day, in a data folder that is thrown away afterwards."""
    clock = SteppedClock(_millis(OPENS))
    data = DataDir(folder).make()
    await _furnish(data, clock, history_hours)
    settings = Settings(organisation=ORGANISATION)
    settings = settings.model_copy(update={"wall": settings.wall.model_copy(update={"policy": "hold_doubtful"})})
    hub = Hub(data, settings, demo=True, clock=clock)
    async with _running(hub):
        recorded = wall_feeds([number for number, _topic in enumerate(demo_topics(), 1)])
        recorder = Recorder(hub, clock, recorded)
        await recorder.begin()
        moments = [moment async for moment in _moments(recorder)]
    return Tape(feeds=recorded, moments=moments)


async def _moments(recorder: Recorder) -> AsyncIterator[TapeMoment]:
    """The quiet day, the first signs, the crisis, and what came afterwards."""
    await recorder.until(_millis(QUIET))
    yield await recorder.record("quiet")
    while await recorder.crisis_alarm() is None or not recorder.is_in_bucket():
        await recorder.step()
    yield await recorder.record("signs")
    crisis = await _declared(recorder)
    await recorder.until(crisis.declared_at + STANDS)
    while not recorder.is_in_bucket():
        await recorder.step()
    yield await recorder.record("crisis")
    await recorder.until(_millis(OVER))
    await recorder.perform(EndCrisis(alarm=crisis.alarm, revision=crisis.revision))
    await recorder.until(_millis(AFTERWARDS))
    yield await recorder.record("afterwards")


async def _declared(recorder: Recorder) -> Crisis:
    """The crisis, declared as soon as it is of level three, with what is known of its repair."""
    while (alarm := await recorder.crisis_alarm()) is None or alarm.level < LEAST_LEVEL:
        await recorder.step()
    crisis = await recorder.perform(DeclareCrisis(alarm=alarm.id, playbook=PLAYBOOK))
    known = replace(crisis, repair_by=_millis(REPAIRED), repair_source="IT", matter="Online check-in fails")
    saved: Crisis = await recorder.perform(SaveCrisis(crisis=known))
    return saved


async def _furnish(data: DataDir, clock: SteppedClock, history_hours: int) -> None:
    """The demo's house, with the crisis at the story's own hour and at its own pace."""
    ids = IdMaker(clock=clock)
    store = await Store.open(data.database, ids=ids, clock=clock)
    options = {"story": "busy", "history_hours": str(history_hours)}

    def work(tx: Write) -> None:
        for number, topic in enumerate(demo_topics(), 1):
            topics.save(tx, replace(topic, id=number))
        accounts.save(tx, replace(demo_account(), options=options))

    await store.write(work)
    await store.close()


@contextlib.asynccontextmanager
async def _running(hub: Hub) -> AsyncIterator[None]:
    scope = TaskScope("taping")
    running = scope.spawn("hub", hub.run())
    try:
        await hub.ready.wait()
        yield
    finally:
        hub.end()
        await asyncio.wait({running})
        await scope.close()


def _raw(rows: Iterable[tuple[str, bytes]]) -> Rows:
    return [(key, Raw(row)) for key, row in rows]


def _millis(moment: datetime) -> Millis:
    return round(moment.timestamp()) * SECOND


def main(arguments: Sequence[str]) -> int:
    """Record and write the file; 2 where none is named."""
    if len(arguments) not in (1, 2):
        sys.stderr.write("Use: python -m app.hub.taping FILE [HOURS OF HISTORY]\n")
        return 2
    hours = int(arguments[1]) if len(arguments) == 2 else HISTORY_HOURS
    with tempfile.TemporaryDirectory() as folder:
        write_tape(Path(arguments[0]), asyncio.run(record_tape(Path(folder), history_hours=hours)))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
