"""NodeBB: a forum's topics and answers in, replies out. Known by the registry only; knows its parts, the contract,
domain and core."""

from collections.abc import AsyncIterator, Mapping
from contextlib import aclosing
from typing import ClassVar

from app.connectors._nodebb.info import INFO
from app.connectors._nodebb.posts import Forum
from app.connectors._nodebb.reads import Reads
from app.connectors._nodebb.sender import Sender
from app.connectors.base import ConnectorError, Identity, Malformed, Refused, SignInFailed, Tools
from app.connectors.board import RECHECK, Board
from app.connectors.json_line import Answer, JsonLine, Missing, judged
from app.connectors.lanes import Lanes, StartLane
from app.connectors.reading import dig, name_of, text_of
from app.connectors.surroundings import surroundings
from app.core.clock import Millis
from app.core.i18n import _
from app.domain.account import Account
from app.domain.network import NetworkInfo
from app.domain.post import Batch, Post
from app.domain.reply import OutgoingReply, Receipt

RECENT = "recent"
POLL = 30.0


class NodeBB:
    """One user of one forum.

    Attributes:
        pace: seconds between two signs of life.
    """

    INFO: ClassVar[NetworkInfo] = INFO

    def __init__(self, account: Account, secrets: Mapping[str, str], tools: Tools) -> None:
        self.pace = POLL * 2
        self._account = account
        self._tools = tools
        self._token = secrets.get("token", "").strip()
        self._line = JsonLine(
            account.options.get("server", ""),
            name="NodeBB",
            tools=tools,
            headers=lambda: {"Authorization": f"Bearer {self._token}", "Accept": "application/json"},
            judge=_judge,
        )
        self._sender = Sender(self._line)
        self._reads: Reads | None = None

    async def check(self) -> Identity:
        """Ask who the token belongs to."""
        if not self._token:
            raise SignInFailed(
                _("There is no API token for this account."), hint=_("The forum's administration makes one.")
            )
        us = await self._line.get("/api/self")
        uid, slug = name_of(dig(us, "uid")), text_of(dig(us, "userslug"))
        if uid in ("", "0") or not slug:
            raise Malformed(_("The answer of {name} makes no sense.").format(name="NodeBB"))
        questions = frozenset(self._account.options.get("questions", "").split())
        forum = Forum(self._line.base, uid, slug, self._account.id, questions)
        self._reads = Reads(self._line, forum)
        return Identity(native_id=forum.native(uid), handle=text_of(dig(us, "username")) or slug)

    async def stream(self, cursors: Mapping[str, str]) -> AsyncIterator[Batch]:
        """Posts for ever, and what becomes of them."""
        reads, board = await self._known(), Board(self._tools.clock)
        known = board.delivered.__contains__
        lanes: dict[str, StartLane] = {
            RECENT: lambda cursor: board.listen(
                cursor, lane=RECENT, look=lambda since: reads.newer(since, known=known), every=POLL
            ),
            RECHECK: lambda cursor: board.recheck(cursor, again=reads.again),
        }
        async with aclosing(Lanes(lanes, main=frozenset({RECENT}), clock=self._tools.clock).stream(cursors)) as batches:
            async for batch in batches:
                yield batch

    async def close(self) -> None:
        """Nothing is kept open: the HTTP session belongs to the hub."""

    def new_key(self) -> str:
        """A key for one send."""
        return self._sender.new_key()

    async def send(self, reply: OutgoingReply, *, key: str) -> Receipt:
        """Answer a post, once for each key."""
        return await self._sender.send(reply, await self._known(), key=key)

    async def find(self, reply: OutgoingReply, *, key: str) -> Receipt | None:
        """What was published under this key."""
        return await self._sender.find(reply, await self._known(), key=key)

    async def delete(self, native_id: str) -> None:
        """Take an own post back."""
        await self._sender.delete(native_id, await self._known())

    async def thread(self, native_id: str) -> tuple[Post, ...]:
        """The first posts of a topic, oldest first; none when it is gone."""
        try:
            posts = await (await self._known()).thread(native_id)
        except Missing:
            return ()
        return surroundings(posts)

    async def _known(self) -> Reads:
        if self._reads is None:
            await self.check()
        assert self._reads is not None
        return self._reads


def _judge(answer: Answer, now: Millis) -> ConnectorError | None:
    """Source: github.com/NodeBB/NodeBB, src/controllers/helpers.js (formatApiResponse, generateError)."""
    said = answer.says("status", "message") or answer.says("error")
    if answer.status == 403:
        return Refused(_("The forum refused: {said}").format(said=said or 403))
    return judged(answer, now, said=said)
