"""What comes into a folder, as batches. Known by the e-mail connector; knows mailbox and posts.

A cursor is `generation/number/day`: the folder's UIDVALIDITY, the last mail handed over, and when that was. When a
server numbers its folder anew, what arrived since that day is read again; a second delivery changes nothing.
"""

import asyncio
from collections.abc import AsyncGenerator
from dataclasses import dataclass

from app.connectors._email.mailbox import Access, Mailbox, Raw, opened
from app.connectors._email.posts import Us, post_of
from app.connectors.base import Tools
from app.connectors.reading import count_of
from app.core.clock import DAY, Millis
from app.domain.post import Batch, Post, PostKind

FIRST_LOOK: Millis = 14 * DAY
"""How far back a mailbox is read when it is new to us."""
AT_ONCE = 20
INBOX = "inbox"
SENT = "sent"


@dataclass(frozen=True)
class Cursor:
    """Where a folder was left."""

    validity: int = 0
    uid: int = 0
    at: Millis = 0

    def __str__(self) -> str:
        return f"{self.validity}/{self.uid}/{self.at}"


def cursor_of(written: str) -> Cursor:
    """Read a cursor; anything else means the beginning."""
    parts = written.split("/")
    return Cursor(*map(count_of, parts)) if len(parts) == 3 else Cursor()


class Listening:
    """The folders of one mailbox, each on a connection of its own."""

    def __init__(self, access: Access, us: Us, tools: Tools, *, folder: str) -> None:
        self._access = access
        self._us = us
        self._tools = tools
        self._folder = folder

    async def inbox(self, cursor: str) -> AsyncGenerator[Batch, None]:
        """What people write."""
        async for batch in self._read(INBOX, cursor):
            yield batch

    async def sent(self, cursor: str) -> AsyncGenerator[Batch, None]:
        """What we wrote, here or with a mail program; ends at once where there is no such folder."""
        async for batch in self._read(SENT, cursor):
            yield batch

    async def _read(self, lane: str, cursor: str) -> AsyncGenerator[Batch, None]:
        await self._tools.budget.spend()
        async with opened(self._access, self._tools.clock) as box:
            folder = self._folder if lane == INBOX else await box.sent_folder()
            if not folder:
                return
            await box.enter(folder)
            place = cursor_of(cursor)
            first = True
            while True:
                place, waiting = await self._waiting(box, place)
                for start in range(0, len(waiting), AT_ONCE):
                    chunk = waiting[start : start + AT_ONCE]
                    place = Cursor(box.validity, chunk[-1], self._tools.clock.now())
                    yield await self._batch(box, lane, chunk, place, backfill=first)
                yield Batch(lane=lane, cursor=str(place), caught_up_to=self._tools.clock.now())
                first = False
                await box.wait()

    async def _waiting(self, box: Mailbox, place: Cursor) -> tuple[Cursor, list[int]]:
        """What is behind the cursor, and the cursor to go on from."""
        await self._tools.budget.spend()
        if place.validity == box.validity:
            return place, await box.behind(place.uid)
        now = self._tools.clock.now()
        newest = await box.newest()
        since = (place.at or now) - (DAY if place.at else FIRST_LOOK)
        return Cursor(box.validity, newest, now), await box.since(since)

    async def _batch(self, box: Mailbox, lane: str, chunk: list[int], place: Cursor, *, backfill: bool) -> Batch:
        await self._tools.budget.spend(backfill=backfill)
        mails = await box.fetch(chunk)
        self._tools.budget.learn({})
        posts = await asyncio.to_thread(self._posts, mails, lane)  # a large mail takes a while to read
        if lane == INBOX:
            own = [mail.uid for mail, post in zip(mails, posts, strict=True) if post.kind is PostKind.OWN]
            await box.mark_read(own)
        return Batch(lane=lane, posts=tuple(posts), cursor=str(place), backfill=backfill)

    def _posts(self, mails: list[Raw], lane: str) -> list[Post]:
        now = self._tools.clock.now()
        return [post_of(mail, self._us, sent=lane == SENT, now=now) for mail in mails]
