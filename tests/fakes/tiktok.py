"""TikTok's Accounts API v1.3 on loopback, written from business-api.tiktok.com/portal/docs (/business/video/list/,
/business/comment/*, /tt_user/oauth2/refresh_token/, return codes; November 2026). Known by tests of the connector and
by the contract suite."""

import itertools
import secrets
from typing import Any

from aiohttp import web

from app.core.clock import SECOND, Clock
from tests.fakes.network import FakeNetwork

BUSINESS = "-000Business"
VIDEO = "7080213458555737986"
REFRESH = "rft.year"


class FakeTikTok(FakeNetwork):
    """The server.

    Attributes:
        comments: by id, oldest first, answers among them.
        ours: what the account has published.
        access: tokens that are good now.
        code: what every request but that for tokens is answered with, and its words.
    """

    def __init__(self, clock: Clock) -> None:
        super().__init__(clock)
        self.comments: dict[str, dict[str, Any]] = {}
        self.ours: list[dict[str, Any]] = []
        self.access: set[str] = set()
        self.renewed: list[dict[str, str]] = []
        self.code: tuple[int, str] | None = None
        self._numbers = itertools.count(7_080_300_000_000_000_000)
        self._published = clock.now() // SECOND
        route = self.app.router.add_route
        route("POST", "/tt_user/oauth2/refresh_token/", self._renew)
        for verb, path, handler in (
            ("GET", "/business/get/", self._business),
            ("GET", "/business/video/list/", self._videos),
            ("GET", "/business/comment/list/", self._list),
            ("GET", "/business/comment/reply/list/", self._list),
            ("POST", "/business/comment/reply/create/", self._create),
            ("POST", "/business/comment/delete/", self._delete),
        ):
            route(verb, path, self._guarded(handler))

    def say(self, text: str = "Nice ferry", *, parent: str = "", owner: bool = False) -> str:
        """A person comments, or answers a comment; returns our native id."""
        number = str(next(self._numbers))
        moment = str(self.clock.now() // SECOND)
        who = {"username": "miralind", "display_name": "Mira", "unique_identifier": "u-mira", "user_id": "9"}
        made = {"comment_id": number, "video_id": VIDEO, "text": text, "create_time": moment, "owner": owner, **who}
        self.comments[number] = {**made, "parent_comment_id": parent.rpartition("/")[2]}
        return f"{VIDEO}/{number}"

    def give(self) -> str:
        """A token of a day."""
        token = f"act.{secrets.token_urlsafe(8)}"
        self.access.add(token)
        return token

    def refusal(self) -> web.Response:
        return _answer(40105, "Access token is incorrect or has been revoked.")

    def too_many(self) -> web.Response:
        return _answer(40100, "Too many requests. Please retry in some time.")

    async def _renew(self, request: web.Request) -> web.Response:
        given = await request.json()
        self.renewed.append(given)
        if given["refresh_token"] != REFRESH or given["grant_type"] != "refresh_token":
            return _answer(40002, "Invalid refresh token.")
        data = {"access_token": self.give(), "expires_in": 86400, "open_id": BUSINESS, "refresh_token": REFRESH}
        return _answer(0, "OK", data={**data, "refresh_token_expires_in": 31_536_000})

    def _guarded(self, handler: Any) -> Any:
        async def guarded(request: web.Request) -> web.Response:
            if request.headers.get("Access-Token") not in self.access:
                return self.refusal()
            if self.code is not None:
                return _answer(*self.code)
            answer: web.Response = await handler(request)
            return answer

        return guarded

    async def _business(self, _request: web.Request) -> web.Response:
        return _answer(0, "OK", data={"username": "harbour", "display_name": "Harbour"})

    async def _videos(self, _request: web.Request) -> web.Response:
        video = {"item_id": VIDEO, "create_time": str(self._published), "comments": len(self.comments)}
        return _answer(0, "OK", data={"videos": [video], "cursor": 0, "has_more": False})

    async def _list(self, request: web.Request) -> web.Response:
        parent = request.query.get("comment_id", "")
        found = [self._told(one) for one in self.comments.values() if one["parent_comment_id"] == parent]
        start, most = int(request.query["cursor"]), int(request.query["max_count"])
        some = found[::-1][start : start + most]
        more = start + len(some) < len(found)
        return _answer(0, "OK", data={"comments": some, "cursor": start + len(some), "has_more": more})

    def _told(self, comment: dict[str, Any]) -> dict[str, Any]:
        answers = sum(one["parent_comment_id"] == comment["comment_id"] for one in self.comments.values())
        return {**comment, "replies": answers, "likes": 0, "status": "PUBLIC"}

    async def _create(self, request: web.Request) -> web.Response:
        given = await request.json()
        if given["comment_id"] not in self.comments or given["video_id"] != VIDEO:
            return _answer(40002, "The comment does not exist.")
        number = self.say(given["text"], parent=given["comment_id"], owner=True).rpartition("/")[2]
        self.ours.append(self.comments[number])
        return _answer(0, "OK", data=self._told(self.comments[number]))

    async def _delete(self, request: web.Request) -> web.Response:
        given = await request.json()
        self.comments.pop(given["comment_id"], None)
        self.ours = [one for one in self.ours if one["comment_id"] != given["comment_id"]]
        return _answer(0, "OK", data={})


def _answer(code: int, message: str, **more: Any) -> web.Response:
    return web.json_response({"code": code, "message": message, "request_id": "20261122", **more})
