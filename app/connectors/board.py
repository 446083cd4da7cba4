"""Listening to a forum by asking: what is new behind a cursor, and what became of what was delivered. Known by
connectors of forums; knows the field's words and core.

A forum lists its posts newest first. A lane reads its pages back to the cursor, and one more lane asks for delivered
posts again, so that edits, deletions and answers accepted later are found.
"""

import zlib
from collections import OrderedDict
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import msgspec

from app.core.clock import HOUR, MINUTE, Clock, Millis
from app.domain.post import Batch, Post

RECHECK = "recheck"
RECHECK_EVERY = 120.0
FIRST_LOOK: Millis = 24 * HOUR
"""So far back an account looks that never looked before."""
AT_ONCE = 100
HELD = 500
"""So many posts are held until a look ends: later pages are older, and a question comes before its answers."""
ASKED_AGAIN = 10
WATCHED = 120
"""Posts that are asked for again, the newest delivered."""
_PAST: Millis = 5 * MINUTE
_REMEMBERED = 5_000


@dataclass(frozen=True)
class Found:
    """One page of a look.

    Attributes:
        cursor: where the next look ends; only the last page has one, since pages come newest first.
    """

    posts: Sequence[Post]
    cursor: str | None = None


@dataclass(frozen=True)
class Asked:
    """What posts that were asked for again are now; those of neither kind could not be told."""

    posts: Sequence[Post] = ()
    gone: Sequence[str] = ()


Look = Callable[[str], AsyncGenerator[Found, None]]
"""The pages of everything behind a cursor; the cursor is empty the first time."""
Again = Callable[[Sequence[str]], Awaitable[Asked]]


class Delivered:
    """What was delivered lately, and in which state: the same again is not news."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._states: OrderedDict[str, str] = OrderedDict()

    def __contains__(self, native_id: str) -> bool:
        return native_id in self._states

    def news(self, posts: Iterable[Post]) -> list[Post]:
        """Those that are new, or not as they were delivered; oldest first."""
        found = [self._dated(post) for post in posts if self._states.get(post.native_id) != _state(post)]
        return sorted(found, key=lambda post: post.created_at)

    def keep(self, posts: Iterable[Post]) -> None:
        """Call when they are committed."""
        for post in posts:
            self._states[post.native_id] = _state(post)
            self._states.move_to_end(post.native_id)
        while len(self._states) > _REMEMBERED:
            self._states.popitem(last=False)

    def forget(self, native_ids: Iterable[str]) -> None:
        """They are gone at the source."""
        for native_id in native_ids:
            self._states.pop(native_id, None)

    def resume(self, cursor: str) -> None:
        """Take over what an earlier run watched."""
        try:
            listed = msgspec.json.decode(cursor, type=dict[str, str]) if cursor else {}
        except msgspec.DecodeError:
            return
        self._states = OrderedDict({**listed, **self._states})

    def _dated(self, post: Post) -> Post:
        """Some networks do not tell of an edit that follows at once; other words are an edit nevertheless."""
        changed = self._states.get(post.native_id, _state(post)).rstrip("a") != _state(post).rstrip("a")
        silent = changed and not post.edited_at
        return msgspec.structs.replace(post, edited_at=self._clock.now()) if silent else post

    def watched(self) -> list[str]:
        """The newest of them, which are asked for again."""
        return list(self._states)[-WATCHED:]

    def cursor(self) -> str:
        """What `resume` needs."""
        return msgspec.json.encode({name: self._states[name] for name in self.watched()}).decode()


class Board:
    """The lanes of one account on one forum; made anew for each stream.

    Attributes:
        delivered: shared by all its lanes.
    """

    def __init__(self, clock: Clock) -> None:
        self.delivered = Delivered(clock)
        self._clock = clock
        self._turn = 0

    async def listen(self, cursor: str, *, lane: str, look: Look, every: float) -> AsyncGenerator[Batch, None]:
        """What is new, for ever; every look ends with a batch that may be empty."""
        while True:
            began, held = self._clock.now(), list[Post]()
            async for found in look(cursor):
                held += found.posts
                cursor = cursor if found.cursor is None else found.cursor
                if len(held) >= HELD:
                    for batch in self._hand_over(lane, held, now=began):
                        yield batch
                    held.clear()
            for batch in self._hand_over(lane, held, now=began):
                yield batch
            yield Batch(lane=lane, cursor=cursor or None, caught_up_to=began)
            await self._clock.sleep(every)

    def _hand_over(self, lane: str, posts: Sequence[Post], *, now: Millis) -> Iterator[Batch]:
        """What is news among them; it counts as delivered when the last batch was taken."""
        news = self.delivered.news(posts)
        yield from _batches(lane, news, now=now)
        self.delivered.keep(news)

    async def recheck(self, cursor: str, *, again: Again, every: float = RECHECK_EVERY) -> AsyncGenerator[Batch, None]:
        """What was edited, accepted or deleted after it was delivered, for ever."""
        self.delivered.resume(cursor)
        told = cursor
        while True:
            await self._clock.sleep(every)
            asked = await again(self._choose())
            # What went away and is here again was gone for us already.
            news = self.delivered.news(post for post in asked.posts if post.native_id in self.delivered)
            self.delivered.keep(news)
            self.delivered.forget(asked.gone)
            cursor = self.delivered.cursor()
            if news or asked.gone or cursor != told:
                yield Batch(lane=RECHECK, posts=tuple(news), deleted=tuple(asked.gone), cursor=cursor)
                told = cursor

    def _choose(self) -> list[str]:
        """Some of those that are watched, in turn; the newest come round first."""
        ids = self.delivered.watched()[::-1]
        start = self._turn % len(ids) if ids else 0
        self._turn = start + ASKED_AGAIN
        return ids[start : start + ASKED_AGAIN]


def _batches(lane: str, posts: Sequence[Post], *, now: Millis) -> Iterator[Batch]:
    old = [post for post in posts if post.created_at < now - _PAST]
    live = [post for post in posts if post.created_at >= now - _PAST]
    for some, is_old in ((old, True), (live, False)):
        for start in range(0, len(some), AT_ONCE):
            yield Batch(lane=lane, posts=tuple(some[start : start + AT_ONCE]), backfill=is_old)


def _state(post: Post) -> str:
    return f"{zlib.crc32(post.text.encode('utf-8', 'replace'))}{'a' if post.accepted else ''}"
