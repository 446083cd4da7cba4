"""What a connector is given and what it hands over, for tests of connectors. Knows the contract, the runner's budget
and core."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import structlog

from app.connectors.base import Connector, Hooked, Tools
from app.connectors.budget import RateBudget
from app.connectors.runner import Runner
from app.core.clock import Clock
from app.core.tasks import TaskScope
from app.domain.account import Account, Health
from app.domain.post import Batch, Post


@asynccontextmanager
async def tools(clock: Clock) -> AsyncIterator[Tools]:
    """The tools of one connector on a session of its own."""
    async with aiohttp.ClientSession() as http:
        yield Tools(http=http, clock=clock, budget=RateBudget(clock), log=structlog.get_logger("test"))


class Ear:
    """Stands where the hub stands: runs a connector by the runner and keeps what is committed.

    Attributes:
        posts: committed posts by native id, the first delivery of each; `times` counts deliveries.
        cursors: committed cursors by lane.
        healths: every health that was told.
        refuse: while set, the store is down and refuses with it.
        caller: the network of a connector that is called; it calls while the connector runs.
    """

    def __init__(self, account: Account, clock: Clock) -> None:
        self.posts: dict[str, Post] = {}
        self.times: dict[str, int] = {}
        self.deleted: set[str] = set()
        self.deleted_authors: set[str] = set()
        self.cursors: dict[str, str] = {}
        self.batches: list[Batch] = []
        self.healths: list[Health] = []
        self.refuse: Exception | None = None
        self.caller: Callable[[Hooked, Runner], Coroutine[Any, Any, None]] | None = None
        self._account = account
        self._clock = clock
        self._news = asyncio.Event()

    @property
    def error(self) -> str:
        """What the health told last says is wrong."""
        return self.healths[-1].error if self.healths else ""

    async def commit(self, batch: Batch) -> None:
        """Keep a batch and its cursor together, as the store does."""
        if self.refuse is not None:
            raise self.refuse
        self.batches.append(batch)
        for post in batch.posts:
            self.posts.setdefault(post.native_id, post)
            self.times[post.native_id] = self.times.get(post.native_id, 0) + 1
        self.deleted.update(batch.deleted)
        self.deleted_authors.update(batch.deleted_authors)
        if batch.cursor is not None:
            self.cursors[batch.lane] = batch.cursor
        self._news.set()

    async def load(self) -> dict[str, str]:
        """The committed cursors."""
        return dict(self.cursors)

    def told(self, health: Health) -> None:
        """The runner's health."""
        self.healths.append(health)
        self._news.set()

    def runner(self, connector: Connector, budget: RateBudget | None = None) -> Runner:
        """A runner that commits here."""
        return Runner(
            self._account,
            connector,
            commit=self.commit,
            load_cursors=self.load,
            on_health=self.told,
            clock=self._clock,
            budget=budget,
        )

    @asynccontextmanager
    async def listening(self, connector: Connector, budget: RateBudget | None = None) -> AsyncIterator[Runner]:
        """Run a connector until the block ends."""
        runner = self.runner(connector, budget)
        scope = TaskScope("ear")
        scope.spawn("runner", runner.run())
        if self.caller is not None:
            assert isinstance(connector, Hooked)
            scope.spawn("caller", self.caller(connector, runner))
        try:
            yield runner
        finally:
            stragglers = await scope.close(within=5)
            assert not stragglers, f"the connector could not be cancelled: {stragglers}"

    async def until(self, ready: Callable[[], bool], *, seconds: float = 30.0) -> None:
        """Wait until what was committed or told makes `ready()` true."""
        async with asyncio.timeout(seconds):
            while not ready():
                self._news.clear()
                await self._news.wait()
