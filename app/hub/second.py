"""The second opinion at work beside the listening: slowly, last in line, and asleep when nothing is in doubt. Known by
the hub's main; knows language, services and store.

The posts are stored and counted by then. What both opinions say together takes the first one's place; a post that did
not get its turn keeps the first. When nothing is in doubt and a wall is there, the posts that it may show now have
their turn: nobody waits for that either.
"""

import asyncio
import math
import os
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import structlog

from app.core.clock import Clock
from app.core.errors import FishbowlError
from app.core.memory import give_back_memory
from app.domain.stored import StoredPost
from app.domain.understanding import Understanding
from app.language.embedding import NoEmbedding
from app.language.second import SecondOpinion, load_second
from app.services.doubts import Doubts
from app.services.house import House
from app.services.listening import Listening
from app.store import doubts as judged_twice
from app.store.doubts import Settled
from app.store.engine import Store

log = structlog.get_logger(__name__)

AT_ONCE = 32
LOOK_SECONDS = 2.0
BREATHER = 2.0
"""It rests so many times as long as it worked: a third of a core at most."""

ASLEEP_SECONDS = 60.0
"""After so long without a doubt its memory is let go."""

REPORT_SECONDS = 60.0
_NICENESS = 15


class SecondLook:
    """Takes doubtful posts one batch at a time.

    Args:
        model: version of the first opinion; posts that something else has judged since are left alone.
        has_wall: whether any wall shows posts at the moment.
    """

    def __init__(
        self,
        store: Store,
        doubts: Doubts,
        opinion: SecondOpinion,
        clock: Clock,
        *,
        model: str,
        has_wall: Callable[[], bool] = lambda: False,
    ) -> None:
        self._store = store
        self._doubts = doubts
        self._opinion = opinion
        self._clock = clock
        self._model = model
        self._has_wall = has_wall
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="second opinion", initializer=_step_back)
        self._reported, self._reported_at = 0, clock.monotonic()

    async def work(self) -> None:
        """Go on for ever, or until it turns out that there is nothing to judge with."""
        try:
            await self._work()
        except NoEmbedding as error:
            _say_none(error)
        except asyncio.CancelledError:
            self.close()
            raise

    async def _work(self) -> None:
        last = self._clock.monotonic()
        while True:
            began = self._clock.monotonic()
            if self._doubts:
                await self.look()
                last = self._clock.monotonic()
            elif self._has_wall() and await self.glance():
                last = self._clock.monotonic()
            elif began - last > ASLEEP_SECONDS:
                await self._sleep()
                last = math.inf
            self._report()
            worked = self._clock.monotonic() - began
            await self._clock.sleep(BREATHER * worked if self._doubts else LOOK_SECONDS)

    async def look(self) -> int:
        """Judge one batch again; how many posts have a new opinion."""
        keys = self._doubts.take(AT_ONCE)
        return await self._judge(await self._store.read(lambda tx: judged_twice.open_to(tx, keys, model=self._model)))

    async def glance(self) -> int:
        """Judge again what walls may show now; how many posts have a new opinion."""
        found = await self._store.read(lambda tx: judged_twice.on_walls(tx, model=self._model, limit=AT_ONCE))
        return await self._judge([one for one in found if self._opinion.can_judge(one.meaning)])

    async def _judge(self, found: list[StoredPost]) -> int:
        if not found:
            return 0
        texts, firsts = [one.post.text for one in found], [one.meaning for one in found]
        loop = asyncio.get_running_loop()
        both = await loop.run_in_executor(self._thread, self._said, texts, firsts)
        settled = [Settled(one, meaning) for one, meaning in zip(found, both, strict=True)]
        return await self._store.write(lambda tx: judged_twice.settle(tx, settled)) if settled else 0

    def _said(self, texts: list[str], firsts: list[Understanding]) -> list[Understanding]:
        """On its own thread; what a batch needed is given back at once, for the next one may be minutes away."""
        try:
            return self._opinion.judge(texts, firsts)
        finally:
            give_back_memory()

    def close(self) -> None:
        self._thread.shutdown(wait=False, cancel_futures=True)

    async def _sleep(self) -> None:
        await asyncio.get_running_loop().run_in_executor(self._thread, self._opinion.rest)

    def _report(self) -> None:
        """Once a minute at most: how many posts the machine had no time for."""
        now, missed = self._clock.monotonic(), self._doubts.dropped - self._reported
        if missed and now - self._reported_at >= REPORT_SECONDS:
            log.info("no time for a second opinion: posts keep their first", posts=missed)
            self._reported, self._reported_at = self._doubts.dropped, now


def _step_back() -> None:
    """Let everything else on this machine go first; Linux alone knows this of a thread."""
    if sys.platform == "linux":
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICENESS)


def second_look(house: House, listening: Listening, *, taught: Path) -> SecondLook | None:
    """Let doubtful posts wait for a second opinion from now on; None where it is switched off or not to be had.

    Args:
        taught: where a head that was trained here would lie.
    """
    if not house.settings.understanding.second_opinion:
        return None
    try:
        opinion = load_second(taught)
    except FishbowlError as error:
        _say_none(error)
        return None
    listening.doubts = Doubts(opinion.is_doubtful)
    model = listening.understander.version
    has_wall = house.attendance.has_wall
    return SecondLook(house.store, listening.doubts, opinion, house.clock, model=model, has_wall=has_wall)


def _say_none(error: FishbowlError) -> None:
    log.warning("no second opinion: every post keeps its first", error=str(error))
