"""A program that sends posts to a webhook, as its schema asks. Known by tests of the webhook; knows the contract."""

import asyncio
from collections.abc import Sequence
from typing import Any

import msgspec

from app.connectors._webhook.signature import SIGNATURE, TIMESTAMP, sign
from app.connectors.base import Hooked, HookRequest
from app.connectors.runner import Runner
from app.core.clock import SECOND, Clock
from app.core.errors import FishbowlError

SECRET = "a-secret-of-twenty-four-letters"


def request(body: bytes, *, at: int, secret: str = SECRET, method: str = "POST") -> HookRequest:
    """A delivery as the hub hands it over, signed at a moment (seconds)."""
    headers = {TIMESTAMP: str(at), SIGNATURE: sign(secret, str(at), body)}
    return HookRequest(method=method, path="", query={}, headers=headers, body=body)


def delivery(posts: Sequence[object], *, deleted: Sequence[object] = ()) -> bytes:
    """A body."""
    return msgspec.json.encode({"posts": posts, "deleted": deleted})


def item(native_id: str, text: str = "Is the ferry late?", **more: Any) -> dict[str, Any]:
    """One well-formed post."""
    return {"id": native_id, "text": text, "author": {"id": "mira", "handle": "@mira"}, **more}


class Sender:
    """Sends what was said until it is taken, and again from the beginning to whoever is new.

    Attributes:
        said: items, in order.
    """

    def __init__(self, clock: Clock) -> None:
        self.said: list[dict[str, Any]] = []
        self._clock = clock
        self._news = asyncio.Event()

    def say(self, native_id: str, text: str) -> None:
        """Something more to send."""
        self.said.append(item(native_id, text))
        self._news.set()

    async def call(self, connector: Hooked, runner: Runner) -> None:
        """Deliver to this connector for ever."""
        sent = 0
        while True:
            while sent < len(self.said):
                sent += await self._deliver(connector, runner, self.said[sent])
            self._news.clear()
            await self._news.wait()

    async def _deliver(self, connector: Hooked, runner: Runner, one: dict[str, Any]) -> bool:
        asked = request(delivery([one]), at=self._clock.now() // SECOND)
        try:
            answer = await connector.hook(asked)
            if answer.batch is not None:
                await runner.deliver(answer.batch)
        except FishbowlError:
            await self._clock.sleep(1)
            return False
        return answer.status == 200
