"""Mastodon and what speaks its API: mentions, private messages and hashtags in, replies out. Known by the registry
only; knows its parts, the contract, domain and core."""

from collections.abc import AsyncIterator, Mapping
from contextlib import aclosing
from dataclasses import replace
from typing import Any, ClassVar

from app.connectors import recheck
from app.connectors._mastodon import consent, notifications, streaming, tags
from app.connectors._mastodon.faults import Missing
from app.connectors._mastodon.hearing import Bell, Hearing
from app.connectors._mastodon.info import INFO, LIMITS
from app.connectors._mastodon.limits import ask_instance, limits_of, streaming_of
from app.connectors._mastodon.line import Line
from app.connectors._mastodon.recheck import LookAgain
from app.connectors._mastodon.sender import Sender
from app.connectors._mastodon.statuses import Us, post_of, read_statuses
from app.connectors.base import BrowserTurn, Identity, SignedIn, Tools
from app.connectors.lanes import Lanes, StartLane
from app.domain.account import Account
from app.domain.network import Limits, NetworkInfo
from app.domain.post import Batch, Post, PostKind
from app.domain.reply import OutgoingReply, Receipt


class Mastodon:
    """One account on one server.

    Attributes:
        pace: seconds between two signs of life.
        limits: what this server lets a reply be; an unchanged Mastodon's before `check` has asked.
    """

    INFO: ClassVar[NetworkInfo] = INFO

    def __init__(self, account: Account, secrets: Mapping[str, str], tools: Tools) -> None:
        self.pace = notifications.POLL * 2
        self.limits: Limits = LIMITS
        self._instance: Mapping[str, Any] = {}
        self._account = account
        self._tools = tools
        server = account.options.get("server", "") or account.handle
        self._line = Line(server, secrets.get("token", ""), tools=tools)
        self._sender = Sender(self._line)
        self._tags = _tags(account.options.get("tags", ""))

    @classmethod
    async def begin(
        cls, options: Mapping[str, str], secrets: Mapping[str, str], tools: Tools, *, redirect: str
    ) -> BrowserTurn:
        """Where the browser must go to let us in."""
        return await consent.begin(options, tools, redirect=redirect)

    @classmethod
    async def finish(cls, turn: BrowserTurn, answer: Mapping[str, str], tools: Tools, *, redirect: str) -> SignedIn:
        """A token for the code that the browser came back with."""
        return await consent.finish(turn, answer, tools, redirect=redirect)

    async def check(self) -> Identity:
        """Ask who we are."""
        identity = await self._line.sign_in()
        await self._ask_instance()
        return replace(identity, limits=self.limits)

    async def stream(self, cursors: Mapping[str, str]) -> AsyncIterator[Batch]:
        """All lanes for ever, each behind its cursor."""
        us = await self._us()
        clock = self._tools.clock
        if not self._instance:
            await self._ask_instance()
        hearing = Hearing(self._line, us, clock, Bell(clock), Bell(clock))
        lanes: dict[str, StartLane] = {notifications.LANE: notifications.Notifications(hearing).stream}
        if self._tags:
            lanes[tags.LANE] = tags.Tags(hearing, self._tags).stream
        address = streaming_of(self._instance, self._line)
        lanes[streaming.LANE] = streaming.Streaming(hearing, address=address, tags=self._tags).stream
        lanes[recheck.LANE] = LookAgain(hearing).stream
        main = frozenset({notifications.LANE, tags.LANE})
        async with aclosing(Lanes(lanes, main=main, clock=clock).stream(cursors)) as batches:
            async for batch in batches:
                yield batch

    async def _ask_instance(self) -> None:
        self._instance = await ask_instance(self._line)
        self.limits = limits_of(self._instance)

    async def close(self) -> None:
        """Nothing is kept open: the HTTP session belongs to the hub."""

    def new_key(self) -> str:
        """An idempotency key."""
        return self._sender.new_key()

    async def send(self, reply: OutgoingReply, *, key: str) -> Receipt:
        """Publish a reply, once for each key."""
        return await self._sender.send(reply, await self._us(), key=key)

    async def find(self, reply: OutgoingReply, *, key: str) -> Receipt | None:
        """What was published under this key."""
        return await self._sender.find(reply, await self._us(), key=key)

    async def delete(self, native_id: str) -> None:
        """Take an own post back."""
        await self._sender.delete(native_id, await self._us())

    async def thread(self, native_id: str) -> tuple[Post, ...]:
        """The posts above and below, oldest first; none when the post is gone or came through another server."""
        us = await self._us()
        status_id = us.local(native_id)
        try:
            if not status_id:
                return ()
            this = await self._line.get(f"/api/v1/statuses/{status_id}", {})
            around = await self._line.get(f"/api/v1/statuses/{status_id}/context", {})
        except Missing:
            return ()
        known = around if isinstance(around, dict) else {}
        above, below = read_statuses(known.get("ancestors")), read_statuses(known.get("descendants"))
        statuses = [*above, *read_statuses([this]), *below]
        now, root = self._tools.clock.now(), us.native(statuses[0].id) if statuses else ""
        posts = [
            post_of(
                one,
                us,
                now=now,
                kind=PostKind.OWN if one.account.id == us.id else PostKind.CONTEXT,
                thread=root if one.in_reply_to_id else "",
            )
            for one in statuses
        ]
        return tuple(sorted(posts, key=lambda post: post.created_at))

    async def _us(self) -> Us:
        if not self._line.account:
            await self._line.sign_in()
        return Us(self._line.account, self._line.host, self._account.id)


def _tags(text: str) -> list[str]:
    return [tag for line in text.replace(",", "\n").splitlines() if (tag := line.strip().lstrip("#"))]
