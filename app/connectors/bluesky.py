"""Bluesky: mentions, searches and the firehose in, replies out. Known by the registry only; knows its parts, the
contract, domain and core."""

from collections.abc import AsyncIterator, Mapping
from contextlib import aclosing
from typing import ClassVar

from app.connectors import recheck
from app.connectors._bluesky import consent, feeds, firehose, grant, notifications, search
from app.connectors._bluesky.faults import Missing
from app.connectors._bluesky.hearing import Hearing
from app.connectors._bluesky.info import INFO, SERVICE
from app.connectors._bluesky.line import Line
from app.connectors._bluesky.login import AppPassword, Login
from app.connectors._bluesky.overheard import Overheard
from app.connectors._bluesky.people import People
from app.connectors._bluesky.recheck import LookAgain
from app.connectors._bluesky.sender import Sender
from app.connectors._bluesky.session import Session
from app.connectors._bluesky.sweep import flattened
from app.connectors._bluesky.tid import TidMaker
from app.connectors._bluesky.views import Us, post_of, read_views
from app.connectors.base import BrowserTurn, Identity, SignedIn, Tools
from app.connectors.lanes import Lanes, StartLane
from app.connectors.recheck import Recent
from app.domain.account import Account
from app.domain.network import NetworkInfo
from app.domain.post import Batch, Post, PostKind
from app.domain.reply import OutgoingReply, Receipt

OFF = "off"


class Bluesky:
    """One account on Bluesky, or on any server that speaks its protocol.

    Attributes:
        pace: seconds between two signs of life.
    """

    INFO: ClassVar[NetworkInfo] = INFO

    def __init__(self, account: Account, secrets: Mapping[str, str], tools: Tools) -> None:
        self.pace = notifications.POLL * 2
        options = account.options
        self._account = account
        self._tools = tools
        line = Line(tools)
        self._session = Session(_login(line, account, secrets), line, appview=options.get("appview", ""))
        self._people = People(self._session, tools.clock)
        self._recent = Recent()
        self._sender = Sender(self._session)
        self._keys = TidMaker(tools.clock)

    @classmethod
    async def begin(
        cls, options: Mapping[str, str], secrets: Mapping[str, str], tools: Tools, *, redirect: str
    ) -> BrowserTurn:
        """Where the browser must go to let us in."""
        return await consent.begin(options, tools, redirect=redirect)

    @classmethod
    async def finish(cls, turn: BrowserTurn, answer: Mapping[str, str], tools: Tools, *, redirect: str) -> SignedIn:
        """Tokens for the code that the browser came back with."""
        return await consent.finish(turn, answer, tools, redirect=redirect)

    async def check(self) -> Identity:
        """Sign in, or look whether the sign-in still holds."""
        if not self._session.did:
            return await self._session.sign_in()
        await self._session.get("com.atproto.server.getSession", {})
        return self._session.identity

    async def stream(self, cursors: Mapping[str, str]) -> AsyncIterator[Batch]:
        """All lanes for ever, each behind its cursor."""
        hearing = await self._hearing()
        lanes = self._lanes(hearing)
        main = frozenset(lanes) - {recheck.LANE}
        merged = Lanes(lanes, main=main, clock=self._tools.clock)
        async with aclosing(merged.stream(cursors)) as batches:
            async for batch in batches:
                yield batch

    async def close(self) -> None:
        """Nothing is kept open: the HTTP session belongs to the hub."""

    def new_key(self) -> str:
        """A record key."""
        return self._keys.next()

    async def send(self, reply: OutgoingReply, *, key: str) -> Receipt:
        """Publish a reply, once for each key."""
        await self._signed_in()
        return await self._sender.send(reply, key=key)

    async def find(self, reply: OutgoingReply, *, key: str) -> Receipt | None:
        """What was published under this key."""
        await self._signed_in()
        return await self._sender.find(key)

    async def delete(self, native_id: str) -> None:
        """Take an own post back."""
        await self._signed_in()
        await self._sender.delete(native_id)

    async def thread(self, native_id: str) -> tuple[Post, ...]:
        """The posts above and below, oldest first; none when the post is gone."""
        hearing = await self._hearing()
        asked = {"uri": native_id, "depth": 10, "parentHeight": 80}
        try:
            answer = await self._session.get("app.bsky.feed.getPostThread", asked)
        except Missing:
            return ()
        views = read_views(flattened(answer.get("thread")))
        now, us = self._tools.clock.now(), hearing.us
        posts = [
            post_of(view, us, now=now, kind=PostKind.OWN if view.author.did == us.did else PostKind.CONTEXT)
            for view in views
        ]
        return tuple(sorted(posts, key=lambda post: post.created_at))

    async def _signed_in(self) -> None:
        if not self._session.did:
            await self._session.get("com.atproto.server.getSession", {})

    async def _hearing(self) -> Hearing:
        await self._signed_in()
        us = Us(self._session.did, self._session.handle, self._account.id)
        return Hearing(self._session, us, self._people, self._recent, self._tools.clock)

    def _lanes(self, hearing: Hearing) -> dict[str, StartLane]:
        options = self._account.options
        terms = _lines(options.get("search", ""))
        lanes: dict[str, StartLane] = {notifications.LANE: notifications.Notifications(hearing).stream}
        if terms:
            lanes[search.LANE] = Overheard(search.LANE, hearing, [search.Term(term) for term in terms]).stream
        if addresses := _lines(options.get("feeds", "")):
            lanes[feeds.LANE] = Overheard(feeds.LANE, hearing, [feeds.Feed(one) for one in addresses]).stream
        relay = options.get("firehose", OFF).strip()
        if relay and relay != OFF:
            words = _lines(options.get("firehose_words", "")) or terms
            lanes[firehose.LANE] = firehose.Firehose(hearing, self._tools, relay, words).stream
        lanes[recheck.LANE] = LookAgain(hearing).stream
        return lanes


def _login(line: Line, account: Account, secrets: Mapping[str, str]) -> Login:
    """By the password when there is one: whoever enters one after a sign-in in the browser means it."""
    password, kept = secrets.get("password", ""), grant.read_grant(secrets.get(grant.SECRET, ""))
    if kept is not None and not password:
        return grant.Granted(line, kept)
    return AppPassword(line, account.handle, password, service=account.options.get("service") or SERVICE)


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
