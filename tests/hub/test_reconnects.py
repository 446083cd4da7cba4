"""A station that loses its hub again and again, for months: neither end keeps anything of it."""

import asyncio
import gc
from collections import Counter

from app.hub.main import Hub
from app.link.base import LinkState
from app.link.client import HubClient
from app.wire.feeds import AlarmFeed, HeatFeed, HouseFeed, StreamFeed, VolumeFeed

FEEDS = (HouseFeed(), AlarmFeed(), HeatFeed(), StreamFeed(), VolumeFeed(minutes=60, step=1))
WARM_UP, TIMES = 5, 40


async def lose_and_find(hub: Hub, desk: HubClient) -> None:
    """The hub drops every station, and this one comes back with all its feeds."""
    states: asyncio.Queue[LinkState] = asyncio.Queue()
    stop = desk.on_state(lambda: states.put_nowait(desk.state))
    async with asyncio.timeout(20):
        await hub._server._dismiss(tuple(hub._server.stations))
        while await states.get() is not LinkState.LOST:
            pass
        desk.try_now()
        while await states.get() is not LinkState.LIVE:
            desk.try_now()
    stop()


def kinds() -> Counter[str]:
    """How many objects of each of our kinds there are; a socket's own are let go of with its last heartbeat, later."""
    gc.collect()
    found = Counter(type(one) for one in gc.get_objects())
    return Counter(
        {kind.__qualname__: count for kind, count in found.items() if str(kind.__module__).partition(".")[0] == "app"}
    )


async def test_nothing_is_left_of_a_lost_connection(hub: Hub, desk: HubClient) -> None:
    for feed in FEEDS:
        desk.subscribe(feed)
    for _time in range(WARM_UP):
        await lose_and_find(hub, desk)
    before = kinds()
    for _time in range(TIMES):
        await lose_and_find(hub, desk)
    grown = {kind: count for kind, count in (kinds() - before).items() if count >= TIMES // 2}
    assert grown == {}
    assert len(hub._server.stations) == 1
