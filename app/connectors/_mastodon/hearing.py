"""What the lanes of one account share: who we are, a bell that wakes them, threads, posts lately delivered. Known by
the Mastodon lanes; knows the line, statuses and the field's words."""

import asyncio
from collections.abc import AsyncGenerator, Iterator, Sequence
from dataclasses import dataclass, field

from app.connectors._mastodon.line import Line
from app.connectors._mastodon.statuses import Status, Us, post_of, read_statuses
from app.connectors.base import ConnectorError, SignInFailed
from app.connectors.memory import Memory
from app.connectors.recheck import Recent
from app.core.clock import MINUTE, Clock, Millis
from app.core.tasks import TaskScope
from app.domain.post import ADDRESSED, Batch, Post

AT_ONCE = 100
PAST: Millis = 5 * MINUTE
"""Older than this when delivered is catching up with the past."""


class Bell:
    """Wakes a lane: rung by a stream, and every so often by the clock, for streams lose things."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._rung = asyncio.Event()

    def ring(self) -> None:
        """There is something to look for."""
        self._rung.set()

    async def rings(self, every: float) -> AsyncGenerator[bool, None]:
        """At each ring, and at least every so many seconds; whether it was the clock's."""
        scope = TaskScope("bell", clock=self._clock)
        due = [True]
        scope.spawn("tick", self._tick(every, due))
        try:
            while True:
                by_clock, due[0] = due[0], False
                self._rung.clear()
                yield by_clock
                await self._rung.wait()
        finally:
            await scope.close()

    async def _tick(self, every: float, due: list[bool]) -> None:
        while True:
            await self._clock.sleep(every)
            due[0] = True
            self._rung.set()


@dataclass(frozen=True)
class Hearing:
    """What the lanes share.

    Attributes:
        roots: the first status of a thread, by any of its statuses.
        recent: when each delivered status was edited last (an ISO time or empty), for the lane that looks again.
        addressed, tagged: bells of the lanes for notifications and hashtags.
    """

    line: Line
    us: Us
    clock: Clock
    addressed: Bell
    tagged: Bell
    roots: Memory[str, str] = field(default_factory=lambda: Memory(20_000))
    recent: Recent = field(default_factory=lambda: Recent(120))

    async def posts(self, statuses: Sequence[Status]) -> list[Post]:
        """Statuses as posts, oldest first; those that address us with the root of their thread."""
        now = self.clock.now()
        posts = []
        for status in statuses:
            post = post_of(status, self.us, now=now)
            if post.kind in ADDRESSED and post.parent:
                root = await self._root(status)
                post = post_of(status, self.us, now=now, thread=self.us.native(root) if root else "")
            self.recent.remember(status.id, str(status.edited_at or ""))
            posts.append(post)
        return sorted(posts, key=lambda post: post.created_at)

    def batches(
        self, lane: str, posts: Sequence[Post], *, cursor: str | None, caught_up_to: Millis = 0
    ) -> Iterator[Batch]:
        """The posts in portions; the last one, which may be empty, carries the cursor."""
        edge = self.clock.now() - PAST
        old = _portions([post for post in posts if post.created_at < edge])
        live = _portions([post for post in posts if post.created_at >= edge])
        portions = [(some, True) for some in old] + [(some, False) for some in live]
        last, last_is_old = portions.pop() if portions else ((), False)
        for some, is_old in portions:
            yield Batch(lane=lane, posts=some, backfill=is_old)
        yield Batch(lane=lane, posts=last, backfill=last_is_old, cursor=cursor, caught_up_to=caught_up_to)

    async def _root(self, status: Status) -> str:
        parent = str(status.in_reply_to_id)
        root = self.roots.get(parent, "")
        if not root:
            root = await self._ask_root(status.id) or parent
        self.roots.keep(parent, root)
        self.roots.keep(status.id, root)
        return root

    async def _ask_root(self, status_id: str) -> str:
        """A question that fails leaves the parent as root: the post is worth more than where its thread began."""
        try:
            context = await self.line.get(f"/api/v1/statuses/{status_id}/context", {}, backfill=True)
        except SignInFailed:
            raise
        except ConnectorError:
            return ""
        above = read_statuses(context.get("ancestors")) if isinstance(context, dict) else []
        return above[0].id if above else ""


def newest(ids: Sequence[str], *, otherwise: str) -> str:
    """The newest of ids: they grow, in length first."""
    return max((*ids, otherwise), key=lambda one: (len(one), one))


def _portions(posts: Sequence[Post]) -> list[tuple[Post, ...]]:
    return [tuple(posts[start : start + AT_ONCE]) for start in range(0, len(posts), AT_ONCE)]
