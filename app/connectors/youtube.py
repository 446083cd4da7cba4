"""YouTube: comments under a channel's videos and its live chat in, replies out. Known by the registry only; knows its
parts, the contract, domain and core."""

from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from contextlib import aclosing
from typing import ClassVar

from app.connectors._youtube import live, threads
from app.connectors._youtube.comments import Us
from app.connectors._youtube.info import INFO, SERVICE, UNITS
from app.connectors._youtube.line import Line, judge
from app.connectors._youtube.quota import Quota
from app.connectors._youtube.sender import Sender
from app.connectors.base import Identity, Malformed, SignInFailed, Tools
from app.connectors.consent import Consented
from app.connectors.json_line import JsonLine
from app.connectors.lanes import Lanes, StartLane
from app.connectors.oauth import Door, Holder
from app.connectors.reading import count_of, dig, name_of, objects, text_of
from app.connectors.surroundings import surroundings
from app.core.i18n import _
from app.domain.account import Account
from app.domain.network import NetworkInfo
from app.domain.post import Batch, Post
from app.domain.reply import OutgoingReply, Receipt

QUOTA = "quota"
SCOPE = "https://www.googleapis.com/auth/youtube.force-ssl"
_NOTED = 60.0
_YES = frozenset({"yes", "on", "true", "1"})


class YouTube(Consented[Line]):
    """One channel.

    Attributes:
        pace: seconds between two signs of life.
    """

    INFO: ClassVar[NetworkInfo] = INFO

    def __init__(self, account: Account, secrets: Mapping[str, str], tools: Tools) -> None:
        super().__init__(account, secrets, tools)
        self.pace = threads.POLL * 5
        self._sender = Sender(self._line, tools.clock)
        self._us: Us | None = None

    @staticmethod
    def door(options: Mapping[str, str], secrets: Mapping[str, str]) -> Door:
        """Where Google asks for consent."""
        service = options.get("service") or SERVICE
        return Door(
            name="Google",
            authorize="https://accounts.google.com/o/oauth2/v2/auth",
            token="https://oauth2.googleapis.com/token" if service == SERVICE else f"{service}/token",
            client_id=options.get("client_id", "").strip(),
            client_secret=secrets.get("client_secret", "").strip(),
            scopes=SCOPE,
            # Without these Google gives a refresh token the first time only.
            more={"access_type": "offline", "prompt": "consent"},
        )

    @staticmethod
    def line(options: Mapping[str, str], holder: Holder, tools: Tools) -> Line:
        """The line to YouTube, signed with the account's tokens."""
        service = options.get("service") or SERVICE
        quota = Quota(count_of(options.get("units", "").strip()) or UNITS, clock=tools.clock, budget=tools.budget)
        line = JsonLine(service, name="YouTube", tools=tools, headers=holder.headers, judge=judge)
        return Line(line, holder, quota)

    @staticmethod
    async def owner(options: Mapping[str, str], holder: Holder, tools: Tools) -> Identity:
        """The channel that the tokens are for."""
        return await _who(YouTube.line(options, holder, tools))

    async def check(self) -> Identity:
        """Ask which channel it is."""
        identity = await _who(self._line)
        self._us = Us(identity.native_id, identity.handle, self._account.id)
        return identity

    async def stream(self, cursors: Mapping[str, str]) -> AsyncIterator[Batch]:
        """All lanes for ever, each behind its cursor."""
        us, clock = await self._who(), self._tools.clock
        self._line.quota.resume(cursors.get(QUOTA, ""))
        comments = threads.Threads(self._line, us, clock)
        lanes: dict[str, StartLane] = {
            threads.LANE: comments.fresh,
            threads.WATCH: comments.watch,
            QUOTA: self._note,
        }
        if self._account.options.get("live", "").strip().lower() in _YES:
            lanes[live.LANE] = live.Live(self._line, us, clock).stream
        main = frozenset({threads.LANE})
        async with aclosing(Lanes(lanes, main=main, clock=clock).stream(cursors)) as batches:
            async for batch in batches:
                yield batch

    async def close(self) -> None:
        """Nothing is kept open: the HTTP session belongs to the hub."""

    def new_key(self) -> str:
        """A key for one send."""
        return self._sender.new_key()

    async def send(self, reply: OutgoingReply, *, key: str) -> Receipt:
        """Publish an answer, once for each key."""
        return await self._sender.send(reply, await self._who(), key=key)

    async def find(self, reply: OutgoingReply, *, key: str) -> Receipt | None:
        """What was published under this key."""
        return await self._sender.find(reply, await self._who(), key=key)

    async def delete(self, native_id: str) -> None:
        """Take an own comment back."""
        await self._sender.delete(native_id)

    async def thread(self, native_id: str) -> tuple[Post, ...]:
        """The thread a comment stands in, oldest first; none when it is gone, or for a live chat."""
        us = await self._who()
        top = native_id.partition(".")[0]
        if "/" in top:
            return ()
        asked = {"part": "snippet,replies", "id": top, "textFormat": "plainText"}
        items = objects(dig(await self._line.get("/commentThreads", asked), "items"))
        reader = threads.Threads(self._line, us, self._tools.clock)
        posts = [post for item in items for post in (await reader.whole(item))[0]]
        return surroundings(posts)

    async def _note(self, cursor: str) -> AsyncGenerator[Batch, None]:
        """Keeps what the day has cost, and tells when little is left."""
        quota = self._line.quota
        while True:
            note = quota.note()
            yield Batch(lane=QUOTA, cursor=note if note != cursor else None)
            cursor = note
            if quota.complaint():
                yield Batch(lane=QUOTA, trouble=quota.complaint())
            await self._tools.clock.sleep(_NOTED)

    async def _who(self) -> Us:
        if self._us is None:
            await self.check()
        assert self._us is not None
        return self._us


async def _who(line: Line) -> Identity:
    body = await line.get("/channels", {"part": "snippet", "mine": "true"}, reply=True)
    if not isinstance(body.get("items") if isinstance(body, dict) else None, list | None):
        raise Malformed(_("The answer of {name} makes no sense.").format(name="YouTube"))
    channel = dig(body, "items", 0)
    number, title = name_of(dig(channel, "id")), text_of(dig(channel, "snippet", "title"))
    if not number:
        raise SignInFailed(
            _("This Google account has no channel."), hint=_("Choose the channel when you sign in with the browser.")
        )
    handle = text_of(dig(channel, "snippet", "customUrl")).removeprefix("@") or title or number
    ends_at = line.signed.holder.ends_at
    return Identity(native_id=number, handle=handle, title=title, expires_at=ends_at)
