"""A hub in a process of its own that is flooded on demand. Started by `bench jitter`; knows the hub.

python -m app.bench.flood RATE SECONDS

Says its data folder in the first line, waits for a line, delivers RATE posts a second for SECONDS, says how many were
taken a second, and ends with its standard input.
"""

import asyncio
import sys
import time

from app.bench.posts import some_posts
from app.bench.running import feed, running_hub
from app.core import log


async def flood(rate: int, seconds: int) -> None:
    """Run a hub; see the module."""
    async with running_hub() as (hub, account):
        posts = some_posts(rate * seconds, account_id=account.id)
        _say(str(hub.data.root))
        await asyncio.to_thread(sys.stdin.readline)
        began = time.monotonic()
        await feed(hub, account, posts, per_second=rate, delivered=lambda _count: None)
        _say(f"{len(posts) / (time.monotonic() - began):.0f}")
        await asyncio.to_thread(sys.stdin.read)


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    log.set_up(level="error")
    asyncio.run(flood(int(sys.argv[1]), int(sys.argv[2])))
