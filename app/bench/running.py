"""A hub in the benchmark's own process, without connectors, fed by hand. Known by benchmarks; knows the hub."""

import asyncio
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from msgspec.structs import replace

from app.core.clock import SystemClock
from app.core.paths import DataDir
from app.core.settings import Settings
from app.core.tasks import TaskScope
from app.domain.account import Account
from app.domain.post import Batch, Post
from app.hub.collector import seldom_collected
from app.hub.main import Hub
from app.store import accounts
from app.store.counting import UNCOUNTED

BATCH_SECONDS = 0.02


@asynccontextmanager
async def running_hub() -> AsyncIterator[tuple[Hub, Account]]:
    """A hub on a folder of its own, and an account that is switched off, for posts to belong to."""
    with tempfile.TemporaryDirectory(prefix="fishbowl-bench-") as folder:
        hub = Hub(DataDir(Path(folder)), Settings())
        scope = TaskScope("bench hub")
        async with seldom_collected(hub.working, clock=SystemClock()):
            task = scope.spawn("hub", hub.run())
            await hub.working.wait()
            account = Account(id=0, network="feed", handle="bench", brand="Bench", enabled=False)
            try:
                yield hub, await hub.house.store.write(lambda tx: accounts.save(tx, account))
            finally:
                hub.end()
                await task
                await scope.close()


async def feed(
    hub: Hub, account: Account, posts: Sequence[Post], *, per_second: int, delivered: Callable[[int], None]
) -> None:
    """Deliver the posts as they happen, fifty batches a second.

    `delivered` is told before each batch how many posts there will have been with it that a wall counts: our own words
    are none of them. A hub that is behind is not spared: the next batch is due by the clock.
    """
    size = max(1, round(per_second * BATCH_SECONDS))
    began, counted = time.monotonic(), 0
    for number, at in enumerate(range(0, len(posts), size)):
        await asyncio.sleep(max(0.0, began + number * size / per_second - time.monotonic()))
        now = round(1000 * time.time())
        part = tuple(replace(post, created_at=now) for post in posts[at : at + size])
        counted += sum(post.kind not in UNCOUNTED for post in part)
        delivered(counted)
        await hub.listening.take(account, Batch(lane="bench", posts=part))
