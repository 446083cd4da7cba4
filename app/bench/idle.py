"""`bench idle`: what two hundred quiet accounts cost a hub that runs as people run it. Known by the command line; knows
link and wire.

The hub is a process of its own. Half of the accounts are webhooks, which nobody calls, half are feeds, which are asked
once a minute and answer from this machine that nothing is new. Every other network's connector is loaded, as it is when
a station asks, but has no account: its network is not on this machine. `networks` says how many there were.
"""

import asyncio
import os
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

from aiohttp import web

from app.bench import Report
from app.core.clock import SystemClock
from app.core.errors import Unavailable
from app.core.http import open_session
from app.core.i18n import _
from app.core.paths import DataDir
from app.core.tasks import TaskScope
from app.domain.account import Account, HealthState
from app.domain.announcement import Announcement, read_announcement
from app.link.child import FixedHub
from app.link.client import HubClient
from app.link.mirror import Mirror
from app.link.reach import live
from app.wire.calls import ListNetworks, SaveAccount
from app.wire.feeds import HealthFeed

ACCOUNTS = 200
SECONDS = 60.0
SETTLE_SECONDS = 15.0
PATIENCE = 60.0
LOOK_SECONDS = 0.2
ROOT = Path(__file__).resolve().parents[2]
SECRET = "a-secret-for-the-bench-alone"
FEED = '<feed xmlns="http://www.w3.org/2005/Atom"><title>Quiet</title></feed>'


async def bench() -> Report:
    """Measure; takes some two minutes. Raises Unavailable where the system does not tell what a process uses."""
    if sys.platform != "linux":
        raise Unavailable(_("This system does not tell what another process uses; run it on Linux."))
    with tempfile.TemporaryDirectory(prefix="fishbowl-bench-") as folder:
        async with _quiet_site() as url, own_hub(DataDir(Path(folder))) as hub:
            before = megabytes(hub.pid)
            networks = await _fill(hub, url)
            await asyncio.sleep(SETTLE_SECONDS)
            share = await core_share(hub.pid, seconds=SECONDS)
            memory = megabytes(hub.pid)
    return Report(
        name="idle",
        figures={
            "core_percent": 100 * share,
            "memory_mb": memory,
            "memory_mb_without_accounts": before,
            "accounts": float(ACCOUNTS),
            "networks": float(networks),
        },
        aims={"core_percent": 3, "memory_mb": 250},
    )


async def _fill(hub: Announcement, feeds: str) -> int:
    """Add the accounts and wait until each is connected; how many networks the hub knows."""
    async with station_of(hub) as client:
        health = client.subscribe(HealthFeed())
        for number in range(ACCOUNTS):
            await client.call(_account(number, feeds))
        await _until(lambda: _connected(health) >= ACCOUNTS)
        return len(await client.call(ListNetworks()))


def _account(number: int, feeds: str) -> SaveAccount:
    name = f"source-{number}"
    if number % 2:
        account = Account(id=0, network="webhook", handle=name, brand=name, options={"handle": name})
        return SaveAccount(account=account, secrets={"secret": SECRET}, session_only=True)
    options = {"handle": name, "url": f"{feeds}/{number}.xml", "every": "1"}
    return SaveAccount(account=Account(id=0, network="feed", handle=name, brand=name, options=options))


@asynccontextmanager
async def station_of(hub: Announcement) -> AsyncIterator[HubClient]:
    """A station of this hub, once it is welcome."""
    async with AsyncExitStack() as stack:
        http = open_session()
        stack.push_async_callback(http.close)
        scope = TaskScope("bench")
        stack.push_async_callback(scope.close)
        client = HubClient(FixedHub(hub.url, hub.token).find, http, station="bench", mode="tool", clock=SystemClock())
        scope.spawn("station", client.run())
        await live(client)
        yield client


async def core_share(pid: int, *, seconds: float) -> float:
    """Which part of one core a process uses in the next so many seconds."""
    spent, began = _cpu_seconds(pid), time.monotonic()
    await asyncio.sleep(seconds)
    return (_cpu_seconds(pid) - spent) / (time.monotonic() - began)


@asynccontextmanager
async def own_hub(data: DataDir) -> AsyncIterator[Announcement]:
    """A hub that is a process of its own, as people run it."""
    command = (sys.executable, str(ROOT / "main.py"), "hub", "--data", str(data.root))
    process = await asyncio.create_subprocess_exec(*command)
    try:
        await _until(lambda: read_announcement(data.announcement) is not None)
        announced = read_announcement(data.announcement)
        assert announced is not None
        yield announced
    finally:
        process.terminate()
        await process.wait()


async def _until(ready: Callable[[], bool]) -> None:
    """Look again and again; raises Unavailable when it takes too long."""
    for _look in range(round(PATIENCE / LOOK_SECONDS)):
        if ready():
            return
        await asyncio.sleep(LOOK_SECONDS)
    raise Unavailable(_("The hub did not come up in time."))


def _connected(health: Mirror) -> int:
    return [row.state for row in health.rows.values()].count(HealthState.CONNECTED)


@asynccontextmanager
async def _quiet_site() -> AsyncIterator[str]:
    """Feeds that never change, on this machine."""

    async def answer(request: web.Request) -> web.Response:
        headers = {"ETag": '"same"'}
        if request.headers.get("If-None-Match"):
            return web.Response(status=304, headers=headers)
        return web.Response(text=FEED, content_type="application/atom+xml", headers=headers)

    application = web.Application()
    application.router.add_get("/{feed}", answer)
    runner = web.AppRunner(application, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


def _cpu_seconds(pid: int) -> float:
    """User and system time; proc(5), fields 14 and 15 behind the name in brackets."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def megabytes(pid: int) -> float:
    """Resident memory."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6
