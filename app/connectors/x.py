"""X: mentions and the words an account listens for in, replies out. Known by the registry only; knows its parts, the
contract, domain and core."""

from collections.abc import AsyncIterator, Mapping
from contextlib import aclosing
from typing import ClassVar

from app.connectors._x import mentions, recheck, words
from app.connectors._x.faults import judge
from app.connectors._x.hearing import Hearing
from app.connectors._x.info import INFO, SERVICE, WEB
from app.connectors._x.limits import endpoint
from app.connectors._x.posts import FIELDS, Us, read
from app.connectors._x.rules import words_of
from app.connectors._x.sender import Sender
from app.connectors.base import Identity, Malformed, Tools
from app.connectors.consent import Consented
from app.connectors.json_line import JsonLine
from app.connectors.lanes import Lanes, StartLane
from app.connectors.oauth import Door, Holder
from app.connectors.reading import dig, name_of, text_of
from app.connectors.signed_line import SignedLine
from app.core.i18n import _
from app.domain.account import Account
from app.domain.network import NetworkInfo
from app.domain.post import Batch, Post, PostKind
from app.domain.reply import OutgoingReply, Receipt

SCOPES = "tweet.read tweet.write users.read media.write offline.access"
_YES = frozenset({"yes", "on", "true", "1"})


class X(Consented[SignedLine]):
    """One account.

    Attributes:
        pace: seconds between two signs of life.
    """

    INFO: ClassVar[NetworkInfo] = INFO

    def __init__(self, account: Account, secrets: Mapping[str, str], tools: Tools) -> None:
        super().__init__(account, secrets, tools)
        self.pace = mentions.POLL * 2
        self._bearer = secrets.get("bearer_token", "").strip()
        self._sender = Sender(self._line)
        self._hearing: Hearing | None = None

    @staticmethod
    def door(options: Mapping[str, str], secrets: Mapping[str, str]) -> Door:
        """Where X asks for consent."""
        service = options.get("service") or SERVICE
        return Door(
            name="X",
            authorize=f"{WEB}/i/oauth2/authorize",
            token=f"{service}/2/oauth2/token",
            client_id=options.get("client_id", "").strip(),
            client_secret=secrets.get("client_secret", "").strip(),
            scopes=SCOPES,
            basic=True,
        )

    @staticmethod
    def line(options: Mapping[str, str], holder: Holder, tools: Tools) -> SignedLine:
        """The line to X, signed with the account's tokens."""
        service = options.get("service") or SERVICE
        line = JsonLine(service, name="X", tools=tools, headers=holder.headers, judge=judge, endpoint=endpoint)
        return SignedLine(line, holder)

    @staticmethod
    async def owner(options: Mapping[str, str], holder: Holder, tools: Tools) -> Identity:
        """The account that the tokens are for."""
        return await _who(X.line(options, holder, tools))

    async def check(self) -> Identity:
        """Ask who we are."""
        identity = await _who(self._line)
        us = Us(identity.native_id, identity.handle, self._account.id)
        if self._hearing is None:
            self._hearing = Hearing(self._line, us, self._tools.clock)
        return identity

    async def stream(self, cursors: Mapping[str, str]) -> AsyncIterator[Batch]:
        """All lanes for ever, each behind its cursor."""
        hearing = await self._heard()
        lanes: dict[str, StartLane] = {
            mentions.LANE: mentions.Mentions(hearing).stream,
            recheck.LANE: recheck.Recheck(hearing).stream,
        }
        listened = words_of(self._account.options.get("search", ""))
        if listened:
            backfill = self._account.options.get("backfill", "").strip().lower() in _YES
            lanes[words.LANE] = words.Words(hearing, listened, bearer=self._bearer, backfill=backfill).stream
        main = frozenset({mentions.LANE, words.LANE})
        async with aclosing(Lanes(lanes, main=main, clock=self._tools.clock).stream(cursors)) as batches:
            async for batch in batches:
                yield batch

    async def close(self) -> None:
        """Nothing is kept open: the HTTP session belongs to the hub."""

    def new_key(self) -> str:
        """A key for one send."""
        return self._sender.new_key()

    async def send(self, reply: OutgoingReply, *, key: str) -> Receipt:
        """Publish a reply, once for each key."""
        hearing = await self._heard()
        return await self._sender.send(reply, hearing.us, key=key, parent=hearing.newest_of(reply.parent))

    async def find(self, reply: OutgoingReply, *, key: str) -> Receipt | None:
        """What was published under this key."""
        hearing = await self._heard()
        return await self._sender.find(reply, hearing.us, key=key, parent=hearing.newest_of(reply.parent))

    async def delete(self, native_id: str) -> None:
        """Take an own post back."""
        await self._sender.delete(native_id)

    async def thread(self, native_id: str) -> tuple[Post, ...]:
        """The conversation of the last seven days and the post that opened it, oldest first; none when it is gone."""
        us = (await self._heard()).us
        now = self._tools.clock.now()
        this = await self._line.get("/2/tweets", {**FIELDS, "ids": native_id})
        root = name_of(dig(this, "data", 0, "conversation_id"))
        if not root:
            return ()
        query = {**FIELDS, "query": f"conversation_id:{root}", "max_results": 100}
        below = await self._line.get("/2/tweets/search/recent", query)
        top = this if root == native_id else await self._line.get("/2/tweets", {**FIELDS, "ids": root})
        bodies = (top, this, below)
        posts = {
            one.post.native_id: one.post for body in bodies for one in read(body, us, now=now, kind=PostKind.CONTEXT)
        }
        return tuple(sorted(posts.values(), key=lambda post: post.created_at))

    async def _heard(self) -> Hearing:
        if self._hearing is None:
            await self.check()
        assert self._hearing is not None
        return self._hearing


async def _who(line: SignedLine) -> Identity:
    us = dig(await line.get("/2/users/me"), "data")
    number, handle = name_of(dig(us, "id")), text_of(dig(us, "username"))
    if not number or not handle:
        raise Malformed(_("The answer of {name} makes no sense.").format(name="X"))
    return Identity(native_id=number, handle=handle, title=text_of(dig(us, "name")), expires_at=line.holder.ends_at)
