"""Threads: replies and mentions of one account in, its replies out. Known by the registry only; knows its parts, Meta's
common ones, the contract, domain and core."""

from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from contextlib import aclosing
from typing import ClassVar

from app.connectors._meta.graph import Graph
from app.connectors._meta.hook import LATER, Delivery, received
from app.connectors._meta.lasting import Lasting
from app.connectors._threads.hearing import MENTIONS, REPLIES, Hearing
from app.connectors._threads.info import INFO, SERVICE
from app.connectors._threads.posts import Us, changes_of, gone_of, told_of
from app.connectors._threads.sender import Sender
from app.connectors.base import HookAnswer, HookRequest, Identity, Malformed, Tools
from app.connectors.board import RECHECK, Board, Found
from app.connectors.json_line import Missing
from app.connectors.lanes import Lanes, StartLane
from app.connectors.reading import dig, name_of, text_of
from app.connectors.surroundings import surroundings
from app.core.i18n import _
from app.domain.account import Account
from app.domain.network import NetworkInfo
from app.domain.post import Batch, Post
from app.domain.reply import OutgoingReply, Receipt

LANE = "webhook"
POLL = 120.0
MENTIONS_POLL = 120.0
RECHECK_EVERY = 300.0


class Threads:
    """One account.

    Attributes:
        pace: seconds between two signs of life.
    """

    INFO: ClassVar[NetworkInfo] = INFO

    def __init__(self, account: Account, secrets: Mapping[str, str], tools: Tools) -> None:
        self.pace = POLL * 1.5
        self._tools = tools
        self._service = account.options.get("service") or SERVICE
        self._lasting = Lasting(secrets, tools, grant="th_refresh_token")
        self._app_secret = secrets.get("app_secret", "").strip()
        self._verify_token = secrets.get("verify_token", "").strip()
        self._graph = Graph(
            self._service,
            name="Threads",
            tools=tools,
            token=lambda: self._lasting.value,
            app_secret=self._app_secret,
        )
        self._us = Us(id="", username="", account_id=account.id)
        self._hearing = Hearing(self._graph, us=lambda: self._us)
        self._sender = Sender(self._graph)

    async def check(self) -> Identity:
        """Ask who the token belongs to, and renew it where that is due."""
        told = await self._graph.get("/me", {"fields": "id,username,name"})
        native_id, username = name_of(dig(told, "id")), text_of(dig(told, "username"))
        if not native_id or not username:
            raise Malformed(_("The answer of {name} makes no sense.").format(name="Threads"))
        self._us = Us(id=native_id, username=username, account_id=self._us.account_id)
        await self._lasting.renew(self._graph, self._service)
        title = text_of(dig(told, "name"))
        return Identity(native_id=native_id, handle=username, title=title, expires_at=self._lasting.ends)

    async def stream(self, cursors: Mapping[str, str]) -> AsyncIterator[Batch]:
        """Replies and mentions for ever, and what becomes of them."""
        board, hearing = Board(self._tools.clock), self._hearing
        # What stands under others' posts cannot be asked for one by one: it would look as if it were gone.
        elsewhere = Board(self._tools.clock)
        lanes: dict[str, StartLane] = {
            REPLIES: lambda cursor: board.listen(cursor, lane=REPLIES, look=self._replies, every=POLL),
            MENTIONS: lambda cursor: elsewhere.listen(
                cursor, lane=MENTIONS, look=hearing.mentions, every=MENTIONS_POLL
            ),
            RECHECK: lambda cursor: board.recheck(cursor, again=hearing.again, every=RECHECK_EVERY),
        }
        main = frozenset({REPLIES, MENTIONS})
        async with aclosing(Lanes(lanes, main=main, clock=self._tools.clock).stream(cursors)) as batches:
            async for batch in batches:
                yield batch

    async def close(self) -> None:
        """Nothing is kept open: the HTTP session belongs to the hub."""

    async def hook(self, request: HookRequest) -> HookAnswer:
        """What Threads tells by itself; of other accounts of the same app nothing is kept."""
        delivery = received(request, app_secret=self._app_secret, verify_token=self._verify_token)
        if not isinstance(delivery, Delivery):
            return delivery
        if not self._us.id:
            return LATER
        changes, now = changes_of(delivery.body), self._tools.clock.now()
        posts = tuple(post for change in changes if (post := told_of(change, self._us, now=now)) is not None)
        gone = tuple(native_id for change in changes if (native_id := gone_of(change)))
        return HookAnswer(batch=Batch(lane=LANE, posts=posts, deleted=gone) if posts or gone else None)

    def new_key(self) -> str:
        """A key for one send."""
        return self._sender.new_key()

    async def send(self, reply: OutgoingReply, *, key: str) -> Receipt:
        """Answer a post, once for each key."""
        await self._signed_in()
        return await self._sender.send(reply, us=self._us.id, key=key)

    async def find(self, reply: OutgoingReply, *, key: str) -> Receipt | None:
        """What was published under this key."""
        await self._signed_in()
        return await self._sender.find(reply, us=self._us.id, key=key)

    async def delete(self, native_id: str) -> None:
        """Take an own post back."""
        await self._sender.delete(native_id)

    async def thread(self, native_id: str) -> tuple[Post, ...]:
        """The thread a post stands in, oldest first; nothing when it is gone."""
        await self._signed_in()
        try:
            posts = await self._hearing.around(native_id)
        except Missing:
            return ()
        return surroundings(posts)

    async def _replies(self, cursor: str) -> AsyncGenerator[Found, None]:
        """A look below our posts; a stream may outlive its token."""
        await self._lasting.renew(self._graph, self._service)
        async for found in self._hearing.replies(cursor):
            yield found

    async def _signed_in(self) -> None:
        if not self._us.id:
            await self.check()
