"""Stack Exchange: questions, answers and comments by tag in, answers out. Known by the registry only; knows its parts,
the contract, domain and core."""

from collections.abc import AsyncIterator, Mapping
from contextlib import aclosing
from typing import ClassVar

from app.connectors._stackexchange.info import INFO
from app.connectors._stackexchange.line import Line, site_of
from app.connectors._stackexchange.looks import Looks
from app.connectors._stackexchange.posts import QUESTION, Site
from app.connectors._stackexchange.sender import Sender
from app.connectors.base import Identity, Malformed, SignInFailed, Tools
from app.connectors.board import RECHECK, Board
from app.connectors.lanes import Lanes, StartLane
from app.connectors.markup import said
from app.connectors.reading import dig, name_of, text_of
from app.connectors.surroundings import surroundings
from app.core.i18n import _
from app.domain.account import Account
from app.domain.network import NetworkInfo
from app.domain.post import Batch, Post
from app.domain.reply import OutgoingReply, Receipt

COMMENTS = "comments"
POLL = 90.0
"""Seconds between two looks at a tag; several tags share the day's quota and are looked at less often."""
RECHECK_EVERY = 300.0


class StackExchange:
    """One account on one site.

    Attributes:
        pace: seconds between two signs of life.
    """

    INFO: ClassVar[NetworkInfo] = INFO

    def __init__(self, account: Account, secrets: Mapping[str, str], tools: Tools) -> None:
        options = account.options
        self._account = account
        self._tools = tools
        self._tags = list(dict.fromkeys(_tags(options.get("questions", "")) + _tags(options.get("tags", ""))))
        self.pace = POLL * max(1, len(self._tags)) * 2
        self._line = Line(options, token=secrets.get("access_token", "").strip(), tools=tools)
        asking = frozenset(_tags(options.get("questions", "")))
        user = options.get("user", "").strip()
        self._site = Site(site_of(options), us=user, account_id=account.id, asking=asking)
        self._looks = Looks(self._line, self._site)
        self._sender = Sender(self._line, self._looks, self._site)

    async def check(self) -> Identity:
        """Ask who we are; without a token, whether the key is good and the site is there."""
        if not self._site.name or not self._account.options.get("key", "").strip():
            raise SignInFailed(_("Site and app key are needed."), hint=_("stackapps.com makes keys."))
        answer = await self._line.get("/me" if self._line.token else "/info", {"filter": "default"})
        if not isinstance(dig(answer, "items"), list):
            raise Malformed(_("The answer of {name} makes no sense.").format(name="Stack Exchange"))
        me = dig(answer, "items", 0)
        if not self._line.token:
            return Identity(native_id="", handle=self._account.handle or self._site.name)
        self._site.us = name_of(dig(me, "user_id")) or self._site.us
        handle = said(text_of(dig(me, "display_name")), limit=100)
        return Identity(native_id=f"{self._site.name}/{self._site.us}", handle=handle or self._site.us)

    async def stream(self, cursors: Mapping[str, str]) -> AsyncIterator[Batch]:
        """All tags for ever, each behind its cursor; comments, and what becomes of what was heard."""
        board, looks = Board(self._tools.clock), self._looks
        every = POLL * max(1, len(self._tags))
        lanes: dict[str, StartLane] = {f"tag {tag}": _lane(board, looks, tag, every) for tag in self._tags}
        lanes[COMMENTS] = lambda cursor: board.listen(
            cursor,
            lane=COMMENTS,
            look=lambda since: looks.comments(board.delivered.watched(), since),
            every=every,
        )
        lanes[RECHECK] = lambda cursor: board.recheck(cursor, again=looks.again, every=RECHECK_EVERY)
        main = frozenset(f"tag {tag}" for tag in self._tags)
        async with aclosing(Lanes(lanes, main=main, clock=self._tools.clock).stream(cursors)) as batches:
            async for batch in batches:
                yield batch

    async def close(self) -> None:
        """Nothing is kept open: the HTTP session belongs to the hub."""

    def new_key(self) -> str:
        """A key for one send."""
        return self._sender.new_key()

    async def send(self, reply: OutgoingReply, *, key: str) -> Receipt:
        """Answer a question or comment an answer, once for each key."""
        await self._known()
        return await self._sender.send(reply, key=key)

    async def find(self, reply: OutgoingReply, *, key: str) -> Receipt | None:
        """What was published under this key."""
        await self._known()
        return await self._sender.find(reply, key=key)

    async def delete(self, native_id: str) -> None:
        """Take an own answer or comment back."""
        await self._sender.delete(native_id)

    async def thread(self, native_id: str) -> tuple[Post, ...]:
        """The question, its answers and comments, oldest first; none when it is gone."""
        kind, number = self._site.place(native_id)
        if kind and kind != QUESTION:
            found = await self._looks.again([native_id])
            number = next((self._site.place(post.thread)[1] for post in found.posts), 0)
        posts = await self._looks.thread(number) if number else []
        return surroundings(posts)

    async def _known(self) -> None:
        """Who we are must be known before our own words can be found."""
        if self._line.token and not self._site.us:
            await self.check()


def _lane(board: Board, looks: Looks, tag: str, every: float) -> StartLane:
    return lambda cursor: board.listen(
        cursor, lane=f"tag {tag}", look=lambda since: looks.by_tag(tag, since), every=every
    )


def _tags(text: str) -> list[str]:
    return [tag for line in text.replace(",", "\n").splitlines() if (tag := line.strip().strip("[]").lower())]
