"""A reply is on the network once, wherever the hub is killed. The hub is a process; the network is a whole Bluesky.

`FISHBOWL_KILLS=200` runs the full count; without it a fifth of that.
"""

import asyncio
import json
import os
import sys
from collections import Counter
from collections.abc import Callable
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from app.core.clock import SystemClock
from app.core.errors import FishbowlError
from app.core.http import open_session
from app.core.ids import IdMaker
from app.core.paths import DataDir
from app.core.tasks import TaskScope
from app.domain.account import Account
from app.domain.announcement import read_announcement
from app.domain.conversation import Card, Status, View
from app.domain.reply import OutboxState
from app.link.child import FixedHub
from app.link.client import HubClient
from app.link.mirror import Mirror
from app.link.reach import live
from app.store import accounts
from app.store.engine import Store
from app.wire.calls import SendReply
from app.wire.feeds import OutboxFeed, QueueFeed
from tests.real.bluesky_server import BlueskyServer, Ref, User

pytestmark = pytest.mark.real

STEPS = ("due", "claimed", "in-flight", "answered", "written")
KILLS = int(os.environ.get("FISHBOWL_KILLS", "40"))
PATIENCE = 120.0
ROOT = Path(__file__).resolve().parents[2]


class Mortal:
    """One data folder, hub after hub."""

    def __init__(self, folder: Path, server: BlueskyServer, brand: User, mention: Ref, author: User) -> None:
        self.data = DataDir(folder).make()
        self.server = server
        self.brand = brand
        self.mention = mention
        self.author = author
        self.account_id = 0

    async def furnish(self) -> None:
        """The brand's account, as `main.py account add` leaves it."""
        clock = SystemClock()
        store = await Store.open(f"sqlite:///{self.data.database}", ids=IdMaker(clock=clock), clock=clock)
        saved = await store.write(lambda tx: accounts.save(tx, self.account()))
        await store.close()
        self.account_id = saved.id
        secrets = {f"account:{saved.id}": self.secrets()}
        (self.data.root / "secrets.json").write_text(json.dumps(secrets))

    def account(self) -> Account:
        """The brand's account on the network."""
        options = {"handle": self.brand.handle, "service": self.server.service}
        return Account(
            id=0, network="bluesky", handle=self.brand.handle, brand="Brand", options=options, undo_seconds=0
        )

    def secrets(self) -> dict[str, str]:
        """What the account signs in with."""
        return {"password": self.brand.password}

    async def hub(self, step: str, *faults: str) -> asyncio.subprocess.Process:
        """Start a hub that dies at `step`; returns when it can be reached, or has died."""
        self.data.announcement.unlink(missing_ok=True)
        secrets = str(self.data.root / "secrets.json")
        environment = {**os.environ, "SECRETS": secrets, "NETWORK": self.account().network}
        with (self.data.root / "hub.log").open("ab") as log:
            process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                "tests.real.dying_hub",
                str(self.data.root),
                step,
                *faults,
                cwd=ROOT,
                env=environment,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        async with asyncio.timeout(PATIENCE):
            while process.returncode is None and read_announcement(self.data.announcement) is None:  # noqa: ASYNC110
                await asyncio.sleep(0.02)  # another process writes the file
        return process

    async def station(self, stack: AsyncExitStack) -> HubClient:
        """A desk at the running hub."""
        announced = read_announcement(self.data.announcement)
        assert announced is not None
        http = open_session()
        stack.push_async_callback(http.close)
        client = HubClient(FixedHub(announced.url, announced.token).find, http, station="desk", mode="agent")
        scope = TaskScope("desk")
        stack.push_async_callback(scope.close)
        scope.spawn("run", client.run())
        await live(client, within=PATIENCE)
        return client

    async def one_kill(self, step: str, number: int, *faults: str) -> None:
        """Start a hub, have it send reply `number`, and wait until it has killed itself."""
        process = await self.hub(step, *faults)
        if process.returncode is not None:
            return  # an earlier reply was due at once, and it died with that; `settle` asks for this one
        async with AsyncExitStack() as stack:
            try:
                desk = await self.station(stack)
                card = await self.conversation(desk)
                await desk.call(self.reply(card, number), timeout=PATIENCE)
            except (FishbowlError, TimeoutError):
                pass  # it died before it could answer; whether the call was done is for the token to settle
            await asyncio.wait_for(process.wait(), PATIENCE)

    async def settle(self, wanted: int, *faults: str) -> None:
        """A hub that lives, until nothing is on its way; calls that were never answered are made again."""
        process = await self.hub("never", *faults)
        async with AsyncExitStack() as stack:
            desk = await self.station(stack)
            card = await self.conversation(desk)
            for number in range(wanted):
                await desk.call(self.reply(card, number), timeout=PATIENCE)
            outbox = desk.subscribe(OutboxFeed())
            resting = (OutboxState.SENT, OutboxState.FAILED)
            await until(
                outbox,
                lambda: all(item.state in resting for item in outbox.rows.values()),
                seconds=PATIENCE + wanted,
            )
        process.terminate()
        await asyncio.wait_for(process.wait(), PATIENCE)

    async def conversation(self, desk: HubClient) -> Card:
        queue = desk.subscribe(QueueFeed(view=View(statuses=tuple(Status))))
        await until(queue, lambda: bool(queue.rows))
        card: Card = next(iter(queue.rows.values()))
        return card

    def reply(self, card: Card, number: int) -> SendReply:
        return SendReply(
            conversation_id=card.id,
            account_id=self.account_id,
            parent=self.mention.uri,
            to_handle=self.author.handle,
            text=f"Answer {number}",
            token=f"token {number}",
        )

    async def published(self) -> Counter[str]:
        """How often each text is on the network, by the network's own word."""
        return Counter(record["value"]["text"] for record in await self.server.posts_of(self.brand))


async def until(mirror: Mirror, condition: Callable[[], bool], *, seconds: float = PATIENCE) -> None:
    news = asyncio.Event()
    stop = mirror.listen(lambda _mirror, _change: news.set())
    async with asyncio.timeout(seconds):
        while not (mirror.filled and condition()):
            news.clear()
            await news.wait()
    stop()


@pytest.fixture
async def mortal(bluesky: BlueskyServer, tmp_path: Path) -> Mortal:
    brand, ann = await bluesky.create_user("brand"), await bluesky.create_user("ann")
    mention = await bluesky.mention(ann, brand, "is the ferry late?")
    made = Mortal(tmp_path / "data", bluesky, brand, mention, ann)
    await made.furnish()
    return made


async def test_wherever_the_hub_is_killed_each_reply_is_published_once(mortal: Mortal) -> None:
    for number in range(KILLS):
        await mortal.one_kill(STEPS[number % len(STEPS)], number)
    await mortal.settle(KILLS)

    assert await mortal.published() == {f"Answer {number}": 1 for number in range(KILLS)}


async def test_a_hub_that_does_not_write_the_key_first_is_caught(mortal: Mortal) -> None:
    for number in range(3):
        await mortal.one_kill("answered", number, "forgetful")
    await mortal.settle(3, "forgetful")

    assert max((await mortal.published()).values()) > 1
