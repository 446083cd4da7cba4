"""A Bot API server on loopback, written from core.telegram.org/bots/api (November 2026). Known by tests of the
connector and by the contract suite."""

import asyncio
import itertools
from typing import Any

from aiohttp import web

from app.core.clock import SECOND, Clock
from tests.fakes.network import RETRY_AFTER, FakeNetwork

TOKEN = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"
BOT = {"id": 110201543, "is_bot": True, "first_name": "Harbour", "username": "harbour_bot"}
HELD = 0.02
"""Seconds a question is held open, in the machine's time."""


class FakeTelegram(FakeNetwork):
    """The server.

    Attributes:
        sent: messages of the bot, in order.
        updates: what waits to be fetched.
    """

    def __init__(self, clock: Clock) -> None:
        super().__init__(clock)
        self.sent: list[dict[str, Any]] = []
        self.deleted: list[tuple[int, int]] = []
        self.updates: list[dict[str, Any]] = []
        self.blocked: set[int] = set()
        self._delivered: list[dict[str, Any]] = []
        self._numbers = itertools.count(1001)
        self._messages = itertools.count(1)
        self._news = asyncio.Event()
        self.app.router.add_route("*", "/bot{token}/{method}", self._method)

    def message(self, text: str, *, chat: int = 5150, kind: str = "private", **more: Any) -> dict[str, Any]:
        """A message of a person, as Telegram writes it."""
        person = {"id": 5150, "is_bot": False, "first_name": "Mira", "last_name": "Lind", "username": "miralind"}
        where = {"id": chat, "type": kind, "first_name": "Mira"}
        moment = self.clock.now() // SECOND
        made = {"message_id": next(self._messages), "from": person, "chat": where, "date": moment, "text": text}
        return {**made, **more}

    def say(self, text: str = "hello", *, field: str = "message", **more: Any) -> str:
        """A person writes; returns our native id."""
        message = self.message(text, **more)
        self.push({field: message})
        return f"{message['chat']['id']}/{message['message_id']}"

    def push(self, update: dict[str, Any]) -> None:
        """An update of any shape."""
        self.updates.append({"update_id": next(self._numbers), **update})
        self._news.set()

    def deliver_again(self) -> None:
        """As after a loss at Telegram: what was confirmed waits once more."""
        self.updates = [{**one, "update_id": next(self._numbers)} for one in self._delivered] + self.updates
        self._delivered = []

    def refusal(self) -> web.Response:
        return _error(401, "Unauthorized")

    def too_many(self) -> web.Response:
        body = {"parameters": {"retry_after": RETRY_AFTER}}
        return _error(429, f"Too Many Requests: retry after {RETRY_AFTER}", **body)

    async def _method(self, request: web.Request) -> web.Response:
        if request.match_info["token"] != TOKEN:
            return _error(404, "Not Found")
        given = await request.json() if request.can_read_body else dict(request.query)
        match request.match_info["method"]:
            case "getMe":
                return _ok(BOT)
            case "getUpdates":
                return await self._updates(given)
            case "sendMessage":
                return self._send(given)
            case "deleteMessage":
                return self._delete(given)
        return _error(404, "Not Found: method not found")

    async def _updates(self, given: dict[str, Any]) -> web.Response:
        confirmed = [one for one in self.updates if one["update_id"] < int(given.get("offset", 0))]
        self._delivered += confirmed
        self.updates = [one for one in self.updates if one not in confirmed]
        if not self.updates:
            self._news.clear()
            try:
                await asyncio.wait_for(self._news.wait(), HELD)
            except TimeoutError:
                return _ok([])
        return _ok(self.updates[: int(given.get("limit", 100))])

    def _send(self, given: dict[str, Any]) -> web.Response:
        if given["chat_id"] in self.blocked:
            return _error(403, "Forbidden: bot was blocked by the user")
        if len(given["text"].encode("utf-16-le")) > 2 * 4096:
            return _error(400, "Bad Request: message is too long")
        message = {**self.message(given["text"], chat=given["chat_id"]), "from": BOT, "given": given}
        self.sent.append(message)
        return _ok(message)

    def _delete(self, given: dict[str, Any]) -> web.Response:
        place = (given["chat_id"], given["message_id"])
        if place in self.deleted or not any(one["message_id"] == place[1] for one in self.sent):
            return _error(400, "Bad Request: message to delete not found")
        self.deleted.append(place)
        return _ok(True)


def _ok(result: Any) -> web.Response:
    return web.json_response({"ok": True, "result": result})


def _error(code: int, description: str, **more: Any) -> web.Response:
    return web.json_response({"ok": False, "error_code": code, "description": description, **more}, status=code)
