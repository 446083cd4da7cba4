"""A Discourse forum on loopback, written from docs.discourse.org and github.com/discourse/discourse (posts_controller,
application_controller, post_serializer, emit_web_hook_event; November 2026). Known by tests of the connector and by
the contract suite."""

import itertools
import json
from datetime import UTC, datetime
from typing import Any

from aiohttp import web

from app.connectors._discourse.hook import EVENT, SIGNATURE, sign
from app.connectors.base import HookRequest
from app.core.clock import SECOND, Clock
from tests.fakes.network import RETRY_AFTER, FakeNetwork

KEY, USER, SECRET = "d306gfb2b8f0e3e08c1f", "harbour", "a-secret-of-the-forums-webhook"
PAGE = 50
US = {"id": 7, "username": "Harbour", "name": "The Harbour", "admin": False, "moderator": False}


class FakeDiscourse(FakeNetwork):
    """The forum.

    Attributes:
        posts: of all topics, in order of their ids; deleted ones have `deleted_at`.
        private: numbers of topics that are private messages.
        us: what the forum says of the key's user.
        enqueues: replies wait for a moderator.
    """

    def __init__(self, clock: Clock) -> None:
        super().__init__(clock)
        self.posts: list[dict[str, Any]] = []
        self.titles: dict[int, str] = {}
        self.private: set[int] = set()
        self.hidden: set[int] = set()
        self.us = dict(US)
        self.enqueues = False
        self._ids = itertools.count(101)
        self._topics = itertools.count(11)
        add = self.app.router.add_route
        add("GET", "/session/current.json", self._session)
        add("GET", "/posts.json", self._latest)
        add("GET", "/private-posts.json", self._latest)
        add("POST", "/posts.json", self._create)
        add("GET", r"/t/{topic:\d+}/{number:\d+}.json", self._topic)
        add("GET", r"/posts/by_number/{topic:\d+}/{number:\d+}.json", self._one)
        add("DELETE", r"/posts/{id:\d+}.json", self._delete)

    @property
    def ours(self) -> list[dict[str, Any]]:
        """What we have said."""
        return [one for one in self.posts if one["user_id"] == 7]

    def open(self, text: str = "Where is my parcel?", *, title: str = "A question", **more: Any) -> str:
        """Somebody begins a topic; returns our native id."""
        topic = next(self._topics)
        self.titles[topic] = title
        return self.say(text, topic=topic, **more)

    def say(self, text: str, *, topic: int, user: str = "mira", user_id: int = 41, **more: Any) -> str:
        """Somebody writes in a topic; returns our native id."""
        made = self.post(text, topic=topic, user=user, user_id=user_id, **more)
        return self.native(made)

    def native(self, post: dict[str, Any]) -> str:
        """Our id of a post."""
        return f"{self.url.partition('://')[2]}/{post['topic_id']}/{post['post_number']}"

    def post(self, text: str, *, topic: int, user: str, user_id: int, **more: Any) -> dict[str, Any]:
        """A new post as the forum stores it."""
        number = 1 + sum(one["topic_id"] == topic for one in self.posts)
        now = datetime.fromtimestamp(self.clock.now() / SECOND, UTC).isoformat().replace("+00:00", "Z")
        made = {
            "id": next(self._ids),
            "topic_id": topic,
            "post_number": number,
            "post_type": 1,
            "user_id": user_id,
            "username": user,
            "name": user.title(),
            "avatar_template": f"/user_avatar/forum/{user}/{{size}}/1.png",
            "raw": text,
            "cooked": f"<p>{text}</p>",
            "created_at": now,
            "updated_at": now,
            "version": 1,
            "topic_slug": "a-question",
            "category_id": 5,
            **more,
        }
        self.posts.append(made)
        return made

    def find(self, native_id: str) -> dict[str, Any]:
        """A stored post, to be changed by a test."""
        return next(one for one in self.posts if self.native(one) == native_id)

    def call(self, post: dict[str, Any], event: str, *, secret: str = SECRET) -> HookRequest:
        """A delivery of the forum's webhook, as the hub hands it over."""
        told = {"topic_archetype": "private_message" if post["topic_id"] in self.private else "regular"}
        kind = "solved" if "solution" in event else "post"
        body = json.dumps({kind: {**post, **self._titled(post), **told}}).encode()
        headers = {SIGNATURE: sign(secret, body), EVENT: event, "x-discourse-event-type": kind}
        return HookRequest(method="POST", path="", query={}, headers=headers, body=body)

    def refusal(self) -> web.Response:
        words = "You are not permitted to view the requested resource. The API username or key is invalid."
        return _error(403, words, "invalid_access")

    def too_many(self) -> web.Response:
        extras = {"wait_seconds": RETRY_AFTER, "time_left": f"{RETRY_AFTER} seconds"}
        return _error(429, "You’ve performed this action too many times.", "rate_limit", extras=extras)

    async def _session(self, request: web.Request) -> web.Response:
        return self._refused(request) or web.json_response({"current_user": self.us})

    async def _latest(self, request: web.Request) -> web.Response:
        private = request.path == "/private-posts.json"
        before = int(request.query.get("before", 1 << 40))
        shown = [one for one in self._shown() if (one["topic_id"] in self.private) is private and one["id"] <= before]
        listed = [{**one, **self._titled(one)} for one in shown[::-1][:PAGE]]
        return self._refused(request) or web.json_response({"private_posts" if private else "latest_posts": listed})

    async def _topic(self, request: web.Request) -> web.Response:
        topic, number = int(request.match_info["topic"]), int(request.match_info["number"])
        listed = [one for one in self._shown() if one["topic_id"] == topic]
        if topic in self.hidden:
            return _error(403, "You are not permitted to view the requested resource.", "invalid_access")
        if not listed:
            return _error(404, "The requested URL or resource could not be found.", "not_found")
        near = [{name: one[name] for name in one if name != "category_id"} for one in listed]
        first = next(one for one in self.posts if one["topic_id"] == topic)
        body = {
            "post_stream": {"posts": sorted(near, key=lambda one: abs(one["post_number"] - number))[:20]},
            "title": self.titles[topic],
            "slug": "a-question",
            "archetype": "private_message" if topic in self.private else "regular",
            "category_id": first["category_id"],
            "details": {"created_by": {"id": first["user_id"], "username": first["username"]}},
        }
        return self._refused(request) or web.json_response(body)

    async def _one(self, request: web.Request) -> web.Response:
        place = (int(request.match_info["topic"]), int(request.match_info["number"]))
        found = [one for one in self._shown() if (one["topic_id"], one["post_number"]) == place]
        return web.json_response(found[0]) if found else _error(404, "It could not be found.", "not_found")

    async def _create(self, request: web.Request) -> web.Response:
        given = await request.json()
        if len(given["raw"]) < 5:
            body = {"action": "create_post", "errors": ["Body is too short (minimum is 20 characters)"]}
            return web.json_response(body, status=422)
        if self.enqueues:
            return web.json_response({"action": "enqueued", "success": True, "pending_post": {"id": 3}})
        more = {"reply_to_post_number": given.get("reply_to_post_number")}
        made = self.post(given["raw"], topic=given["topic_id"], user="Harbour", user_id=7, **more)
        return self._refused(request) or web.json_response(made)

    async def _delete(self, request: web.Request) -> web.Response:
        found = next(one for one in self.posts if one["id"] == int(request.match_info["id"]))
        found["deleted_at"] = found["created_at"]
        return web.Response(status=200)

    def _shown(self) -> list[dict[str, Any]]:
        return [one for one in self.posts if not one.get("deleted_at")]

    def _titled(self, post: dict[str, Any]) -> dict[str, Any]:
        return {"topic_title": self.titles.get(post["topic_id"], "")}

    def _refused(self, request: web.Request) -> web.Response | None:
        known = request.headers.get("Api-Key") == KEY and request.headers.get("Api-Username") == USER
        return None if known else self.refusal()


def _error(status: int, words: str, kind: str, **more: Any) -> web.Response:
    return web.json_response({"errors": [words], "error_type": kind, **more}, status=status)
