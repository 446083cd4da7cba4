"""A small Mastodon in memory, with its own error shapes and its relatives' bad habits. Knows the fake network only.

Written from docs.joinmastodon.org (methods, entities, streaming, oauth), November 2026.
"""

import asyncio
import html
import itertools
import json
from datetime import UTC, datetime
from typing import Any

from aiohttp import web

from app.core.clock import SECOND, Clock
from app.core.tasks import TaskScope
from tests.fakes.network import RETRY_AFTER, FakeNetwork

TOKEN = "mastodon-token"
US = "1"
ANN = "2"
NAMES = {US: "harbour", ANN: "ann"}


class FakeMastodon(FakeNetwork):
    """One server with two people, `harbour` (us) and `ann`.

    Attributes:
        statuses: everything published by anyone, by id.
        forgetful: `Idempotency-Key` is ignored, as some servers do.
        version: of the notifications it has, 1 or 2.
        streams: `socket`, `lines` or nothing.
        subscribed: what was asked for over the WebSocket.
        uploads: what was uploaded: description and bytes.
        instance: what it says of itself in version 2; None where there is only version 1.
        asked_for: path and query of each question.
    """

    def __init__(self, clock: Clock) -> None:
        super().__init__(clock)
        self.statuses: dict[str, dict[str, Any]] = {}
        self.forgetful = True
        self.version = 1
        self.streams = ""
        self.subscribed: list[dict[str, str]] = []
        self.uploads: list[tuple[str, bytes]] = []
        self.instance: dict[str, Any] | None = {}
        self.apps: list[dict[str, str]] = []
        self.traded: list[dict[str, str]] = []
        self.pkce = True
        self.page = 40
        self.asked_for: list[str] = []
        self.tokens = {TOKEN}
        self.listeners = asyncio.Event()
        self._notifications: list[dict[str, Any]] = []
        self._keys: dict[str, str] = {}
        self._numbers = itertools.count(100)
        self._open: list[asyncio.Queue[tuple[str, str]]] = []
        for method, handler in self._methods().items():
            verb, path = method.split()
            self.app.router.add_route(verb, path, handler)

    @property
    def ours(self) -> list[dict[str, Any]]:
        """What the account itself published."""
        return [status for status in self.statuses.values() if status["account"]["id"] == US]

    def native(self, status_id: str) -> str:
        """How our connector names it."""
        return f"127.0.0.1:{self._port}/{status_id}"

    def say(self, text: str, *, who: str = ANN, parent: str = "", visibility: str = "public", **more: Any) -> str:
        """Somebody publishes; returns the id. Whoever is `@mentioned` is notified."""
        status_id = str(next(self._numbers))
        mentioned = [one for one, name in NAMES.items() if f"@{name}" in text]
        above = self.statuses.get(parent)
        status = {
            "id": status_id,
            "created_at": self._iso(),
            "edited_at": None,
            "account": self.person(who),
            "content": f"<p>{html.escape(text)}</p>",
            "in_reply_to_id": parent or None,
            "in_reply_to_account_id": above["account"]["id"] if above else None,
            "visibility": visibility,
            "spoiler_text": "",
            "sensitive": False,
            "language": "en",
            "url": f"{self.url}/@{NAMES[who]}/{status_id}",
            "uri": f"{self.url}/users/{NAMES[who]}/statuses/{status_id}",
            "media_attachments": [],
            "mentions": [{"id": one, "acct": NAMES[one]} for one in mentioned],
            **more,
        }
        self.statuses[status_id] = status
        if US in mentioned and who != US:
            self.notify("mention", status)
        self.tell("update", json.dumps(status))
        return status_id

    def notify(self, kind: str, status: dict[str, Any]) -> None:
        """Notify us of a status."""
        number = str(next(self._numbers))
        item = {"id": number, "type": kind, "created_at": self._iso(), "account": self.person(ANN), "status": status}
        self._notifications.append(item)
        self.tell("notification", json.dumps(item))

    def edit(self, status_id: str, text: str) -> None:
        """Its author changes it."""
        self.statuses[status_id] |= {"content": f"<p>{html.escape(text)}</p>", "edited_at": self._iso()}
        self.tell("status.update", json.dumps(self.statuses[status_id]))

    def remove(self, status_id: str) -> None:
        """Its author deletes it."""
        del self.statuses[status_id]
        self._notifications = [one for one in self._notifications if one["status"]["id"] != status_id]
        self.tell("delete", status_id)

    def tell(self, event: str, payload: str) -> None:
        """An event to everyone who listens."""
        for queue in self._open:
            queue.put_nowait((event, payload))

    def person(self, who: str) -> dict[str, Any]:
        """An account."""
        name = NAMES[who]
        uri = f"{self.url}/users/{name}"
        return {"id": who, "acct": name, "display_name": name.title(), "uri": uri, "followers_count": 120, "url": uri}

    def refusal(self) -> web.Response:
        return _error(401, "The access token is invalid")

    def too_many(self) -> web.Response:
        at = datetime.fromtimestamp(self.clock.now() / SECOND + RETRY_AFTER, UTC)
        headers = {"X-RateLimit-Limit": "300", "X-RateLimit-Remaining": "0"}
        return _error(429, "Too many requests", {**headers, "X-RateLimit-Reset": at.isoformat()})

    def _methods(self) -> dict[str, Any]:
        return {
            "GET /api/v1/accounts/verify_credentials": self._signed(lambda _request: self.person(US)),
            "GET /api/v2/instance": self._instance,
            "GET /api/v1/notifications": self._signed(self._v1),
            "GET /api/v2/notifications": self._signed(self._v2),
            "GET /api/v1/statuses/{id}": self._signed(self._status),
            "DELETE /api/v1/statuses/{id}": self._signed(self._delete),
            "GET /api/v1/statuses/{id}/context": self._signed(self._context),
            "GET /api/v1/accounts/{id}/statuses": self._signed(self._own),
            "GET /api/v1/timelines/tag/{tag}": self._signed(self._tag),
            "POST /api/v1/statuses": self._post,
            "POST /api/v2/media": self._media,
            "GET /api/v1/media/{id}": self._signed(lambda _request: {"id": "9", "url": f"{self.url}/9.png"}),
            "GET /api/v1/streaming": self._socket,
            "GET /api/v1/streaming/user": self._lines,
            "POST /api/v1/apps": self._register,
            "POST /oauth/token": self._trade,
            "GET /.well-known/oauth-authorization-server": self._about_sign_in,
        }

    def _signed(self, answer: Any) -> Any:
        async def handle(request: web.Request) -> web.Response:
            self.asked_for.append(request.path_qs)
            if not self._knows(request):
                return self.refusal()
            result = answer(request)
            return result if isinstance(result, web.Response) else web.json_response(result)

        return handle

    def _knows(self, request: web.Request) -> bool:
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        return token in self.tokens

    async def _instance(self, _request: web.Request) -> web.Response:
        return _error(404, "Record not found") if self.instance is None else web.json_response(self.instance)

    def _v1(self, request: web.Request) -> Any:
        return self._paged(request, self._notifications) if self.version == 1 else _error(404, "Record not found")

    def _v2(self, request: web.Request) -> Any:
        page = self._paged(request, self._notifications)
        groups = [
            {
                "type": one["type"],
                "status_id": one["status"]["id"],
                "most_recent_notification_id": int(one["id"]),
                "latest_page_notification_at": one["created_at"],
            }
            for one in page
        ]
        return {"accounts": [], "statuses": [one["status"] for one in page], "notification_groups": groups}

    def _paged(self, request: web.Request, items: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Newest first; behind `min_id` the page that is next to it."""
        after, before = int(request.query.get("min_id", "0")), int(request.query.get("max_id", str(10**9)))
        found = [item for item in items if after < int(item["id"]) < before]
        size = min(self.page, int(request.query.get("limit", "20")))
        return (found[:size] if "min_id" in request.query else found[-size:])[::-1]

    def _status(self, request: web.Request) -> Any:
        return self.statuses.get(request.match_info["id"]) or _error(404, "Record not found")

    def _delete(self, request: web.Request) -> Any:
        return self.statuses.pop(request.match_info["id"], None) or _error(404, "Record not found")

    def _context(self, request: web.Request) -> Any:
        here = self.statuses.get(request.match_info["id"])
        if here is None:
            return _error(404, "Record not found")
        above: list[dict[str, Any]] = []
        while (parent := self.statuses.get((above[0] if above else here)["in_reply_to_id"] or "")) is not None:
            above.insert(0, parent)
        below = [one for one in self.statuses.values() if one["in_reply_to_id"] == here["id"]]
        return {"ancestors": above, "descendants": below}

    def _own(self, request: web.Request) -> Any:
        who = request.match_info["id"]
        return self._paged(request, [one for one in self.statuses.values() if one["account"]["id"] == who])

    def _tag(self, request: web.Request) -> Any:
        tag = f"#{request.match_info['tag']}".lower()
        return self._paged(request, [one for one in self.statuses.values() if tag in one["content"].lower()])

    async def _post(self, request: web.Request) -> web.Response:
        if not self._knows(request):
            return self.refusal()
        form = await request.post()
        key = request.headers["Idempotency-Key"]
        if key in self._keys and not self.forgetful:
            return web.json_response(self.statuses[self._keys[key]])
        if len(str(form["status"])) > 500:
            return _error(422, "Validation failed: Text character limit of 500 exceeded")
        ids = [str(one) for one in form.getall("media_ids[]", [])]
        media = [{"id": one, "type": "image", "url": f"{self.url}/{one}.png"} for one in ids]
        made = self.say(
            str(form["status"]),
            who=US,
            parent=str(form["in_reply_to_id"]),
            visibility=str(form["visibility"]),
            spoiler_text=str(form.get("spoiler_text", "")),
            language=str(form.get("language", "")),
            media_attachments=media,
        )
        self._keys[key] = made
        return web.json_response(self.statuses[made])

    async def _media(self, request: web.Request) -> web.Response:
        form = await request.post()
        file = form["file"]
        assert isinstance(file, web.FileField)
        self.uploads.append((str(form["description"]), file.file.read()))
        return web.json_response({"id": "9", "url": None}, status=202)

    async def _socket(self, request: web.Request) -> web.StreamResponse:
        if self.streams != "socket" or request.query.get("access_token") not in self.tokens:
            return _error(404, "Record not found")
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        queue = self._listen()
        scope = TaskScope("fake socket")
        scope.spawn("write", self._write(socket, queue))
        try:
            async for message in socket:
                self.subscribed.append(json.loads(message.data))
        finally:
            await scope.close()
            self._open.remove(queue)
        return socket

    async def _write(self, socket: web.WebSocketResponse, queue: "asyncio.Queue[tuple[str, str]]") -> None:
        while True:
            event, payload = await queue.get()
            await socket.send_json({"stream": ["user"], "event": event, "payload": payload})

    async def _lines(self, request: web.Request) -> web.StreamResponse:
        if self.streams != "lines" or not self._knows(request):
            return _error(404, "Record not found")
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        await response.prepare(request)
        queue = self._listen()
        await response.write(b":thump\n\n")
        try:
            while True:
                event, payload = await queue.get()
                await response.write(f"event: {event}\ndata: {payload}\n\n".encode())
        finally:
            self._open.remove(queue)

    def _listen(self) -> "asyncio.Queue[tuple[str, str]]":
        queue: asyncio.Queue[tuple[str, str]] = asyncio.Queue()
        self._open.append(queue)
        self.listeners.set()
        return queue

    async def _register(self, request: web.Request) -> web.Response:
        self.apps.append({name: str(value) for name, value in (await request.post()).items()})
        return web.json_response({"client_id": "client", "client_secret": "hush"})

    async def _trade(self, request: web.Request) -> web.Response:
        form = {name: str(value) for name, value in (await request.post()).items()}
        self.traded.append(form)
        if form["code"] != "good":
            return _error(400, "invalid_grant")
        return web.json_response({"access_token": TOKEN, "token_type": "Bearer"})

    async def _about_sign_in(self, _request: web.Request) -> web.Response:
        return web.json_response({"code_challenge_methods_supported": ["S256"] if self.pkce else []})

    def _iso(self) -> str:
        moment = datetime.fromtimestamp(self.clock.now() / SECOND, UTC)
        return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _error(status: int, message: str, headers: dict[str, str] | None = None) -> web.Response:
    return web.json_response({"error": message}, status=status, headers=headers)
