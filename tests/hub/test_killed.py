"""A hub that is killed between two parts of a thread: after it comes back each part is public once, in order."""

import asyncio
import signal
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
from aiohttp import web

from app.core.clock import SystemClock
from app.domain.account import Account
from app.domain.conversation import Card, Status, View
from app.domain.reply import OutboxState
from app.link.client import HubClient
from app.link.mirror import Mirror
from app.wire.calls import SaveAccount, SendReply
from app.wire.feeds import OutboxFeed, QueueFeed
from tests.fakes.mastodon import TOKEN, FakeMastodon
from tests.hub.conftest import Rooms, Until
from tests.hub.test_process import HubProcess

LONG = " ".join(f"Sentence number {number:02} says what we do about it, and why it takes time." for number in range(16))
PATIENCE = 60.0


class Halting(FakeMastodon):
    """A server that stops at the second thing we publish, before or after it took it, and forgets our keys.

    Attributes:
        takes: it has published it when it stops.
        halted: set when it has stopped.
    """

    def __init__(self, *, takes: bool) -> None:
        super().__init__(SystemClock())
        self.takes = takes
        self.halted = asyncio.Event()
        self.app.middlewares.append(self._halting)

    @web.middleware
    async def _halting(self, request: web.Request, handler: Callable[..., object]) -> web.StreamResponse:
        publishes = request.method == "POST" and request.path.endswith("/statuses")
        if not publishes or len(self.ours) != 1 or self.halted.is_set():
            return await handler(request)  # type: ignore[misc,no-any-return]
        if self.takes:
            await handler(request)  # type: ignore[misc]
        self.halted.set()
        await asyncio.Event().wait()
        raise AssertionError


@pytest.fixture(params=[False, True], ids=["not yet public", "public, unanswered"])
async def server(request: pytest.FixtureRequest) -> AsyncIterator[Halting]:
    made = Halting(takes=request.param)
    async with made.running():
        yield made


async def start(folder: Path) -> HubProcess:
    hub = HubProcess(folder)
    await asyncio.to_thread(hub.until_ready)
    return hub


async def sign_in(desk: HubClient, server: Halting, number: int = 0) -> Account:
    """Without a keyring the sign-in ends with the hub's process."""
    account = Account(
        id=number, network="mastodon", handle="harbour", brand="Harbour", options={"server": server.url}, undo_seconds=0
    )
    saved: Account = await desk.call(SaveAccount(account=account, secrets={"token": TOKEN}, session_only=True))
    return saved


async def test_a_hub_killed_between_two_parts_sends_the_first_no_more_and_the_rest_once(
    rooms: Rooms, server: Halting, tmp_path: Path, until: Until
) -> None:
    hub = await start(tmp_path / "data")
    try:
        desk = await rooms.station()
        account = await sign_in(desk, server)
        asked = server.say("@harbour is the ferry late?")
        queue = desk.subscribe(QueueFeed(view=View(statuses=tuple(Status))))
        await until(queue, lambda: len(queue.rows) == 1)
        await desk.call(reply(next(iter(queue.rows.values())), parent=server.native(asked)))
        async with asyncio.timeout(PATIENCE):
            await server.halted.wait()
        hub.signal(signal.SIGKILL)
        hub.ended()
        hub = await start(tmp_path / "data")
        again = await rooms.station(name="again")
        await sign_in(again, server, account.id)
        outbox = again.subscribe(OutboxFeed())
        async with asyncio.timeout(PATIENCE):
            await all_sent(outbox)
    finally:
        hub.kill()
    assert [status["content"].removesuffix("</p>")[-5:] for status in server.ours] == ["(1/3)", "(2/3)", "(3/3)"]
    parents = [status["in_reply_to_id"] for status in server.ours]
    assert parents == [asked, *(status["id"] for status in server.ours[:-1])]


def reply(card: Card, *, parent: str) -> SendReply:
    return SendReply(
        conversation_id=card.id,
        account_id=card.account_id,
        parent=parent,
        to_handle=card.handle,
        text=LONG,
        token="t",
        split=True,
    )


async def all_sent(outbox: Mirror) -> None:
    """Wait until all three parts are public."""
    news = asyncio.Event()
    stop = outbox.listen(lambda _mirror, _change: news.set())
    while [item.state for item in outbox.rows.values()] != [OutboxState.SENT] * 3:
        news.clear()
        await news.wait()
    stop()
