"""Reddit: mentions, answers, messages, subreddits and searches in, replies out. Known by the registry only; knows its
parts, the contract, domain and core."""

from collections.abc import AsyncIterator, Mapping
from contextlib import aclosing
from typing import Any, ClassVar

from app.connectors._reddit import consent
from app.connectors._reddit.info import INFO
from app.connectors._reddit.line import Line
from app.connectors._reddit.listings import Listings
from app.connectors._reddit.sender import Sender
from app.connectors._reddit.things import COMMENT, SUBMISSION, Us
from app.connectors.base import BrowserTurn, Identity, SignedIn, Tools
from app.connectors.board import RECHECK, Board
from app.connectors.json_line import Missing
from app.connectors.lanes import Lanes, StartLane
from app.connectors.surroundings import surroundings
from app.domain.account import Account
from app.domain.network import NetworkInfo
from app.domain.post import Batch, Post
from app.domain.reply import OutgoingReply, Receipt

INBOX = "inbox"
POLL = 20.0
SEARCH_POLL = 60.0


class Reddit:
    """One account.

    Attributes:
        pace: seconds between two signs of life.
    """

    INFO: ClassVar[NetworkInfo] = INFO

    def __init__(self, account: Account, secrets: Mapping[str, str], tools: Tools) -> None:
        self.pace = POLL * 2
        self._account = account
        self._tools = tools
        self._line = Line(account.options, secrets, tools=tools)
        self._sender = Sender(self._line)
        self._name = ""

    @classmethod
    async def begin(
        cls, options: Mapping[str, str], secrets: Mapping[str, str], tools: Tools, *, redirect: str
    ) -> BrowserTurn:
        """Where the browser must go to let us in."""
        return await consent.begin(options, secrets, redirect=redirect)

    @classmethod
    async def finish(cls, turn: BrowserTurn, answer: Mapping[str, str], tools: Tools, *, redirect: str) -> SignedIn:
        """A token for the code that the browser came back with."""
        return await consent.finish(turn, answer, tools, redirect=redirect)

    async def check(self) -> Identity:
        """Ask who we are."""
        us = await consent.identity(self._line)
        self._name = us.handle
        return us

    async def stream(self, cursors: Mapping[str, str]) -> AsyncIterator[Batch]:
        """All lists for ever, each behind its cursor, and what becomes of what they brought."""
        listings, board = await self._listings(), Board(self._tools.clock)
        lanes: dict[str, StartLane] = {
            lane: _lane(board, listings, lane, path, asked) for lane, (path, asked) in self._lists().items()
        }
        lanes[RECHECK] = lambda cursor: board.recheck(cursor, again=listings.again)
        async with aclosing(Lanes(lanes, main=frozenset({INBOX}), clock=self._tools.clock).stream(cursors)) as batches:
            async for batch in batches:
                yield batch

    async def close(self) -> None:
        """Nothing is kept open: the HTTP session belongs to the hub."""

    def new_key(self) -> str:
        """A key for one send."""
        return self._sender.new_key()

    async def send(self, reply: OutgoingReply, *, key: str) -> Receipt:
        """Answer a comment, post or message, once for each key."""
        return await self._sender.send(reply, await self._listings(), us=self._name, key=key)

    async def find(self, reply: OutgoingReply, *, key: str) -> Receipt | None:
        """What was published under this key."""
        return await self._sender.find(reply, await self._listings(), us=self._name, key=key)

    async def delete(self, native_id: str) -> None:
        """Take an own comment back."""
        await self._sender.delete(native_id)

    async def thread(self, native_id: str) -> tuple[Post, ...]:
        """The post and the comments around, oldest first; none when it is gone, and none for messages."""
        listings = await self._listings()
        try:
            post, comment = await _place(listings, native_id)
            found = await listings.thread(post, comment) if post else []
        except Missing:
            return ()
        return surroundings(found)

    async def _listings(self) -> Listings:
        if not self._name:
            await self.check()
        ours = frozenset(name.lower() for name in _names(self._account.options.get("ours", "")))
        return Listings(self._line, Us(self._name.lower(), self._account.id, ours))

    def _lists(self) -> dict[str, tuple[str, dict[str, Any]]]:
        """Lanes, with what each reads."""
        options = self._account.options
        lists: dict[str, tuple[str, dict[str, Any]]] = {INBOX: ("/message/inbox", {})}
        heard = "+".join(dict.fromkeys(_names(options.get("subreddits", "")) + _names(options.get("ours", ""))))
        if heard:
            lists["posts"] = (f"/r/{heard}/new", {})
            lists["comments"] = (f"/r/{heard}/comments", {})
        for words in filter(None, map(str.strip, options.get("words", "").splitlines())):
            lists[f"search {words}"] = ("/search", {"q": words, "sort": "new", "type": "link"})
        return lists


def _lane(board: Board, listings: Listings, lane: str, path: str, asked: Mapping[str, Any]) -> StartLane:
    every = SEARCH_POLL if path == "/search" else POLL
    return lambda cursor: board.listen(
        cursor, lane=lane, look=lambda since: listings.newer(path, asked, since), every=every
    )


async def _place(listings: Listings, native_id: str) -> tuple[str, str]:
    """The ids of the post and of the comment in it, without their kinds."""
    kind, _underline, number = native_id.partition("_")
    if kind == SUBMISSION:
        return number, ""
    asked = await listings.again([native_id]) if kind == COMMENT else None
    roots = [post.thread.partition("_")[2] for post in asked.posts] if asked else []
    return (roots[0], number) if roots else ("", "")


def _names(text: str) -> list[str]:
    """Names of subreddits, one a line, with or without r/; whatever cannot be one is passed over."""
    found = (line.strip().strip("/").removeprefix("r/") for line in text.replace(",", "\n").splitlines())
    return [name for name in found if name.replace("_", "").isalnum() and name.isascii()]
