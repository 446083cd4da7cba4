"""A hub in a process of its own that is flooded on demand. Started by `bench jitter`; knows the hub.

python -m app.bench.flood RATE SECONDS FLOODS

Says its data folder in the first line. For each line it reads it delivers RATE posts a second for SECONDS, at most
FLOODS times, and says how many were taken a second; a hub that is behind gets fewer. It ends with its standard input.
"""

import asyncio
import sys
import time
from collections.abc import Sequence

from app.bench.posts import some_posts
from app.bench.running import feed, running_hub
from app.core import log
from app.core.priority import step_back
from app.domain.account import Account
from app.domain.post import Post
from app.hub.main import Hub


async def serve(rate: int, seconds: int, floods: int) -> None:
    """Run a hub; see the module."""
    async with running_hub() as (hub, account):
        posts = some_posts(rate * seconds * floods, account_id=account.id)
        _say(str(hub.data.root))
        for number in range(floods):
            if not await asyncio.to_thread(sys.stdin.readline):
                return
            first = number * rate * seconds
            _say(f"{await _flood(hub, account, posts[first : first + rate * seconds], rate, seconds):.0f}")
        await asyncio.to_thread(sys.stdin.read)


async def _flood(hub: Hub, account: Account, posts: Sequence[Post], rate: int, seconds: int) -> float:
    """Deliver second by second until the time is over; how many posts were taken a second."""
    began, taken = time.monotonic(), 0
    while taken < len(posts) and time.monotonic() - began < seconds:
        part = posts[taken : taken + rate]
        await feed(hub, account, part, per_second=rate, delivered=lambda _count: None)
        taken += len(part)
    return taken / (time.monotonic() - began)


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    step_back()  # as a hub does that a wall has started
    log.set_up(level="error")
    asyncio.run(serve(int(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])))
