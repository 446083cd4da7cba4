"""Asking Threads for what is new: replies below our posts, mentions, and delivered posts again. Known by the Threads
connector; knows the graph, posts and the board.

Source: developers.facebook.com/docs/threads/threads-media, /reply-management, /threads-mentions.
"""

from collections.abc import AsyncGenerator, Callable, Sequence
from typing import Any

from app.connectors._meta import looks
from app.connectors._meta.graph import Graph
from app.connectors._threads.posts import FIELDS, HIDDEN, Us, post_of
from app.connectors.board import Asked, Found
from app.connectors.json_line import Missing
from app.connectors.memory import Memory
from app.connectors.reading import dig, iso, name_of
from app.core.clock import Millis
from app.domain.post import Post

REPLIES, MENTIONS = "replies", "mentions"
POSTS_AT_ONCE = 10
MOST_POST_PAGES = 10
"""After an absence; while all is well only the newest page is looked at."""
REMEMBERED = 5_000


class Hearing:
    """What one account is told."""

    def __init__(self, graph: Graph, *, us: Callable[[], Us]) -> None:
        """`us` is known after the sign-in."""
        self._graph = graph
        self._us = us
        self._roots: Memory[str, str] = Memory(REMEMBERED)

    async def replies(self, cursor: str) -> AsyncGenerator[Found, None]:
        """Our posts and what is said below them since the cursor, a moment."""
        look = looks.span(cursor, now=self._now(), most=MOST_POST_PAGES)
        path, asked = f"/{self._us().id}/threads", {"fields": FIELDS, "limit": POSTS_AT_ONCE}
        backfill = look.pages > 1
        async for rows in self._graph.pages(path, asked, most=look.pages, backfill=backfill, told_next=False):
            yield Found(self._new(rows, look.since))
            for row in rows:
                if row.get("has_replies") is not False:
                    async for posts in self._below(name_of(row.get("id")), look.since):
                        yield Found(posts)
        yield Found((), look.cursor)

    async def mentions(self, cursor: str) -> AsyncGenerator[Found, None]:
        """Posts of others that mention us, since the cursor."""
        look = looks.span(cursor, now=self._now())
        path, asked = f"/{self._us().id}/mentions", {"fields": FIELDS, "limit": 50}
        async for rows in looks.back_to(self._graph, path, asked, since=look.since, moment=_moment, told_next=False):
            yield Found(self._new(rows, look.since, mention=True))
        yield Found((), look.cursor)

    async def again(self, native_ids: Sequence[str]) -> Asked:
        """What delivered posts are now. One that cannot be asked for is gone when its conversation has it no more."""
        return await looks.again(
            self._graph,
            dict.fromkeys(native_ids, FIELDS),
            read=lambda _native_id, raw: self._post(raw),
            hidden=lambda raw: dig(raw, "hide_status") in HIDDEN,
            gone=self._is_gone,
        )

    async def around(self, native_id: str) -> tuple[Post, ...]:
        """The first post of a thread and what is said below it, oldest first."""
        raw = await self._graph.get(f"/{native_id}", {"fields": FIELDS})
        root = name_of(dig(raw, "root_post", "id")) or native_id
        above = raw if root == native_id else await self._graph.get(f"/{root}", {"fields": FIELDS})
        rows = await self._graph.rows(f"/{root}/conversation", {"fields": FIELDS, "reverse": "true"})
        made = [post for one in (above, *rows) if (post := self._post(one)) is not None]
        return tuple(sorted(made, key=lambda post: post.created_at))

    async def _is_gone(self, native_id: str) -> bool:
        """Whether its conversation has it no more; not where nobody remembers which one that is."""
        root = self._roots.get(native_id, "")
        if not root:
            return False
        path, asked = f"/{root}/conversation", {"fields": "id", "reverse": "true"}
        try:
            pages = self._graph.pages(path, asked, most=looks.MOST_PAGES, backfill=True, told_next=False)
            return native_id not in [name_of(one.get("id")) async for rows in pages for one in rows]
        except Missing:
            return True

    async def _below(self, root: str, since: Millis) -> AsyncGenerator[list[Post], None]:
        path, asked = f"/{root}/conversation", {"fields": FIELDS, "reverse": "true"}
        async for rows in looks.back_to(
            self._graph, path, asked, since=since, moment=_moment, backfill=True, told_next=False
        ):
            yield self._new(rows, since)

    def _new(self, rows: Sequence[dict[str, Any]], since: Millis, *, mention: bool = False) -> list[Post]:
        made = [self._post(one, mention=mention) for one in rows]
        return [post for post in made if post is not None and post.created_at >= since]

    def _post(self, raw: Any, *, mention: bool = False) -> Post | None:
        post = post_of(raw, self._us(), now=self._now(), mention=mention)
        if post is not None and post.thread:
            self._roots[post.native_id] = post.thread
        return post

    def _now(self) -> Millis:
        return self._graph.tools.clock.now()


def _moment(raw: dict[str, Any]) -> Millis:
    return iso(raw.get("timestamp"))
