"""Lemmy: mentions, answers, messages, communities and searches in, replies out. Known by the registry only; knows its
parts, the contract, domain and core."""

from collections.abc import AsyncIterator, Mapping
from contextlib import aclosing
from typing import Any, ClassVar

from app.connectors._lemmy.info import INFO
from app.connectors._lemmy.line import Line
from app.connectors._lemmy.lists import Lists
from app.connectors._lemmy.posts import POST, Us
from app.connectors._lemmy.sender import Sender
from app.connectors.base import Identity, Tools
from app.connectors.board import RECHECK, Board
from app.connectors.json_line import Missing
from app.connectors.lanes import Lanes, StartLane
from app.connectors.surroundings import surroundings
from app.domain.account import Account
from app.domain.network import NetworkInfo
from app.domain.post import Batch, Post
from app.domain.reply import OutgoingReply, Receipt

POLL = 30.0
_MAIN: Mapping[str, tuple[str, str]] = {
    "mentions": ("/user/mention", "mentions"),
    "replies": ("/user/replies", "replies"),
    "messages": ("/private_message/list", "private_messages"),
}
"""Lanes that must not all be down: path of each list, and where its entries stand in the answer."""


class Lemmy:
    """One account on one server.

    Attributes:
        pace: seconds between two signs of life.
    """

    INFO: ClassVar[NetworkInfo] = INFO

    def __init__(self, account: Account, secrets: Mapping[str, str], tools: Tools) -> None:
        self.pace = POLL * 2
        self._account = account
        self._tools = tools
        self._line = Line(account.options, secrets.get("password", ""), tools=tools)
        self._sender = Sender(self._line)

    async def check(self) -> Identity:
        """Ask who we are."""
        return await self._line.sign_in()

    async def stream(self, cursors: Mapping[str, str]) -> AsyncIterator[Batch]:
        """All lists for ever, each behind its cursor, and what becomes of what they brought."""
        lists, board = Lists(self._line, await self._us()), Board(self._tools.clock)
        lanes: dict[str, StartLane] = {
            lane: _lane(board, lists, lane, path, field, asked) for lane, (path, field, asked) in self._lists().items()
        }
        lanes[RECHECK] = lambda cursor: board.recheck(cursor, again=lists.again)
        async with aclosing(Lanes(lanes, main=frozenset(_MAIN), clock=self._tools.clock).stream(cursors)) as batches:
            async for batch in batches:
                yield batch

    async def close(self) -> None:
        """Nothing is kept open: the HTTP session belongs to the hub."""

    def new_key(self) -> str:
        """A key for one send."""
        return self._sender.new_key()

    async def send(self, reply: OutgoingReply, *, key: str) -> Receipt:
        """Answer a post, comment or message, once for each key."""
        us = await self._us()
        return await self._sender.send(reply, Lists(self._line, us), us, key=key)

    async def find(self, reply: OutgoingReply, *, key: str) -> Receipt | None:
        """What was published under this key."""
        us = await self._us()
        return await self._sender.find(reply, Lists(self._line, us), us, key=key)

    async def delete(self, native_id: str) -> None:
        """Take an own comment or message back."""
        await self._sender.delete(native_id, await self._us())

    async def thread(self, native_id: str) -> tuple[Post, ...]:
        """The post and its comments, oldest first; none when it is gone, and none for messages."""
        us = await self._us()
        lists = Lists(self._line, us)
        kind, number = us.place(native_id)
        if kind != POST:
            found = await lists.again([native_id])
            number = next((us.place(post.thread)[1] for post in found.posts), 0)
        try:
            posts = await lists.thread(number) if number else []
        except Missing:
            return ()
        return surroundings(posts)

    async def _us(self) -> Us:
        await self._line.known()
        ours = frozenset(_names(self._account.options.get("ours", ""), self._line.host))
        return Us(self._line.host, self._line.us, self._account.id, ours, self._line.languages)

    def _lists(self) -> dict[str, tuple[str, str, dict[str, Any]]]:
        """Lanes, with what each reads."""
        options, host = self._account.options, self._line.host
        lists: dict[str, tuple[str, str, dict[str, Any]]] = {
            lane: (path, field, {} if lane == "messages" else {"sort": "New"}) for lane, (path, field) in _MAIN.items()
        }
        everywhere = {"type_": "All", "sort": "New"}
        for name in dict.fromkeys(_names(options.get("communities", ""), host) + _names(options.get("ours", ""), host)):
            asked = {**everywhere, "community_name": name}
            lists[f"posts {name}"] = ("/post/list", "posts", asked)
            lists[f"comments {name}"] = ("/comment/list", "comments", asked)
        for words in filter(None, map(str.strip, options.get("words", "").splitlines())):
            for kind in ("Posts", "Comments"):
                asked = {"q": words, "type_": kind, "listing_type": "All", "sort": "New"}
                lists[f"search {kind.lower()} {words}"] = ("/search", kind.lower(), asked)
        return lists


def _lane(board: Board, lists: Lists, lane: str, path: str, field: str, asked: Mapping[str, Any]) -> StartLane:
    every = POLL if lane in _MAIN else POLL * 2
    return lambda cursor: board.listen(
        cursor, lane=lane, look=lambda since: lists.newer(path, field, asked, since), every=every
    )


def _names(text: str, host: str) -> list[str]:
    """Names of communities as the server knows them: its own ones without a server."""
    names = (line.strip().lstrip("!").lower() for line in text.replace(",", "\n").splitlines())
    return [name.removesuffix(f"@{host}") for name in names if name]
