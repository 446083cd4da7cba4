"""The Nostr connector against the relay of nostr-sdk, in process: a server that nobody here wrote."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import suppress

import aiohttp
import pytest
from nostr_sdk import Keys, LocalRelay, LocalRelayBuilder

from app.connectors.base import Tools
from app.connectors.nostr import Nostr
from app.core.clock import SECOND
from app.domain.account import Account
from app.domain.post import PostKind
from app.domain.reply import OutgoingReply
from tests.fakes.clock import HurriedClock
from tests.fakes.ear import Ear, tools
from tests.fakes.nostr_relay import MIRA, SECRET, US, signed
from tests.real.processes import free_port

pytestmark = pytest.mark.real


class Relay:
    """The relay, and strangers who publish on it."""

    def __init__(self) -> None:
        self._port = free_port()
        self.address = f"ws://127.0.0.1:{self._port}"
        self._relay: LocalRelay | None = None

    async def start(self) -> None:
        self._relay = LocalRelayBuilder().addr("127.0.0.1").port(self._port).build()
        await self._relay.run()

    def stop(self) -> None:
        if self._relay is not None:
            self._relay.shutdown()

    async def stop_until(self, ear: Ear, noticed: Callable[[], bool]) -> None:
        """A connection that is just being served can miss its word to end: it is said until it was heard."""
        for _time in range(10):
            self.stop()
            with suppress(TimeoutError):
                await ear.until(noticed, seconds=5)
                return
        raise AssertionError("the relay's end was not noticed")

    async def say(self, text: str, *, kind: int = 1, keys: Keys = MIRA, tags: list[list[str]] | None = None) -> str:
        """Publish; the relay's own word that it took it."""
        at = HurriedClock().now() // SECOND
        event = signed(keys, content=text, at=at, kind=kind, tags=[["p", US]] if tags is None else tags)
        async with aiohttp.ClientSession() as http, http.ws_connect(self.address) as socket:
            await socket.send_str(json.dumps(["EVENT", event]))
            answer = json.loads((await socket.receive(timeout=10)).data)
        assert answer[:3] == ["OK", event["id"], True], answer
        return str(event["id"])

    async def notes_of_us(self) -> list[str]:
        """The texts of our notes, by the relay's own word."""
        found = []
        async with aiohttp.ClientSession() as http, http.ws_connect(self.address) as socket:
            await socket.send_str(json.dumps(["REQ", "all", {"authors": [US], "kinds": [1]}]))
            while (said := json.loads((await socket.receive(timeout=10)).data))[0] == "EVENT":
                found.append(said[2]["content"])
        return found


@pytest.fixture
async def relay() -> AsyncIterator[Relay]:
    made = Relay()
    await made.start()
    yield made
    made.stop()


def account_of(relay: Relay) -> Account:
    return Account(id=7, network="nostr", handle="h", brand="Harbour", options={"relays": relay.address})


def connector_of(relay: Relay, given: Tools) -> Nostr:
    return Nostr(account_of(relay), {"secret_key": SECRET}, given)


async def test_what_names_us_is_heard_before_and_while_we_listen(relay: Relay) -> None:
    clock = HurriedClock()
    ear = Ear(account_of(relay), clock)
    before = {await relay.say(f"before {number}") for number in range(30)}
    async with tools(clock) as given, ear.listening(connector_of(relay, given)):
        await ear.until(lambda: before <= set(ear.posts) and bool(ear.cursors))
        after = await relay.say("after")
        await ear.until(lambda: after in ear.posts)
    assert ear.posts[after].kind is PostKind.MENTION


async def test_nothing_is_missed_when_the_relay_stops_and_comes_back(relay: Relay) -> None:
    clock = HurriedClock()
    ear = Ear(account_of(relay), clock)
    async with tools(clock) as given, ear.listening(connector_of(relay, given)):
        await ear.until(lambda: bool(ear.cursors))
        await relay.stop_until(ear, lambda: bool(ear.error))
        await relay.start()
        after = await relay.say("after")
        await ear.until(lambda: after in ear.posts)


async def test_a_reply_sent_five_times_is_one_note_and_is_taken_back(relay: Relay) -> None:
    parent = await relay.say("hello")
    reply = OutgoingReply(outbox_id=1, account_id=7, text="Five times", parent=parent, thread=parent)
    async with tools(HurriedClock()) as given:
        connector = connector_of(relay, given)
        key, other = connector.new_key(), connector.new_key()
        receipts = await asyncio.gather(*(connector.send(reply, key=key) for _try in range(5)))
        receipts.append(await connector_of(relay, given).send(reply, key=key))
        assert await connector.find(reply, key=other) is None
        assert await connector.find(reply, key=key) == receipts[0]
        assert await relay.notes_of_us() == ["Five times"]
        await connector.delete(receipts[0].native_id)
    assert len({receipt.native_id for receipt in receipts}) == 1
    assert await relay.notes_of_us() == []
