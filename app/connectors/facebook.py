"""Facebook: comments, mentions and Messenger of one Page in, its replies out. Known by the registry only; knows its
parts, Meta's common ones, the contract, domain and core."""

from collections.abc import AsyncIterator, Mapping
from contextlib import aclosing
from typing import ClassVar

import msgspec

from app.connectors._facebook.comments import Comments
from app.connectors._facebook.hearing import FEED, TAGGED, Hearing
from app.connectors._facebook.info import INFO, SERVICE
from app.connectors._meta import chats
from app.connectors._meta.account import last_day
from app.connectors._meta.chats import Chats
from app.connectors._meta.graph import Graph
from app.connectors._meta.hook import LATER, Delivery, received
from app.connectors._meta.messages import CHAT
from app.connectors.base import HookAnswer, HookRequest, Identity, Malformed, Refused, SignInFailed, Tools
from app.connectors.board import RECHECK, Board
from app.connectors.json_line import Missing
from app.connectors.lanes import Lanes, StartLane
from app.connectors.once import Once
from app.connectors.reading import dig, name_of, text_of
from app.core.i18n import _
from app.domain.account import Account
from app.domain.network import NetworkInfo
from app.domain.post import Batch, Post, PostKind
from app.domain.reply import OutgoingReply, Receipt

LANE = "webhook"
POLL = 60.0
MENTIONS_POLL = 300.0
RECHECK_EVERY = 600.0
"""A quiet Page may be asked some two hundred times an hour."""


class Facebook:
    """One Page.

    Attributes:
        pace: seconds between two signs of life.
    """

    INFO: ClassVar[NetworkInfo] = INFO

    def __init__(self, account: Account, secrets: Mapping[str, str], tools: Tools) -> None:
        self.pace = POLL * 2
        self._tools = tools
        self._token = secrets.get("token", "").strip()
        self._app_secret = secrets.get("app_secret", "").strip()
        self._verify_token = secrets.get("verify_token", "").strip()
        self._app_id = account.options.get("app_id", "").strip()
        service = account.options.get("service") or SERVICE
        self._graph = Graph(
            service, name="Facebook", tools=tools, token=lambda: self._token, app_secret=self._app_secret
        )
        self._once = Once(tools.clock)
        self._hearing = Hearing(self._graph, account_id=account.id)
        self._comments = Comments(self._graph, self._once)
        self._chats = Chats(
            self._graph,
            network=INFO.name,
            platform="messenger",
            us=lambda: self._hearing.us.id,
            once=self._once,
            account_id=account.id,
        )

    async def check(self) -> Identity:
        """Ask which Page the token belongs to."""
        try:
            page = await self._graph.get("/me", {"fields": "id,name,username,category"})
        except Refused as error:
            hint = _("Take the token of a Page, not a person's.")
            raise SignInFailed(error.message, hint=hint) from error
        native_id = name_of(dig(page, "id"))
        if not native_id:
            raise Malformed(_("The answer of {name} makes no sense.").format(name="Facebook"))
        self._hearing.signed_in(native_id)
        ends = await last_day(self._graph, token=self._token, app_id=self._app_id, app_secret=self._app_secret)
        name = text_of(dig(page, "name"))
        return Identity(native_id=native_id, handle=text_of(dig(page, "username")) or name, title=name, expires_at=ends)

    async def stream(self, cursors: Mapping[str, str]) -> AsyncIterator[Batch]:
        """Comments, mentions and messages for ever, and what becomes of them."""
        board, hearing, messages = Board(self._tools.clock), self._hearing, self._chats
        lanes: dict[str, StartLane] = {
            FEED: lambda cursor: board.listen(cursor, lane=FEED, look=hearing.feed, every=POLL),
            TAGGED: lambda cursor: board.listen(cursor, lane=TAGGED, look=hearing.tagged, every=MENTIONS_POLL),
            chats.LANE: lambda cursor: board.listen(cursor, lane=chats.LANE, look=messages.newer, every=POLL),
            RECHECK: lambda cursor: board.recheck(cursor, again=hearing.again, every=RECHECK_EVERY),
        }
        main = frozenset({FEED, chats.LANE})
        async with aclosing(Lanes(lanes, main=main, clock=self._tools.clock).stream(cursors)) as batches:
            async for batch in batches:
                yield batch

    async def close(self) -> None:
        """Nothing is kept open: the HTTP session belongs to the hub."""

    async def hook(self, request: HookRequest) -> HookAnswer:
        """What Facebook tells by itself; of other Pages of the same app nothing is kept."""
        delivery = received(request, app_secret=self._app_secret, verify_token=self._verify_token)
        if not isinstance(delivery, Delivery):
            return delivery
        if not self._hearing.us.id:
            return LATER
        posts: list[Post] = []
        gone: list[str] = []
        for entry in delivery.of(self._hearing.us.id) if delivery.about == "page" else ():
            for some, removed in (self._hearing.told(entry), await self._chats.heard(entry)):
                posts += some
                gone += removed
        return HookAnswer(batch=Batch(lane=LANE, posts=tuple(posts), deleted=tuple(gone)) if posts or gone else None)

    def new_key(self) -> str:
        """A key for one send."""
        return self._once.new_key()

    async def send(self, reply: OutgoingReply, *, key: str) -> Receipt:
        """Answer a comment, a post or a message, once for each key."""
        await self._signed_in()
        if reply.thread.startswith(CHAT):
            return await self._chats.send(reply, key=key)
        return await self._comments.send(reply, us=self._hearing.us.id, key=key)

    async def find(self, reply: OutgoingReply, *, key: str) -> Receipt | None:
        """What was published under this key."""
        await self._signed_in()
        if reply.thread.startswith(CHAT):
            return await self._chats.find(reply, key=key)
        return await self._comments.find(reply, us=self._hearing.us.id, key=key)

    async def delete(self, native_id: str) -> None:
        """Take an own comment back."""
        await self._comments.delete(native_id)

    async def thread(self, native_id: str) -> tuple[Post, ...]:
        """The post above a comment and its newest comments, oldest first; none when it is gone."""
        try:
            posts = await self._hearing.around(self._hearing.post_above(native_id))
        except Missing:
            return ()
        return tuple(post if post.kind is PostKind.OWN else _context(post) for post in posts)

    async def _signed_in(self) -> None:
        if not self._hearing.us.id:
            await self.check()


def _context(post: Post) -> Post:
    return msgspec.structs.replace(post, kind=PostKind.CONTEXT)
