"""A Facebook Page on loopback, written from developers.facebook.com/docs/pages-api, /docs/graph-api/reference and
/docs/messenger-platform (November 2026). Known by tests of the connector and by the contract suite."""

import itertools
from typing import Any

from aiohttp import web

from app.core.clock import SECOND, Clock, Millis
from tests.fakes.graph import FakeGraph, error, gone, paged, stamp

PAGE = "1900"
PAGE_NAME = "Harbour"
PERSON = {"id": "5150", "name": "Mira Lind"}


class FakeFacebook(FakeGraph):
    """The Page, its posts and its conversations.

    Attributes:
        posts: newest first; comments of each under its id, oldest first.
        chats: messages by person, newest first.
        sent: what the Page wrote by the API, in order; photos: what it uploaded without publishing it.
    """

    def __init__(self, clock: Clock) -> None:
        super().__init__(clock)
        self.posts: list[dict[str, Any]] = []
        self.tagged: list[dict[str, Any]] = []
        self.comments: dict[str, list[dict[str, Any]]] = {}
        self.chats: dict[str, list[dict[str, Any]]] = {}
        self.sent: list[dict[str, Any]] = []
        self.is_page = True
        self.photos: list[dict[str, Any]] = []
        self._numbers = itertools.count(1001)
        routes = self.app.router
        routes.add_get("/me", self._me)
        routes.add_get("/{id}/feed", self._feed)
        routes.add_get("/{id}/tagged", self._tagged)
        routes.add_get("/{id}/conversations", self._conversations)
        routes.add_post("/{id}/messages", self._write)
        routes.add_get("/{id}/comments", self._list)
        routes.add_post("/{id}/photos", self._photo)
        routes.add_post("/{id}/comments", self._comment)
        routes.add_get("/{id}", self._one)
        routes.add_delete("/{id}", self._delete)

    def post(self, text: str = "New timetable", *, by: dict[str, str] | None = None, ago: Millis = 0) -> str:
        """A post on the Page, by the Page unless somebody is named; returns its id."""
        native_id = f"{PAGE}_{next(self._numbers)}"
        self.posts.insert(0, self._made(native_id, text, by or {"id": PAGE, "name": PAGE_NAME}, ago))
        self.comments[native_id] = []
        return native_id

    def mention(self, text: str = "Thanks @Harbour") -> str:
        """A post elsewhere that mentions the Page."""
        native_id = f"5150_{next(self._numbers)}"
        self.tagged.insert(0, self._made(native_id, text, PERSON, 0))
        return native_id

    def say(self, text: str = "hello", *, post: str = "", parent: str = "", by: Any = PERSON, ago: Millis = 0) -> str:
        """A comment under a post; returns its id."""
        thread = post or (self.posts[0]["id"] if self.posts else self.post())
        native_id = f"{thread.partition('_')[2]}_{next(self._numbers)}"
        made = self._made(native_id, text, by, ago)
        if parent:
            made["parent"] = {"id": parent, "from": self._find(parent)["from"]}
        self.comments[thread].append(made)
        return native_id

    def write(self, text: str = "hello", *, person: str = "5150", ago: Millis = 0) -> str:
        """A person writes to the Page; returns the message's id."""
        return self._message(text, person, {"id": person, "name": "Mira Lind"}, {"id": PAGE}, ago)["id"]

    def change(self, verb: str, native_id: str, *, message: str = "hello", **more: Any) -> dict[str, Any]:
        """An entry of a delivery that tells of a comment."""
        raw = self._find(native_id)
        thread = next(thread for thread, listed in self.comments.items() if raw in listed)
        value = {
            "item": "comment",
            "verb": verb,
            "comment_id": native_id,
            "post_id": thread,
            "parent_id": raw.get("parent", {}).get("id", thread),
            "created_time": self.clock.now() // SECOND,
            "from": raw["from"],
            "message": message,
            **more,
        }
        return {"id": PAGE, "time": self.clock.now() // SECOND, "changes": [{"field": "feed", "value": value}]}

    def _made(self, native_id: str, text: str, by: Any, ago: Millis) -> dict[str, Any]:
        at = stamp(self.clock.now() - ago)
        made = {"id": native_id, "message": text, "created_time": at, "is_hidden": False}
        return made if by is None else {**made, "from": by}

    def _message(self, text: str, person: str, by: Any, to: Any, ago: Millis) -> dict[str, Any]:
        at = stamp(self.clock.now() - ago)
        native_id = f"m_{next(self._numbers)}"
        made = {"id": native_id, "message": text, "from": by, "to": {"data": [to]}, "created_time": at}
        self.chats.setdefault(person, []).insert(0, made)
        return made

    def _find(self, native_id: str) -> dict[str, Any]:
        everything = itertools.chain(self.posts, self.tagged, *self.comments.values())
        return next(one for one in everything if one["id"] == native_id)

    def _known(self, native_id: str) -> bool:
        return any(one["id"] == native_id for one in itertools.chain(self.posts, self.tagged, *self.comments.values()))

    async def _me(self, request: web.Request) -> web.Response:
        if refused := self.refused(request):
            return refused
        if not self.is_page:
            return error(100, "(#100) Tried accessing nonexisting field (category) on node type (User)")
        return web.json_response({"id": PAGE, "name": PAGE_NAME, "username": "harbour", "category": "Ferry"})

    async def _feed(self, request: web.Request) -> web.Response:
        if refused := self.refused(request):
            return refused
        page = paged(self.posts, request)
        page["data"] = [{**post, "comments": self._newest(post["id"])} for post in page["data"]]
        return web.json_response(page)

    def _newest(self, post: str) -> dict[str, Any]:
        listed = self.comments[post][::-1]
        more = {"next": "https://graph.facebook.com/next"} if len(listed) > 50 else {}
        return {"data": listed[:50], "paging": {"cursors": {"after": "50"}, **more}}

    async def _tagged(self, request: web.Request) -> web.Response:
        return self.refused(request) or web.json_response(paged(self.tagged, request))

    async def _list(self, request: web.Request) -> web.Response:
        if refused := self.refused(request):
            return refused
        listed = self.comments.get(request.match_info["id"])
        if listed is None:
            return gone(request.match_info["id"])
        return web.json_response(paged(listed[::-1], request, most=100))

    async def _conversations(self, request: web.Request) -> web.Response:
        if refused := self.refused(request):
            return refused
        wanted = request.query.get("user_id")
        rows = [
            {"id": f"t_{person}", "updated_time": listed[0]["created_time"], "messages": {"data": listed[:20]}}
            for person, listed in self.chats.items()
            if wanted in (None, person)
        ]
        return web.json_response(paged(sorted(rows, key=lambda row: str(row["updated_time"]), reverse=True), request))

    async def _comment(self, request: web.Request) -> web.Response:
        if refused := self.refused(request, writing=True):
            return refused
        above = request.match_info["id"]
        if not self._known(above):
            return gone(above)
        given = await request.json()
        thread = (
            above
            if above in self.comments
            else next(post for post, listed in self.comments.items() if any(one["id"] == above for one in listed))
        )
        top = "" if above == thread else self._find(above).get("parent", {}).get("id", above)
        native_id = self.say(given["message"], post=thread, parent=top, by={"id": PAGE, "name": PAGE_NAME})
        self.sent.append({"id": native_id, "above": above, **given})
        return web.json_response({"id": native_id})

    async def _photo(self, request: web.Request) -> web.Response:
        if refused := self.refused(request):
            return refused
        form = await request.post()
        file = form["source"]
        if request.match_info["id"] != PAGE or form["published"] != "false" or not isinstance(file, web.FileField):
            return error(100, "Invalid parameter")
        self.photos.append({"alt": form.get("alt_text_custom", ""), "data": file.file.read()})
        return web.json_response({"id": f"photo-{len(self.photos)}"})

    async def _write(self, request: web.Request) -> web.Response:
        if refused := self.refused(request, writing=True):
            return refused
        given = await request.json()
        person = given["recipient"]["id"]
        made = self._message(given["message"]["text"], person, {"id": PAGE}, {"id": person}, 0)
        self.sent.append(given)
        return web.json_response({"recipient_id": person, "message_id": made["id"]})

    async def _one(self, request: web.Request) -> web.Response:
        if refused := self.refused(request):
            return refused
        native_id = request.match_info["id"]
        if native_id in self.chats:
            return web.json_response({"id": native_id, "name": "Mira Lind"})
        if not self._known(native_id):
            return gone(native_id)
        raw = self._find(native_id)
        over = {"comments": self._newest(native_id)} if native_id in self.comments else {}
        return web.json_response({**raw, **over})

    async def _delete(self, request: web.Request) -> web.Response:
        native_id = request.match_info["id"]
        if refused := self.refused(request, writing=True):
            return refused
        if not self._known(native_id):
            return gone(native_id)
        for listed in self.comments.values():
            listed[:] = [one for one in listed if one["id"] != native_id]
        return web.json_response({"success": True})
