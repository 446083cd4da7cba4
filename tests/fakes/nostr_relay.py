"""A Nostr relay on loopback, written from NIP-01. Known by tests of the connector and by the contract suite."""

import json
from typing import Any

from aiohttp import WSMsgType, web
from nostr_sdk import Event, Keys, UnsignedEvent

from app.core.clock import SECOND, Clock
from tests.fakes.network import FakeNetwork, Fault

SECRET = "nsec1vl029mgpspedva04g90vltkh6fvh240zqtv9k0t9af8935ke9laqsnlfe5"
US = Keys.parse(SECRET).get_public_key().to_hex()
MIRA = Keys.generate()


def signed(keys: Keys, *, content: str, at: int, kind: int = 1, tags: list[list[str]] | None = None) -> dict[str, Any]:
    """An event as its author's program makes it."""
    public = keys.get_public_key().to_hex()
    event = {"pubkey": public, "created_at": at, "kind": kind, "tags": tags or [], "content": content}
    made: dict[str, Any] = json.loads(keys.sign_event(UnsignedEvent.from_json(json.dumps(event))).as_json())
    return made


class FakeRelay(FakeNetwork):
    """The relay.

    Attributes:
        events: what it keeps, by id.
        page: how many it gives at once, whatever is asked.
        refuses: the words with which it refuses what is published.
    """

    def __init__(self, clock: Clock) -> None:
        super().__init__(clock)
        self.events: dict[str, dict[str, Any]] = {}
        self.page = 500
        self.refuses = ""
        self._live: dict[web.WebSocketResponse, list[dict[str, Any]]] = {}
        self.app.router.add_get("/", self._talk)

    @property
    def address(self) -> str:
        return self.url.replace("http", "ws")

    @property
    def ours(self) -> list[dict[str, Any]]:
        """Notes of our key."""
        return [event for event in self.events.values() if event["pubkey"] == US and event["kind"] == 1]

    async def say(self, text: str, *, keys: Keys = MIRA, tags: list[list[str]] | None = None, **more: Any) -> str:
        """Somebody publishes a note that names us; returns its id."""
        at = more.pop("at", self.clock.now() // SECOND)
        return await self.take(signed(keys, content=text, tags=[["p", US]] if tags is None else tags, at=at, **more))

    async def take(self, event: dict[str, Any]) -> str:
        """Keep an event of any shape, and tell who listens."""
        self.events[event["id"]] = event
        for socket, filters in list(self._live.items()):
            if any(_fits(event, one) for one in filters) and not socket.closed:
                await socket.send_str(json.dumps(["EVENT", "live", event]))
        return str(event["id"])

    async def _talk(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        try:
            async for message in socket:
                if message.type is WSMsgType.TEXT:
                    await self._answer(request, socket, json.loads(message.data))
        finally:
            self._live.pop(socket, None)
        return socket

    async def _answer(self, request: web.Request, socket: web.WebSocketResponse, said: list[Any]) -> None:
        match said:
            case ["REQ", name, *filters]:
                if self.fault is Fault.HALF:
                    await socket.send_str('["EVENT","ask1",{"id":')
                    _hang_up(request)
                    return
                for event in self._found(filters):
                    await socket.send_str(json.dumps(["EVENT", name, event]))
                await socket.send_str(json.dumps(["EOSE", name]))
                if name == "live":
                    self._live[socket] = filters
            case ["EVENT", event]:
                await self._publish(request, socket, event)

    def _found(self, filters: list[dict[str, Any]]) -> list[dict[str, Any]]:
        found = [event for event in self.events.values() if any(_fits(event, one) for one in filters)]
        limit = min([self.page, *(one["limit"] for one in filters if "limit" in one)])
        return sorted(found, key=lambda event: -event["created_at"])[:limit]

    async def _publish(self, request: web.Request, socket: web.WebSocketResponse, event: dict[str, Any]) -> None:
        if self.refuses:
            await socket.send_str(json.dumps(["OK", event["id"], False, self.refuses]))
            return
        if not Event.from_json(json.dumps(event)).verify():
            await socket.send_str(json.dumps(["OK", event["id"], False, "invalid: signature"]))
            return
        await self.take(event)
        if self.fault is Fault.CUT_AFTER_WRITE:
            _hang_up(request)
            return
        await socket.send_str(json.dumps(["OK", event["id"], True, ""]))


def _fits(event: dict[str, Any], asked: dict[str, Any]) -> bool:
    at = event["created_at"]
    if not asked.get("since", 0) <= at <= asked.get("until", at):
        return False
    for field, name in (("ids", "id"), ("authors", "pubkey"), ("kinds", "kind")):
        if field in asked and event[name] not in asked[field]:
            return False
    named = {(row[0], row[1]) for row in event["tags"] if len(row) > 1}
    tags = {field[1]: values for field, values in asked.items() if field.startswith("#")}
    return all(any((name, value) in named for value in values) for name, values in tags.items())


def _hang_up(request: web.Request) -> None:
    if request.transport is not None:
        request.transport.close()
