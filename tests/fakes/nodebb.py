"""A NodeBB forum on loopback, written from docs.nodebb.org (Read and Write API) and github.com/NodeBB/NodeBB
(public/openapi, src/api, src/controllers/helpers.js; November 2026). Known by tests of the connector and by the
contract suite."""

import itertools
import re
from typing import Any

from aiohttp import web

from app.core.clock import Clock
from tests.fakes.network import FakeNetwork

TOKEN = "5a0b1c2d-e3f4-4a5b-8c9d-0e1f2a3b4c5d"
PAGE = 20
US = {"uid": 7, "username": "Harbour", "userslug": "harbour", "displayname": "The Harbour"}
MIRA = {"uid": 41, "username": "mira", "displayname": "Mira Lind", "picture": "/assets/uploads/m.png"}
JON = {"uid": 42, "username": "jon", "displayname": "jon", "picture": None}
USERS = {one["uid"]: one for one in (US, MIRA, JON)}


class FakeNodeBB(FakeNetwork):
    """The forum.

    Attributes:
        posts, topics: by number.
        forbidden: topics that are not for our eyes.
        queues: replies wait for a moderator.
    """

    def __init__(self, clock: Clock) -> None:
        super().__init__(clock)
        self.posts: dict[int, dict[str, Any]] = {}
        self.topics: dict[int, dict[str, Any]] = {}
        self.forbidden: set[int] = set()
        self.queues = False
        self._numbers = itertools.count(101)
        add = self.app.router.add_route
        add("GET", "/api/self", self._self)
        add("GET", "/api/recent/posts/{term}", self._recent)
        add("GET", "/api/user/{slug}/posts", self._said)
        add("GET", "/api/topic/{tid}", self._page)
        add("GET", "/api/v3/posts/{pid}", self._post)
        add("GET", "/api/v3/posts/{pid}/summary", self._summary)
        add("GET", "/api/v3/topics/{tid}", self._topic)
        add("POST", "/api/v3/topics/{tid}", self._reply)
        add("DELETE", "/api/v3/posts/{pid}/state", self._delete)

    @property
    def ours(self) -> list[dict[str, Any]]:
        """What we have said."""
        return [one for one in self.posts.values() if one["uid"] == 7]

    def open(self, text: str = "Where is my parcel?", *, uid: int = 41, cid: int = 5) -> str:
        """Somebody begins a topic; returns our native id."""
        tid = next(self._numbers)
        self.topics[tid] = {"tid": tid, "uid": uid, "cid": cid, "title": "Parcels &amp; post", "deleted": 0}
        native_id = self.say(text, under=tid, uid=uid)
        self.topics[tid]["mainPid"] = int(native_id.rpartition("/")[2])
        return native_id

    def say(self, text: str, *, under: int, uid: int = 41, to: str = "") -> str:
        """Somebody writes in a topic; returns our native id."""
        pid = next(self._numbers)
        made = {"pid": pid, "tid": under, "uid": uid, "content": text, "timestamp": self.clock.now(), "deleted": 0}
        self.posts[pid] = made | ({"toPid": to.rpartition("/")[2]} if to else {})
        return f"{self.url.partition('://')[2]}/{pid}"

    def find(self, native_id: str) -> dict[str, Any]:
        """A stored post, to be changed by a test."""
        return self.posts[int(native_id.rpartition("/")[2])]

    def topic_of(self, native_id: str) -> int:
        """The number of a post's topic."""
        return int(self.find(native_id)["tid"])

    def refusal(self) -> web.Response:
        return _error(401, "not-authorised", "A valid login session was not found. Please log in and try again.")

    async def _self(self, request: web.Request) -> web.Response:
        return self._refused(request) or web.json_response(US)

    async def _recent(self, request: web.Request) -> web.Response:
        shown = [one for one in self.posts.values() if not one["deleted"]]
        start = (int(request.query.get("page", 1)) - 1) * PAGE
        listed = [self._shown(one, stripped=True) for one in shown[::-1][start : start + PAGE]]
        return self._refused(request) or web.json_response(listed)

    async def _said(self, request: web.Request) -> web.Response:
        start = (int(request.query.get("page", 1)) - 1) * PAGE
        listed = [self._shown(one) for one in self.ours[::-1][start : start + PAGE]]
        return self._refused(request) or web.json_response({"posts": listed})

    async def _page(self, request: web.Request) -> web.Response:
        tid = int(request.match_info["tid"])
        listed = [{**one, **self._shown(one)} for one in self.posts.values() if one["tid"] == tid]
        return web.json_response({**self.topics[tid], "posts": listed[:PAGE]})

    async def _post(self, request: web.Request) -> web.Response:
        post = self.posts.get(int(request.match_info["pid"]))
        return self._refused(request) or self._told(post, post)

    async def _summary(self, request: web.Request) -> web.Response:
        post = self.posts.get(int(request.match_info["pid"]))
        return self._refused(request) or self._told(post, self._shown(post) if post else None)

    async def _topic(self, request: web.Request) -> web.Response:
        return self._refused(request) or _ok(self.topics[int(request.match_info["tid"])])

    async def _reply(self, request: web.Request) -> web.Response:
        if self._refused(request):
            return self.refusal()
        given = await request.json()
        if len(given["content"]) < 8:
            return _error(400, "bad-request", "Please enter a longer post. Posts should contain at least 8 characters.")
        if self.queues:
            return _ok({"queued": True, "id": "reply-1", "message": "[[success:post-queued]]"})
        native_id = self.say(given["content"], under=int(request.match_info["tid"]), uid=7, to=given.get("toPid", ""))
        return _ok(self._shown(self.find(native_id)))

    async def _delete(self, request: web.Request) -> web.Response:
        post = self.posts.get(int(request.match_info["pid"]))
        if post is None:
            return _error(404, "not-found", "[[error:no-post]]")
        if post["uid"] != US["uid"]:
            return _error(403, "forbidden", "You do not have enough privileges for this action.")
        post["deleted"] = 1
        return _ok({})

    def _told(self, post: dict[str, Any] | None, body: dict[str, Any] | None) -> web.Response:
        if post is None or body is None:
            return _error(404, "not-found", "[[error:no-post]]")
        if post["tid"] in self.forbidden:
            return _error(403, "forbidden", "You do not have enough privileges for this action.")
        return _ok(body)

    def _shown(self, post: dict[str, Any], *, stripped: bool = False) -> dict[str, Any]:
        markup = re.sub(r"\*(\w+)\*", r"<em>\1</em>", f"<p>{post['content']}</p>")
        summary = {name: post[name] for name in ("pid", "tid", "uid", "timestamp", "deleted")}
        content = re.sub(r"<[^>]+>", "", markup) if stripped else markup
        return {**summary, "content": content, "user": USERS[post["uid"]]}

    def _refused(self, request: web.Request) -> web.Response | None:
        return None if request.headers.get("Authorization") == f"Bearer {TOKEN}" else self.refusal()


def _ok(response: Any) -> web.Response:
    return web.json_response({"status": {"code": "ok", "message": "OK"}, "response": response})


def _error(status: int, code: str, message: str) -> web.Response:
    return web.json_response({"status": {"code": code, "message": message}, "response": {}}, status=status)
