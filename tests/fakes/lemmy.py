"""A Lemmy server on loopback, written from join-lemmy.org/docs (API version 3), github.com/LemmyNet/lemmy-js-client
(types) and LemmyNet/lemmy, crates/utils/src/error.rs (November 2026). Known by tests of the connector and by the
contract suite."""

import itertools
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from aiohttp import web

from app.core.clock import SECOND, Clock
from tests.fakes.network import FakeNetwork

USER, PASSWORD = "harbour", "correct horse"
US = {"id": 7, "name": "harbour", "local": True}
MIRA = {"id": 41, "name": "mira", "display_name": "Mira Lind", "actor_id": "https://other.example/u/mira"}
COMMUNITY = {"id": 3, "name": "ferries", "nsfw": False}


class FakeLemmy(FakeNetwork):
    """The server.

    Attributes:
        posts, comments, messages: views, oldest first; ours among them.
        mentions, replies: views that address us.
        tokens: those that are good.
    """

    def __init__(self, clock: Clock) -> None:
        super().__init__(clock)
        self.posts: list[dict[str, Any]] = []
        self.comments: list[dict[str, Any]] = []
        self.messages: list[dict[str, Any]] = []
        self.mentions: list[dict[str, Any]] = []
        self.replies: list[dict[str, Any]] = []
        self.tokens: set[str] = set()
        self._numbers = itertools.count(101)
        add = self.app.router.add_route
        add("POST", "/api/v3/user/login", self._login)
        add("GET", "/api/v3/site", self._site)
        for path, field, views in (
            ("/user/mention", "mentions", lambda: self.mentions),
            ("/user/replies", "replies", lambda: self.replies),
            ("/private_message/list", "private_messages", lambda: self.messages),
            ("/post/list", "posts", lambda: self.posts),
            ("/comment/list", "comments", lambda: self.comments),
        ):
            add("GET", f"/api/v3{path}", self._list(field, views))
        add("GET", "/api/v3/search", self._search)
        add("GET", "/api/v3/user", self._said)
        add("GET", "/api/v3/post", self._one("post", lambda: self.posts))
        add("GET", "/api/v3/comment", self._one("comment", lambda: self.comments))
        add("POST", "/api/v3/comment", self._create)
        add("POST", "/api/v3/private_message", self._write)
        add("POST", "/api/v3/comment/delete", self._delete)

    @property
    def ours(self) -> list[dict[str, Any]]:
        """What we have said."""
        return [one for one in (*self.comments, *self.messages) if one["creator"]["id"] == US["id"]]

    def post(self, title: str = "Late again", *, community: str = "ferries", **more: Any) -> str:
        """Somebody posts; returns our native id."""
        given = {**self._item("p"), "name": title, "body": "What now?", "creator_id": 41, "language_id": 37, **more}
        self.posts.append({"post": given, "creator": MIRA, "community": {**COMMUNITY, "name": community}})
        return self.native("p", given)

    def comment(
        self, text: str, *, under: str, creator: dict[str, Any] = MIRA, to: list[dict[str, Any]] | None = None
    ) -> str:
        """Somebody comments; `to` is a list that tells us of it. Returns our native id."""
        above = next((one for one in self.comments if self.native("c", one["comment"]) == under), None)
        post = (
            above["post"]
            if above
            else next(one["post"] for one in self.posts if self.native("p", one["post"]) == under)
        )
        made = {**self._item("c"), "content": text, "post_id": post["id"]}
        made["path"] = f"{above['comment']['path'] if above else '0'}.{made['id']}"
        view = {"comment": made, "creator": creator, "post": post, "community": COMMUNITY}
        self.comments.append(view)
        if to is not None:
            notice = "person_mention" if to is self.mentions else "comment_reply"
            to.append({**view, notice: {"id": made["id"], "published": made["published"], "read": False}})
        return self.native("c", made)

    def message(self, text: str, *, creator: dict[str, Any] = MIRA, to: int = 7) -> str:
        """Somebody writes to somebody alone; returns our native id."""
        made = {**self._item("m"), "content": text, "creator_id": creator["id"], "recipient_id": to}
        self.messages.append({"private_message": made, "creator": creator, "recipient": US})
        return self.native("m", made)

    def native(self, kind: str, item: dict[str, Any]) -> str:
        """Our id."""
        return f"{self.url.partition('://')[2]}/{kind}{item['id']}"

    def find(self, native_id: str) -> dict[str, Any]:
        """A stored post or comment, to be changed by a test."""
        items = [one[kind] for kind, views in (("post", self.posts), ("comment", self.comments)) for one in views]
        return next(one for one in items if one["id"] == int(native_id.rpartition("/")[2][1:]))

    def refusal(self) -> web.Response:
        return web.json_response({"error": "incorrect_login"}, status=401)

    def too_many(self) -> web.Response:
        return web.json_response({"error": "rate_limit_error"}, status=400)

    def _item(self, kind: str) -> dict[str, Any]:
        number = next(self._numbers)
        now = datetime.fromtimestamp(self.clock.now() / SECOND, UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        told = {"id": number, "published": now, "deleted": False, "removed": False, "local": True}
        return {**told, "ap_id": f"{self.url}/{kind}/{number}"}

    async def _login(self, request: web.Request) -> web.Response:
        given = await request.json()
        if given != {"username_or_email": USER, "password": PASSWORD}:
            return self.refusal()
        self.tokens.add(f"jwt-{len(self.tokens) + 1}")
        return web.json_response({"jwt": f"jwt-{len(self.tokens)}", "registration_created": False})

    async def _site(self, request: web.Request) -> web.Response:
        body = {"version": "0.19.9", "all_languages": [{"id": 0, "code": "und"}, {"id": 37, "code": "en"}]}
        person = {"local_user_view": {"person": US}}
        return web.json_response(body | ({"my_user": person} if self._knows(request) else {}))

    def _list(self, field: str, views: Callable[[], list[dict[str, Any]]]) -> Any:
        async def handle(request: web.Request) -> web.Response:
            query = request.query
            name, post = query.get("community_name"), query.get("post_id")
            found = [one for one in views() if name in (None, one.get("community", {}).get("name"))]
            found = [one for one in found if post in (None, str(one.get("post", {}).get("id")))]
            return self._paged(request, field, found)

        return handle

    async def _search(self, request: web.Request) -> web.Response:
        field, words = request.query["type_"].lower(), request.query["q"].lower()
        views = self.posts if field == "posts" else self.comments
        found = [
            one for one in views if words in str(one[field[:-1]].get("name") or one[field[:-1]].get("content")).lower()
        ]
        return self._paged(request, field, found)

    async def _said(self, request: web.Request) -> web.Response:
        number = int(request.query["person_id"])
        return self._paged(request, "comments", [one for one in self.comments if one["creator"]["id"] == number])

    def _paged(self, request: web.Request, field: str, found: list[dict[str, Any]]) -> web.Response:
        if not self._knows(request):
            return self.refusal()
        size, page = int(request.query["limit"]), int(request.query.get("page", 1))
        return web.json_response({field: found[::-1][(page - 1) * size : page * size]})

    def _one(self, kind: str, views: Callable[[], list[dict[str, Any]]]) -> Any:
        async def handle(request: web.Request) -> web.Response:
            found = [one for one in views() if one[kind]["id"] == int(request.query["id"])]
            if not found:
                return web.json_response({"error": f"couldnt_find_{kind}"}, status=404)
            return web.json_response({f"{kind}_view": found[0]})

        return handle

    async def _create(self, request: web.Request) -> web.Response:
        if not self._knows(request):
            return self.refusal()
        given = await request.json()
        under = {"id": given.get("parent_id") or given["post_id"]}
        self.comment(given["content"], under=self.native("c" if "parent_id" in given else "p", under), creator=US)
        return web.json_response({"comment_view": self.comments[-1], "recipient_ids": []})

    async def _write(self, request: web.Request) -> web.Response:
        given = await request.json()
        self.message(given["content"], creator=US, to=given["recipient_id"])
        return web.json_response({"private_message_view": self.messages[-1]})

    async def _delete(self, request: web.Request) -> web.Response:
        number = (await request.json())["comment_id"]
        self.comments = [one for one in self.comments if one["comment"]["id"] != number]
        return web.json_response({"comment_view": {}})

    def _knows(self, request: web.Request) -> bool:
        return request.headers.get("Authorization", "").removeprefix("Bearer ") in self.tokens
