"""A hub with a great many conversations, in a process of its own, fed on request. Started by `bench queue`; knows the
hub and the store.

python -m app.bench.crowd DATA_FOLDER CONVERSATIONS

Writes a line to standard output when it is `filled` and when it is `working`. Each line `feed SECONDS PER_SECOND` on
standard input has that many new posts delivered; it answers `fed`. It ends with its standard input.
"""

import asyncio
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from msgspec.structs import replace

from app.bench.posts import some_posts
from app.bench.running import feed
from app.core.clock import SystemClock
from app.core.ids import IdMaker
from app.core.paths import DataDir
from app.core.settings import Settings
from app.core.tasks import TaskScope
from app.domain.account import Account
from app.domain.topic import Topic
from app.hub.main import Hub
from app.store import accounts, crowd, topics
from app.store.engine import Store
from app.store.transaction import Write

ACCOUNTS = 6
TOPICS = 12


async def furnish(data: DataDir, count: int) -> list[Account]:
    """Make the database with its accounts (switched off), topics and conversations."""
    clock = SystemClock()
    data.make()
    store = await Store.open(data.database, ids=IdMaker(clock=clock), clock=clock)
    try:
        made, named = await store.write(_house)
    finally:
        await store.close()
    places = [(one.id, one.network) for one in made]
    now = clock.now()
    await asyncio.to_thread(
        lambda: crowd.fill(data.database, count=count, now=now, accounts=places, topics=[topic.id for topic in named])
    )
    return made


def _house(tx: Write) -> tuple[list[Account], list[Topic]]:
    brands = [
        Account(
            id=0,
            network="feed",
            handle=f"brand{place}",
            brand=f"Brand {place}",
            monogram=f"B{place}",
            hue=place,
            enabled=False,
        )
        for place in range(ACCOUNTS)
    ]
    named = [Topic(id=0, name=f"Topic {place}", query=f"nothing{place}") for place in range(TOPICS)]
    return [accounts.save(tx, one) for one in brands], [topics.save(tx, one) for one in named]


@asynccontextmanager
async def working(data: DataDir) -> AsyncIterator[Hub]:
    """The hub on the folder, until the block ends."""
    hub = Hub(data, Settings())
    scope = TaskScope("bench hub")
    task = scope.spawn("hub", hub.run())
    await hub.working.wait()
    try:
        yield hub
    finally:
        hub.end()
        await task
        await scope.close()


async def _deliver(hub: Hub, account: Account, words: str) -> None:
    seconds, per_second = (int(word) for word in words.split()[1:])
    mark = time.time_ns()
    posts = [
        replace(post, native_id=f"{mark}:{post.native_id}", thread="")
        for post in some_posts(seconds * per_second, account_id=account.id)
    ]
    await feed(hub, account, posts, per_second=per_second, delivered=lambda _count: None)


def _say(word: str) -> None:
    sys.stdout.write(word + "\n")
    sys.stdout.flush()


async def serve(folder: Path, count: int) -> None:
    """Furnish, run, and do what standard input says until it ends."""
    data = DataDir(folder)
    made = await furnish(data, count)
    _say("filled")
    async with working(data) as hub:
        _say("working")
        while line := await asyncio.to_thread(sys.stdin.readline):
            await _deliver(hub, made[0], line)
            _say("fed")


if __name__ == "__main__":
    asyncio.run(serve(Path(sys.argv[1]), int(sys.argv[2])))
