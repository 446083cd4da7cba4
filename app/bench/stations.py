"""`bench stations`: a hundred subscribed stations on one hub at a thousand posts a second. Known by the command line;
knows hub and link.

Stations are real clients over real sockets, all in one process beside the hub's; what is measured is the time from a
commit to the frame that carries it, and the process time that one more station costs.
"""

import asyncio
import os
import time
from contextlib import AsyncExitStack
from statistics import quantiles

from app.bench import Report
from app.bench.posts import some_posts
from app.bench.running import feed, running_hub
from app.core.clock import SystemClock
from app.core.http import open_session
from app.core.tasks import TaskScope
from app.domain.account import Account
from app.domain.announcement import read_announcement
from app.domain.changes import Changes
from app.domain.post import Post
from app.hub.main import Hub
from app.link.child import FixedHub
from app.link.client import HubClient
from app.link.mirror import FeedChange, Mirror
from app.link.reach import live
from app.wire.feeds import HeatFeed, VolumeFeed

STATIONS = 100
SECONDS = 10
PER_SECOND = 1000


async def bench() -> Report:
    """Measure; takes some twenty-five seconds."""
    async with running_hub() as (hub, account), AsyncExitStack() as stack:
        scope = TaskScope("bench")
        stack.push_async_callback(scope.close)
        posts = some_posts(2 * SECONDS * PER_SECOND, account_id=account.id)
        alone = await _share(hub, account, posts[: len(posts) // 2])
        watch = _Watch(hub)
        await _stations(hub, scope, stack, watch)
        together = await _share(hub, account, posts[len(posts) // 2 :])
        await asyncio.sleep(0.5)
    cut = quantiles(watch.delays, n=100)
    return Report(
        name="stations",
        figures={
            "p99_ms": 1000 * cut[98],
            "p50_ms": 1000 * cut[49],
            "cpu_per_station": max(0.0, together - alone) / STATIONS,
            "frames": float(len(watch.delays)),
        },
        aims={"p99_ms": 250, "cpu_per_station": 0.01},
    )


async def _stations(hub: Hub, scope: TaskScope, stack: AsyncExitStack, watch: "_Watch") -> None:
    announced = read_announcement(hub.data.announcement)
    assert announced is not None
    address = FixedHub(announced.url, announced.token)
    http = open_session(connections=8 * STATIONS)
    stack.push_async_callback(http.close)
    for number in range(STATIONS):
        client = HubClient(address.find, http, station=f"bench-{number}", mode="tool", clock=SystemClock())
        scope.spawn("station", client.run())
        await live(client)
        client.subscribe(VolumeFeed(minutes=60, step=1)).listen(watch.took)
        client.subscribe(HeatFeed())


async def _share(hub: Hub, account: Account, posts: list[Post]) -> float:
    """Take the posts at the rate; the process's share of a core meanwhile."""
    began, spent = time.monotonic(), _cpu()
    await feed(hub, account, posts, per_second=PER_SECOND, delivered=lambda _count: None)
    return (_cpu() - spent) / (time.monotonic() - began)


def _cpu() -> float:
    used = os.times()
    return used.user + used.system


class _Watch:
    """Times from a commit to the first frame after it, over all stations."""

    def __init__(self, hub: Hub) -> None:
        self.delays: list[float] = []
        self._waiting: float | None = None
        self._seen: dict[int, float] = {}
        hub.house.store.listen(self._committed)

    def _committed(self, changes: Changes) -> None:
        if changes.counts:
            self._waiting = time.monotonic()

    def took(self, mirror: Mirror, change: FeedChange) -> None:
        now = time.monotonic()
        committed = self._waiting
        if committed is not None and not change.whole and self._seen.get(id(mirror)) != committed:
            self._seen[id(mirror)] = committed
            self.delays.append(now - committed)
