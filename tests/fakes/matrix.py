"""A small homeserver in memory, with its own error shapes. Knows the fake network only.

Written from spec.matrix.org/v1.11/client-server-api.
"""

import asyncio
import contextlib
import itertools
from collections.abc import Mapping
from typing import Any

from aiohttp import web

from app.core.clock import Clock
from tests.fakes.network import RETRY_AFTER, FakeNetwork

US, ANN = "@harbour:fake.example", "@ann:fake.example"
PASSWORD = "matrix-pass-word"
ROOM, PRIVATE = "!room:fake.example", "!private:fake.example"
LONGEST_WAIT = 0.2
"""Seconds of the test's own time that a long poll waits at most."""


class FakeMatrix(FakeNetwork):
    """One homeserver with two people, a room and a private chat.

    Attributes:
        events: `(room, event)` in the order the server took them.
        page: events of a room in one sync or page at most.
        encrypted: rooms with encryption turned on.
        tokens: valid access tokens, each with its device.
        invited: rooms to which we are invited; `joined` where we asked to enter.
        asked_for: path of each question.
        uploads: what was uploaded.
        files: what can be downloaded, by server and name.
    """

    def __init__(self, clock: Clock) -> None:
        super().__init__(clock)
        self.events: list[tuple[str, dict[str, Any]]] = []
        self.page = 10
        self.encrypted: set[str] = set()
        self.tokens: dict[str, str] = {}
        self.password = PASSWORD
        self.invited: list[str] = []
        self.joined: list[str] = []
        self.asked_for: list[str] = []
        self.uploads: list[bytes] = []
        self.files: dict[str, bytes] = {}
        self._transactions: dict[tuple[str, str], str] = {}
        self._numbers = itertools.count(1)
        self._news = asyncio.Event()
        rooms = "/_matrix/client/v3/rooms/{room}"
        for method, handler in {
            "GET /_matrix/client/v3/account/whoami": lambda _request: {"user_id": US},
            "GET /_matrix/client/v3/sync": self._sync,
            "GET /_matrix/client/v3/user/{user}/account_data/m.direct": lambda _request: {ANN: [PRIVATE]},
            "GET /_matrix/client/v3/profile/{user}": self._profile,
            f"GET {rooms}/messages": self._messages,
            f"GET {rooms}/event/{{event}}": self._event,
            f"GET {rooms}/context/{{event}}": self._context,
            f"GET {rooms}/state/m.room.encryption/": self._encryption,
            f"PUT {rooms}/send/m.room.message/{{transaction}}": self._send,
            f"PUT {rooms}/redact/{{event}}/{{transaction}}": self._redact,
            "GET /_matrix/client/v1/rooms/{room}/relations/{event}": self._relations,
            "POST /_matrix/client/v3/join/{room}": self._join,
            "POST /_matrix/media/v3/upload": self._upload,
            "GET /_matrix/client/v1/media/download/{server}/{name}": self._download,
        }.items():
            verb, path = method.split()
            self.app.router.add_route(verb, path, self._signed(handler))
        self.app.router.add_post("/_matrix/client/v3/login", self._login)

    @property
    def ours(self) -> list[dict[str, Any]]:
        """Our own messages that were not redacted."""
        return [event for _room, event in self.events if event["sender"] == US and event["content"].get("body")]

    def say(self, text: str, *, who: str = ANN, room: str = ROOM, more: Mapping[str, Any] | None = None) -> str:
        """Somebody says something; returns our id of it."""
        return self.put(room, "m.room.message", {"msgtype": "m.text", "body": text, **(more or {})}, who=who)

    def put(self, room: str, kind: str, content: dict[str, Any], *, who: str = ANN, **more: Any) -> str:
        """Any event; returns our id of it."""
        event_id = f"$event{next(self._numbers):04d}"
        event = {"event_id": event_id, "sender": who, "type": kind, "content": content, **more}
        self.events.append((room, {**event, "origin_server_ts": self.clock.now()}))
        self._news.set()
        return f"{room}/{event_id}"

    def redact(self, native_id: str, *, who: str = ANN) -> None:
        """Its author, or a moderator, takes it back."""
        room, _, event_id = native_id.rpartition("/")
        for _room, event in self.events:
            if event["event_id"] == event_id:
                event["content"] = {}
        self.put(room, "m.room.redaction", {"redacts": event_id}, who=who)

    def refusal(self) -> web.Response:
        return _error(401, "M_UNKNOWN_TOKEN", "Invalid access token passed.")

    def too_many(self) -> web.Response:
        return web.json_response(
            {"errcode": "M_LIMIT_EXCEEDED", "error": "Too Many Requests", "retry_after_ms": RETRY_AFTER * 1000},
            status=429,
        )

    def _signed(self, answer: Any) -> Any:
        async def handle(request: web.Request) -> web.Response:
            self.asked_for.append(request.path)
            if request.headers.get("Authorization", "").removeprefix("Bearer ") not in self.tokens:
                return self.refusal()
            result = answer(request)
            result = await result if asyncio.iscoroutine(result) else result
            return result if isinstance(result, web.Response) else web.json_response(result)

        return handle

    async def _download(self, request: web.Request) -> web.Response:
        found = self.files.get(f"{request.match_info['server']}/{request.match_info['name']}")
        return web.Response(body=found) if found is not None else _error(404, "M_NOT_FOUND", "Not found")

    async def _login(self, request: web.Request) -> web.Response:
        body = await request.json()
        if body["password"] != self.password or body["identifier"]["user"] != US:
            return _error(403, "M_FORBIDDEN", "Invalid username or password")
        token = f"token{next(self._numbers)}"
        self.tokens[token] = body["device_id"]
        return web.json_response({"user_id": US, "access_token": token, "device_id": body["device_id"]})

    async def _sync(self, request: web.Request) -> Any:
        since = int(request.query.get("since", "s0")[1:])
        if "since" in request.query and len(self.events) <= since and request.query["timeout"] != "0":
            self._news.clear()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._news.wait(), LONGEST_WAIT)
        join = {}
        for room in (ROOM, PRIVATE):
            known = [number for number, (name, _event) in enumerate(self.events) if name == room and number >= since]
            shown = known[-self.page :]
            if shown:
                timeline = {
                    "events": [self.events[number][1] for number in shown],
                    "limited": len(known) > len(shown),
                    "prev_batch": f"t{shown[0]}",
                }
                join[room] = {"timeline": timeline, "summary": {"m.joined_member_count": 12}}
        invite: dict[str, Any] = {room: {"invite_state": {"events": []}} for room in self.invited}
        return {"next_batch": f"s{len(self.events)}", "rooms": {"join": join, "invite": invite}}

    def _messages(self, request: web.Request) -> Any:
        place = int(request.query["from"][1:]) if "from" in request.query else len(self.events)
        end = int(request.query.get("to", "s0")[1:])
        room = request.match_info["room"]
        numbers = [number for number in range(end, place) if self.events[number][0] == room][::-1]
        sender = US if "senders" in request.query.get("filter", "") else ""
        page = [number for number in numbers if sender in self.events[number][1]["sender"]][: self.page]
        answer: dict[str, Any] = {"chunk": [self.events[number][1] for number in page]}
        return {**answer, "end": f"t{page[-1]}"} if page else answer

    def _profile(self, request: web.Request) -> Any:
        return {"displayname": {US: "Harbour", ANN: "Ann"}[request.match_info["user"]]}

    def _event(self, request: web.Request) -> Any:
        for _room, event in self.events:
            if event["event_id"] == request.match_info["event"]:
                return event
        return _error(404, "M_NOT_FOUND", "Event not found.")

    def _context(self, request: web.Request) -> Any:
        ids = [event["event_id"] for _room, event in self.events]
        start = ids.index(request.match_info["event"]) + 1
        return {"events_after": [event for _room, event in self.events[start:]]}

    def _relations(self, request: web.Request) -> Any:
        root = request.match_info["event"]
        related = [
            event for _room, event in self.events if event["content"].get("m.relates_to", {}).get("event_id") == root
        ]
        return {"chunk": related}

    def _encryption(self, request: web.Request) -> Any:
        if request.match_info["room"] in self.encrypted:
            return {"algorithm": "m.megolm.v1.aes-sha2"}
        return _error(404, "M_NOT_FOUND", "Event not found.")

    async def _send(self, request: web.Request) -> Any:
        device = self.tokens[request.headers["Authorization"].removeprefix("Bearer ")]
        transaction = (device, request.match_info["transaction"])
        if transaction not in self._transactions:
            native_id = self.put(request.match_info["room"], "m.room.message", await request.json(), who=US)
            self._transactions[transaction] = native_id.rpartition("/")[2]
        return {"event_id": self._transactions[transaction]}

    def _redact(self, request: web.Request) -> Any:
        self.redact(f"{request.match_info['room']}/{request.match_info['event']}", who=US)
        return {"event_id": "$redaction"}

    def _join(self, request: web.Request) -> Any:
        self.joined.append(request.match_info["room"])
        self.invited.remove(request.match_info["room"])
        return {"room_id": request.match_info["room"]}

    async def _upload(self, request: web.Request) -> Any:
        self.uploads.append(await request.read())
        return {"content_uri": f"mxc://fake.example/{len(self.uploads)}"}


def _error(status: int, name: str, message: str) -> web.Response:
    return web.json_response({"errcode": name, "error": message}, status=status)
