"""A professional Instagram account on loopback, written from developers.facebook.com/docs/instagram-platform
(Instagram login, November 2026). Known by tests of the connector and by the contract suite."""

import itertools
import re
from typing import Any

from aiohttp import web

from app.core.clock import SECOND, Clock, Millis
from tests.fakes.graph import FakeGraph, gone, paged, stamp

US = "17841400000000001"
USERNAME = "harbour"
PERSON = {"id": "5150", "username": "miralind"}
OURS = {"id": "9990", "username": USERNAME}
"""Our own comments carry another id than the account."""
RENEWED = "IGAArenewed"
LASTS = 5_183_944


class FakeInstagram(FakeGraph):
    """The account, its media and its conversations.

    Attributes:
        media: newest first; comments of each under its id, newest first, answers below them oldest first.
        sent: what the account wrote by the API, in order.
        renewals: how often the token was traded.
    """

    def __init__(self, clock: Clock) -> None:
        super().__init__(clock)
        self.media: list[dict[str, Any]] = []
        self.foreign: dict[str, dict[str, Any]] = {}
        self.comments: dict[str, list[dict[str, Any]]] = {}
        self.chats: dict[str, list[dict[str, Any]]] = {}
        self.sent: list[dict[str, Any]] = []
        self.renewals = 0
        self._numbers = itertools.count(1001)
        routes = self.app.router
        routes.add_get("/refresh_access_token", self._refresh)
        routes.add_get("/me", self._me)
        routes.add_get("/{id}/media", self._media)
        routes.add_get("/{id}/tags", self._tags)
        routes.add_get("/{id}/conversations", self._conversations)
        routes.add_post("/{id}/messages", self._write)
        routes.add_post("/{id}/mentions", self._answer_mention)
        routes.add_get("/{id}/{edge:comments|replies}", self._list)
        routes.add_post("/{id}/{edge:comments|replies}", self._comment)
        routes.add_get("/{id}", self._one)
        routes.add_delete("/{id}", self._delete)

    def post(self, caption: str = "New ferry", *, ago: Millis = 0) -> str:
        """A medium of ours; returns its id."""
        made = self._medium(caption, USERNAME, ago)
        self.media.insert(0, made)
        return str(made["id"])

    def tag(self, caption: str = "On the ferry") -> str:
        """A medium of somebody else that tags us."""
        made = self._medium(caption, "miralind", 0)
        self.foreign[made["id"]] = made
        return str(made["id"])

    def say(self, text: str = "hello", *, medium: str = "", parent: str = "", by: Any = PERSON, ago: Millis = 0) -> str:
        """A comment under a medium; returns its id."""
        place = medium or (self.media[0]["id"] if self.media else self.post())
        native_id = str(next(self._numbers))
        at = stamp(self.clock.now() - ago)
        made = {"id": native_id, "text": text, "timestamp": at, "username": by["username"], "from": by, "hidden": False}
        if parent:
            self._find(parent).setdefault("replies", {"data": []})["data"].append({**made, "parent_id": parent})
        else:
            self.comments[place].insert(0, made)
        return native_id

    def write(self, text: str = "hello", *, person: str = "5150", ago: Millis = 0) -> str:
        """A person writes to the account; returns the message's id."""
        return str(self._message(text, person, {"id": person, "username": "miralind"}, {"id": US}, ago)["id"])

    def told(self, field: str, value: dict[str, Any]) -> dict[str, Any]:
        """An entry of a delivery, as apps with Instagram login are sent it."""
        return {"id": US, "time": self.clock.now() // SECOND, "field": field, "value": value}

    def _medium(self, caption: str, by: str, ago: Millis) -> dict[str, Any]:
        native_id = str(next(self._numbers))
        self.comments[native_id] = []
        return {
            "id": native_id,
            "caption": caption,
            "username": by,
            "timestamp": stamp(self.clock.now() - ago),
            "permalink": f"https://www.instagram.com/p/{native_id}/",
            "media_type": "IMAGE",
            "media_url": "https://cdn.test/a.jpg",
        }

    def _message(self, text: str, person: str, by: Any, to: Any, ago: Millis) -> dict[str, Any]:
        at = stamp(self.clock.now() - ago)
        made = {"id": f"aWd{next(self._numbers)}", "message": text, "from": by, "to": {"data": [to]}}
        self.chats.setdefault(person, []).insert(0, {**made, "created_time": at})
        return made

    def _all(self) -> list[dict[str, Any]]:
        top = list(itertools.chain(*self.comments.values()))
        return top + [answer for one in top for answer in one.get("replies", {"data": []})["data"]]

    def _find(self, native_id: str) -> dict[str, Any]:
        return next(one for one in self._all() if one["id"] == native_id)

    async def _refresh(self, request: web.Request) -> web.Response:
        if refused := self.refused(request):
            return refused
        self.renewals += 1
        return web.json_response({"access_token": RENEWED, "token_type": "bearer", "expires_in": LASTS})

    async def _me(self, request: web.Request) -> web.Response:
        told = {"user_id": US, "username": USERNAME, "name": "Harbour Ferries"}
        return self.refused(request) or web.json_response(told)

    async def _media(self, request: web.Request) -> web.Response:
        if refused := self.refused(request):
            return refused
        page = paged(self.media, request)
        page["data"] = [{**one, "comments": self._newest(one["id"])} for one in page["data"]]
        return web.json_response(page)

    def _newest(self, medium: str) -> dict[str, Any]:
        listed = self.comments[medium]
        more = {"next": "https://graph.instagram.com/next"} if len(listed) > 50 else {}
        return {"data": listed[:50], "paging": {"cursors": {"after": "50"}, **more}}

    async def _tags(self, request: web.Request) -> web.Response:
        return self.refused(request) or web.json_response(paged(list(self.foreign.values()), request))

    async def _conversations(self, request: web.Request) -> web.Response:
        if refused := self.refused(request):
            return refused
        wanted = request.query.get("user_id")
        rows = [
            {"id": f"t_{person}", "updated_time": listed[0]["created_time"], "messages": {"data": listed[:20]}}
            for person, listed in self.chats.items()
            if wanted in (None, person)
        ]
        return web.json_response(paged(rows, request))

    async def _list(self, request: web.Request) -> web.Response:
        if refused := self.refused(request):
            return refused
        native_id = request.match_info["id"]
        if request.match_info["edge"] == "comments":
            listed = self.comments.get(native_id)
            return gone(native_id) if listed is None else web.json_response(paged(listed, request, most=50))
        if not any(one["id"] == native_id for one in self._all()):
            return gone(native_id)
        return web.json_response(paged(self._find(native_id).get("replies", {"data": []})["data"], request, most=50))

    async def _comment(self, request: web.Request) -> web.Response:
        if refused := self.refused(request, writing=True):
            return refused
        above, given = request.match_info["id"], await request.json()
        if request.match_info["edge"] == "comments":
            native_id = self.say(given["message"], medium=above, by=OURS)
        else:
            top = self._find(above).get("parent_id", above)
            native_id = self.say(given["message"], parent=top, by=OURS)
        self.sent.append({"id": native_id, "above": above, **given})
        return web.json_response({"id": native_id})

    async def _answer_mention(self, request: web.Request) -> web.Response:
        if refused := self.refused(request, writing=True):
            return refused
        given = await request.json()
        native_id = self.say(given["message"], medium=given["media_id"], by=OURS)
        self.sent.append({"id": native_id, **given})
        return web.json_response({"id": native_id})

    async def _write(self, request: web.Request) -> web.Response:
        if refused := self.refused(request, writing=True):
            return refused
        given = await request.json()
        person = given["recipient"]["id"]
        made = self._message(given["message"]["text"], person, {"id": US, "username": USERNAME}, {"id": person}, 0)
        self.sent.append(given)
        return web.json_response({"recipient_id": person, "message_id": made["id"]})

    async def _one(self, request: web.Request) -> web.Response:
        if refused := self.refused(request):
            return refused
        native_id = request.match_info["id"]
        if native_id == US:
            return self._mentioned(request.query.get("fields", ""))
        if native_id in self.chats:
            return web.json_response({"id": native_id, "username": "miralind"})
        for medium in self.media:
            if medium["id"] == native_id:
                return web.json_response({**medium, "comments": self._newest(native_id)})
        found = [one for one in self._all() if one["id"] == native_id]
        return web.json_response(found[0]) if found else gone(native_id)

    def _mentioned(self, fields: str) -> web.Response:
        medium = re.match(r"mentioned_media\.media_id\((\d+)\)", fields)
        if medium is not None:
            shown = {**self.foreign[medium[1]], "comments": {"data": self.comments[medium[1]]}}
            return web.json_response({"id": US, "mentioned_media": shown})
        comment = re.match(r"mentioned_comment\.comment_id\((\d+)\)", fields)
        if comment is None:
            return gone(US)
        return web.json_response({"id": US, "mentioned_comment": self._find(comment[1])})

    async def _delete(self, request: web.Request) -> web.Response:
        native_id = request.match_info["id"]
        if refused := self.refused(request, writing=True):
            return refused
        if not any(one["id"] == native_id for one in self._all()):
            return gone(native_id)
        for listed in self.comments.values():
            listed[:] = [one for one in listed if one["id"] != native_id]
            for one in listed:
                if "replies" in one:
                    one["replies"]["data"] = [each for each in one["replies"]["data"] if each["id"] != native_id]
        return web.json_response({"success": True})
