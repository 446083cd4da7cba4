"""YouTube's Data API v3 on loopback, written from developers.google.com/youtube/v3 (docs/commentThreads,
docs/comments, live/docs/liveChatMessages, docs/errors, determine_quota_cost; November 2026). Known by tests of the
connector and by the contract suite."""

import itertools
from datetime import UTC, datetime
from typing import Any

from aiohttp import web

from app.core.clock import SECOND, Clock, Millis
from tests.fakes.door import FakeDoor
from tests.fakes.network import FakeNetwork

CHANNEL = "UCharbour000000000000000"
VIDEO = "dQw4w9WgXcQ"
CHAT = "KicKGFVDaGFyYm91cg"


class FakeYouTube(FakeNetwork):
    """The server.

    Attributes:
        threads: comment threads by id, oldest first; `answers` by thread.
        ours: what the channel has published.
        spent: units of all calls.
        refuses: the reason every call is answered with, and its status.
        chat: messages and events of the broadcast; empty while there is none.
        chat_pages: how often the chat was read.
    """

    def __init__(self, clock: Clock) -> None:
        super().__init__(clock)
        self.door = FakeDoor(rotates=False)
        self.token = str(self.door.give()["access_token"])
        self.threads: dict[str, dict[str, Any]] = {}
        self.answers: dict[str, list[dict[str, Any]]] = {}
        self.ours: list[dict[str, Any]] = []
        self.spent = 0
        self.refuses: tuple[int, str] | None = None
        self.on_air = False
        self.chat: list[dict[str, Any]] = []
        self.chat_pages = 0
        self._numbers = itertools.count(1)
        route = self.app.router.add_route
        route("POST", "/token", self.door.token)
        for verb, path, handler, price in (
            ("GET", "/channels", self._channels, 1),
            ("GET", "/commentThreads", self._threads, 1),
            ("GET", "/comments", self._answers, 1),
            ("POST", "/comments", self._insert, 50),
            ("DELETE", "/comments", self._delete, 50),
            ("GET", "/liveBroadcasts", self._broadcasts, 1),
            ("GET", "/liveChat/messages", self._messages, 1),
            ("POST", "/liveChat/messages", self._speak, 50),
            ("DELETE", "/liveChat/messages", self._unsay, 50),
        ):
            route(verb, path, self._guarded(handler, price))

    def say(self, text: str = "Nice ferry", *, at: Millis = 0, author: str = "UCmira") -> str:
        """A person comments on a video; returns the thread's id."""
        number = f"Ugx{next(self._numbers):05}"
        self.threads[number] = self.comment(number, text, at=at, author=author)
        self.answers[number] = []
        return number

    def answer(self, thread: str, text: str, *, author: str = "UCola") -> str:
        """A person answers in a thread."""
        made = self.comment(f"{thread}.{next(self._numbers):05}", text, author=author, parent=thread)
        self.answers[thread].append(made)
        return str(made["id"])

    def comment(
        self, number: str, text: str, *, at: Millis = 0, author: str = "UCmira", parent: str = ""
    ) -> dict[str, Any]:
        """A comment as YouTube writes it."""
        moment = _iso(at or self.clock.now())
        snippet = {
            "channelId": CHANNEL,
            "videoId": VIDEO,
            "textDisplay": text,
            "textOriginal": text,
            "authorDisplayName": f"@{author.lower()}",
            "authorChannelId": {"value": author},
            "authorProfileImageUrl": "https://yt3.example/a.jpg",
            "publishedAt": moment,
            "updatedAt": moment,
            **({"parentId": parent} if parent else {}),
        }
        return {"kind": "youtube#comment", "id": number, "snippet": snippet}

    def chat_message(self, text: str, *, author: str = "UCmira", kind: str = "textMessageEvent", **more: Any) -> str:
        """Somebody writes in the live chat; returns our native id."""
        number = f"LCC{next(self._numbers):05}"
        moment = _iso(self.clock.now())
        snippet = {"type": kind, "liveChatId": CHAT, "publishedAt": moment, "displayMessage": text, **more}
        person = {"channelId": author, "displayName": author.lower()}
        self.chat.append({"id": number, "snippet": snippet, "authorDetails": person})
        return f"live/{CHAT}/{number}"

    def edit(self, number: str, text: str) -> None:
        """Its author changes a thread's first comment."""
        changed = {"textDisplay": text, "textOriginal": text, "updatedAt": _iso(self.clock.now() + SECOND)}
        self.threads[number]["snippet"].update(changed)

    def refusal(self) -> web.Response:
        return _error(401, "authError", "Invalid Credentials")

    def _guarded(self, handler: Any, price: int) -> Any:
        async def guarded(request: web.Request) -> web.Response:
            self.spent += price
            if request.headers.get("Authorization", "").removeprefix("Bearer ") not in self.door.access:
                return self.refusal()
            if self.refuses is not None:
                return _error(self.refuses[0], self.refuses[1], "The request cannot be completed.")
            answer: web.Response = await handler(request)
            return answer

        return guarded

    async def _channels(self, _request: web.Request) -> web.Response:
        return _list([{"id": CHANNEL, "snippet": {"title": "Harbour", "customUrl": "@harbour"}}])

    async def _threads(self, request: web.Request) -> web.Response:
        if "id" in request.query:
            ids = request.query["id"].split(",")
            return _list([self._thread(one) for one in ids if one in self.threads])
        newest = sorted(self.threads, key=lambda one: self.threads[one]["snippet"]["publishedAt"], reverse=True)
        return self._page(request, [self._thread(one) for one in newest])

    async def _answers(self, request: web.Request) -> web.Response:
        parent = request.query["parentId"]
        if parent not in self.threads:
            return _error(404, "commentNotFound", "The specified comments could not be found.")
        return self._page(request, list(self.answers[parent]))

    def _page(self, request: web.Request, items: list[Any]) -> web.Response:
        start, most = int(request.query.get("pageToken", 0)), int(request.query.get("maxResults", 20))
        more = {"nextPageToken": str(start + most)} if start + most < len(items) else {}
        return _list(items[start : start + most], **more)

    def _thread(self, number: str) -> dict[str, Any]:
        answers = self.answers[number]
        snippet = {"videoId": VIDEO, "topLevelComment": self.threads[number], "totalReplyCount": len(answers)}
        replies = {"replies": {"comments": answers[-5:]}} if answers else {}
        return {"kind": "youtube#commentThread", "id": number, "snippet": snippet, **replies}

    async def _insert(self, request: web.Request) -> web.Response:
        given = (await request.json())["snippet"]
        if given["parentId"] not in self.threads:
            return _error(404, "parentCommentNotFound", "The specified parent comment could not be found.")
        number = f"{given['parentId']}.{next(self._numbers):05}"
        made = self.comment(number, given["textOriginal"], author=CHANNEL, parent=given["parentId"])
        self.answers[given["parentId"]].append(made)
        self.ours.append(made)
        return web.json_response(made)

    async def _delete(self, request: web.Request) -> web.Response:
        number = request.query["id"]
        if not any(one["id"] == number for one in self.ours):
            return _error(404, "commentNotFound", "The specified comment could not be found.")
        self.ours = [one for one in self.ours if one["id"] != number]
        for thread, listed in self.answers.items():
            self.answers[thread] = [one for one in listed if one["id"] != number]
        return web.Response(status=204)

    async def _broadcasts(self, _request: web.Request) -> web.Response:
        return _list([{"id": VIDEO, "snippet": {"liveChatId": CHAT, "title": "Quay cam"}}] if self.on_air else [])

    async def _messages(self, request: web.Request) -> web.Response:
        if not self.on_air:
            return _error(403, "liveChatEnded", "The specified live chat is no longer live.")
        self.chat_pages += 1
        start = int(request.query.get("pageToken", 0))
        more = {"nextPageToken": str(len(self.chat)), "pollingIntervalMillis": 5000}
        return _list(self.chat[start:], **more)

    async def _speak(self, request: web.Request) -> web.Response:
        given = (await request.json())["snippet"]
        native_id = self.chat_message(given["textMessageDetails"]["messageText"], author=CHANNEL)
        self.ours.append(self.chat[-1])
        return web.json_response({**self.chat[-1], "id": native_id.rpartition("/")[2]})

    async def _unsay(self, request: web.Request) -> web.Response:
        self.ours = [one for one in self.ours if one["id"] != request.query["id"]]
        return web.Response(status=204)


def _list(items: list[Any], **more: Any) -> web.Response:
    return web.json_response({"items": items, "pageInfo": {"totalResults": len(items)}, **more})


def _error(status: int, reason: str, message: str) -> web.Response:
    domain = "youtube.quota" if "uota" in reason else "youtube.comment"
    errors = [{"message": message, "domain": domain, "reason": reason}]
    return web.json_response({"error": {"code": status, "message": message, "errors": errors}}, status=status)


def _iso(moment: Millis) -> str:
    return datetime.fromtimestamp(moment / SECOND, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
