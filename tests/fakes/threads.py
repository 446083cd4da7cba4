"""A Threads account on loopback, written from developers.facebook.com/docs/threads (November 2026). Known by tests of
the connector and by the contract suite."""

import itertools
import json
from typing import Any

from aiohttp import web

from app.connectors._meta.hook import SIGNATURE, sign
from app.connectors.base import HookRequest
from app.core.clock import SECOND, Clock, Millis
from tests.fakes.graph import APP_SECRET, FakeGraph, gone, paged, stamp

US = "9100"
USERNAME = "harbour"
RENEWED = "THAArenewed"


class FakeThreads(FakeGraph):
    """The account, its posts and what is said below them.

    Attributes:
        everything: every post, oldest first.
        made: containers that are not published yet, with their status.
        status: of the next containers.
        used: replies of the last 24 hours.
        shut: posts that are listed but cannot be asked for one by one.
    """

    def __init__(self, clock: Clock) -> None:
        super().__init__(clock)
        self.everything: list[dict[str, Any]] = []
        self.mentioning: list[str] = []
        self.made: dict[str, dict[str, Any]] = {}
        self.sent: list[dict[str, Any]] = []
        self.status = "FINISHED"
        self.used = 0
        self.renewals = 0
        self.shut: set[str] = set()
        self._numbers = itertools.count(1001)
        routes = self.app.router
        routes.add_get("/refresh_access_token", self._refresh)
        routes.add_get("/me", self._me)
        routes.add_get("/{id}/threads", self._ours)
        routes.add_post("/{id}/threads", self._make)
        routes.add_post("/{id}/threads_publish", self._publish)
        routes.add_get("/{id}/threads_publishing_limit", self._limit)
        routes.add_get("/{id}/replies", self._our_replies)
        routes.add_get("/{id}/mentions", self._mentions)
        routes.add_get("/{id}/conversation", self._conversation)
        routes.add_get("/{id}", self._one)
        routes.add_delete("/{id}", self._delete)

    def post(self, text: str = "New timetable", *, by: str = USERNAME, ago: Millis = 0) -> str:
        """A post of ours, unless somebody else is named; returns its id."""
        return self._add(text, by, ago)

    def say(self, text: str = "hello", *, above: str = "", by: str = "miralind", ago: Millis = 0) -> str:
        """A reply to a post, to our newest one where none is named."""
        parent = above or next((one["id"] for one in self.everything if "root_post" not in one), "") or self.post()
        raw = self._find(parent)
        root = raw.get("root_post") or {"id": parent, "username": raw["username"]}
        return self._add(text, by, ago, root_post=root, replied_to={"id": parent}, is_reply=True)

    def mention(self, text: str = "late again, @harbour", *, by: str = "miralind") -> str:
        """A post of somebody that mentions us."""
        native_id = self._add(text, by, 0)
        self.mentioning.append(native_id)
        return native_id

    def told(self, field: str, value: dict[str, Any]) -> HookRequest:
        """A signed delivery, in the shape that Threads alone has."""
        told = {"app_id": "123456", "topic": "moderate", "target_id": "1", "time": self.clock.now() // SECOND}
        body = json.dumps({**told, "values": {"field": field, "value": value}}).encode()
        return HookRequest(method="POST", path="", query={}, headers={SIGNATURE: sign(APP_SECRET, body)}, body=body)

    def _add(self, text: str, by: str, ago: Millis, **more: Any) -> str:
        native_id = str(next(self._numbers))
        made = {
            "id": native_id,
            "text": text,
            "username": by,
            "timestamp": stamp(self.clock.now() - ago),
            "permalink": f"https://www.threads.net/@{by}/post/{native_id}",
            "media_type": "TEXT_POST",
            "hide_status": "NOT_HUSHED",
        }
        self.everything.append({**made, **more})
        return native_id

    def _find(self, native_id: str) -> dict[str, Any]:
        return next(one for one in self.everything if one["id"] == native_id)

    def _below(self, root: str) -> list[dict[str, Any]]:
        return [one for one in self.everything if one.get("root_post", {}).get("id") == root][::-1]

    def _page(self, request: web.Request, rows: list[dict[str, Any]]) -> web.Response:
        """Threads tells no next page, only cursors."""
        page = paged(rows, request)
        page["paging"].pop("next", None)
        return self.refused(request) or web.json_response(page)

    async def _refresh(self, request: web.Request) -> web.Response:
        self.renewals += 1
        return self.refused(request) or web.json_response({"access_token": RENEWED, "expires_in": 5_183_944})

    async def _me(self, request: web.Request) -> web.Response:
        return self.refused(request) or web.json_response({"id": US, "username": USERNAME, "name": "Harbour"})

    async def _ours(self, request: web.Request) -> web.Response:
        ours = [one for one in self.everything if one["username"] == USERNAME and "root_post" not in one]
        return self._page(request, [{**one, "has_replies": bool(self._below(one["id"]))} for one in ours[::-1]])

    async def _our_replies(self, request: web.Request) -> web.Response:
        return self._page(
            request, [one for one in self.everything if one["username"] == USERNAME and "root_post" in one][::-1]
        )

    async def _mentions(self, request: web.Request) -> web.Response:
        return self._page(request, [self._find(native_id) for native_id in self.mentioning[::-1]])

    async def _conversation(self, request: web.Request) -> web.Response:
        return self._page(request, self._below(request.match_info["id"]))

    async def _limit(self, request: web.Request) -> web.Response:
        config = {"quota_total": 1000, "quota_duration": 86_400}
        told = {"data": [{"reply_quota_usage": self.used, "reply_config": config}]}
        return self.refused(request) or web.json_response(told)

    async def _make(self, request: web.Request) -> web.Response:
        if refused := self.refused(request):
            return refused
        native_id = f"c{next(self._numbers)}"
        self.made[native_id] = {**await request.json(), "status": self.status}
        return web.json_response({"id": native_id})

    async def _publish(self, request: web.Request) -> web.Response:
        if refused := self.refused(request, writing=True):
            return refused
        container = self.made[(await request.json())["creation_id"]]
        native_id = self.say(container["text"], above=container["reply_to_id"], by=USERNAME)
        container["status"] = "PUBLISHED"
        self.sent.append({"id": native_id, **container})
        return web.json_response({"id": native_id})

    async def _one(self, request: web.Request) -> web.Response:
        if refused := self.refused(request):
            return refused
        native_id = request.match_info["id"]
        if native_id in self.made:
            container = self.made[native_id]
            status, container["status"] = container["status"], "FINISHED"
            return web.json_response({"id": native_id, "status": status, "error_message": "FAILED"})
        found = [one for one in self.everything if one["id"] == native_id and native_id not in self.shut]
        return web.json_response(found[0]) if found else gone(native_id)

    async def _delete(self, request: web.Request) -> web.Response:
        if refused := self.refused(request, writing=True):
            return refused
        native_id = request.match_info["id"]
        if not any(one["id"] == native_id for one in self.everything):
            return gone(native_id)
        self.everything = [one for one in self.everything if one["id"] != native_id]
        return web.json_response({"success": True, "deleted_id": native_id})
