"""The public and the private side of one account, as Facebook and Instagram share it: webhook, replies, threads. Known
by both connectors; knows the graph, chats, the hook and the contract."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

from app.connectors._meta.chats import Chats
from app.connectors._meta.graph import Graph
from app.connectors._meta.hook import LATER, Delivery, received
from app.connectors._meta.messages import CHAT
from app.connectors.base import HookAnswer, HookRequest, Identity, RateLimited, Tools, Unreachable
from app.connectors.json_line import Missing
from app.connectors.once import Once
from app.connectors.surroundings import surroundings
from app.domain.account import Account
from app.domain.post import Batch, Post
from app.domain.reply import OutgoingReply, Receipt

LANE = "webhook"


class Heard(Protocol):
    """What listens to the public side."""

    async def told(self, entry: Any) -> tuple[Sequence[Post], Sequence[str]]:
        """New posts and ids of those gone, of one entry of a delivery."""
        ...

    async def around(self, native_id: str) -> Sequence[Post]:
        """What stands around a comment, oldest first; raises Missing when it is gone."""
        ...


class Said(Protocol):
    """What speaks on the public side; `us` is the account's id there."""

    async def send(self, reply: OutgoingReply, *, us: str, key: str) -> Receipt: ...

    async def find(self, reply: OutgoingReply, *, us: str, key: str) -> Receipt | None: ...

    async def delete(self, native_id: str) -> None: ...


class Talks(ABC):
    """One account. A connector adds who it is, how it listens, and its INFO.

    Attributes:
        us: the account's id; empty before the sign-in.
    """

    about = ""
    """What its deliveries are about."""
    heard: Heard
    said: Said

    def __init__(self, account: Account, secrets: Mapping[str, str], tools: Tools, *, service: str, name: str) -> None:
        self.us = ""
        self.token = secrets.get("token", "").strip()
        self.app_id = account.options.get("app_id", "").strip()
        self.app_secret = secrets.get("app_secret", "").strip()
        self.tools = tools
        self.once = Once(tools.clock)
        self.graph = Graph(
            account.options.get("service") or service,
            name=name,
            tools=tools,
            token=lambda: self.token,
            app_secret=self.app_secret,
        )
        platform = "instagram" if account.network == "instagram" else "messenger"
        self.chats = Chats(
            self.graph,
            network=account.network,
            platform=platform,
            us=lambda: self.us,
            once=self.once,
            account_id=account.id,
        )
        self._verify_token = secrets.get("verify_token", "").strip()

    @abstractmethod
    async def check(self) -> Identity:
        """Ask who the token belongs to."""

    async def close(self) -> None:  # noqa: B027 - a default, not a gap
        """Nothing is kept open: the HTTP session belongs to the hub."""

    async def hook(self, request: HookRequest) -> HookAnswer:
        """What the network tells by itself; of other accounts of the same app nothing is kept."""
        delivery = received(request, app_secret=self.app_secret, verify_token=self._verify_token)
        if not isinstance(delivery, Delivery):
            return delivery
        if not self.us:
            return LATER
        try:
            batch = await self._read(delivery.of(self.us) if delivery.about == self.about else ())
        except (RateLimited, Unreachable):
            return LATER
        return HookAnswer(batch=batch if batch.posts or batch.deleted else None)

    def new_key(self) -> str:
        """A key for one send."""
        return self.once.new_key()

    async def send(self, reply: OutgoingReply, *, key: str) -> Receipt:
        """Answer a comment, a post or a message, once for each key."""
        await self._signed_in()
        if reply.thread.startswith(CHAT):
            return await self.chats.send(reply, key=key)
        return await self.said.send(reply, us=self.us, key=key)

    async def find(self, reply: OutgoingReply, *, key: str) -> Receipt | None:
        """What was published under this key."""
        await self._signed_in()
        if reply.thread.startswith(CHAT):
            return await self.chats.find(reply, key=key)
        return await self.said.find(reply, us=self.us, key=key)

    async def delete(self, native_id: str) -> None:
        """Take an own comment back."""
        await self.said.delete(native_id)

    async def thread(self, native_id: str) -> tuple[Post, ...]:
        """What stands around a comment, oldest first; nothing when it is gone."""
        await self._signed_in()
        try:
            posts = await self.heard.around(native_id)
        except Missing:
            return ()
        return surroundings(posts)

    async def _read(self, entries: Iterable[Any]) -> Batch:
        posts: list[Post] = []
        gone: list[str] = []
        for entry in entries:
            for some, removed in (await self.heard.told(entry), await self.chats.heard(entry)):
                posts += some
                gone += removed
        return Batch(lane=LANE, posts=tuple(posts), deleted=tuple(gone))

    async def _signed_in(self) -> None:
        if not self.us:
            await self.check()
