"""Asking a Page for what is new: comments under its posts, posts that mention it, and delivered ones again. Known by
the Facebook connector; knows the graph, posts and the board.

Source: developers.facebook.com/docs/graph-api/reference/page/feed, /page/tagged, /object/comments.
"""

from collections.abc import AsyncGenerator, Callable, Sequence
from typing import Any

from app.connectors._facebook.posts import COMMENT_FIELDS, POST_FIELDS, Us, comment_of, gone_of, post_of, told_of
from app.connectors._meta import looks
from app.connectors._meta.graph import Graph
from app.connectors.board import Asked, Found
from app.connectors.memory import Memory
from app.connectors.reading import dig, iso, name_of, objects
from app.core.clock import Millis
from app.domain.post import Post

FEED, TAGGED = "feed", "tagged"
POSTS_AT_ONCE = 25
MOST_PAGES = 8
"""Of posts, after an absence; while all is well only the newest page is looked at."""
REMEMBERED = 5_000
_COMMENTS = f"comments.filter(stream).order(reverse_chronological).limit(50){{{COMMENT_FIELDS}}}"


class Hearing:
    """What one Page is told."""

    def __init__(self, graph: Graph, *, us: Callable[[], str], account_id: int) -> None:
        """`us` is the Page's id, known after the sign-in."""
        self._graph = graph
        self._us = us
        self._account_id = account_id
        self._threads: Memory[str, str] = Memory(REMEMBERED)

    @property
    def us(self) -> Us:
        """The Page."""
        return Us(id=self._us(), account_id=self._account_id)

    async def feed(self, cursor: str) -> AsyncGenerator[Found, None]:
        """The Page's posts and the comments under them since the cursor, a moment."""
        look = looks.span(cursor, now=self._now(), most=MOST_PAGES)
        asked = {"fields": f"{POST_FIELDS},{_COMMENTS}", "limit": POSTS_AT_ONCE}
        path, backfill = f"/{self.us.id}/feed", look.pages > 1
        async for rows in self._graph.pages(path, asked, most=look.pages, backfill=backfill):
            for row in rows:
                async for posts in self._under(row, look.since):
                    yield Found(posts)
        yield Found((), look.cursor)

    def tagged(self, cursor: str) -> AsyncGenerator[Found, None]:
        """Posts elsewhere that mention the Page, since the cursor."""
        look = looks.span(cursor, now=self._now())
        asked = {"fields": POST_FIELDS, "limit": POSTS_AT_ONCE}
        return looks.elsewhere(
            self._graph,
            f"/{self.us.id}/tagged",
            asked,
            within=look,
            most=MOST_PAGES,
            read=lambda row: post_of(row, self.us, now=look.began),
        )

    async def again(self, native_ids: Sequence[str]) -> Asked:
        """What delivered comments and posts are now."""
        fields = {one: POST_FIELDS if self.post_above(one) == one else COMMENT_FIELDS for one in native_ids}
        return await looks.again(
            self._graph,
            fields,
            read=lambda native_id, raw: self._one(raw, self.post_above(native_id)),
            hidden=lambda raw: dig(raw, "is_hidden") is True,
        )

    async def around(self, native_id: str) -> tuple[Post, ...]:
        """The post that a comment stands under, and its newest comments, oldest first."""
        thread = self.post_above(native_id)
        raw = await self._graph.get(f"/{thread}", {"fields": f"{POST_FIELDS},{_COMMENTS}"})
        made = [post_of(raw, self.us, now=self._now())]
        made += [self._comment(one, thread=thread) for one in objects(dig(raw, "comments", "data"))]
        return tuple(sorted((post for post in made if post is not None), key=lambda post: post.created_at))

    def post_above(self, native_id: str) -> str:
        """The post that a comment stands under: its own number, which a comment's id begins with, behind the Page's.
        A post is above itself."""
        if native_id.startswith(f"{self.us.id}_"):
            return native_id
        return self._threads.get(native_id) or f"{self.us.id}_{native_id.partition('_')[0]}"

    async def told(self, entry: Any) -> tuple[list[Post], list[str]]:
        """New posts and ids of those gone, of one entry of a delivery."""
        values = [
            dig(one, "value") for one in objects(dig(entry, "changes")) if one.get("field") in {"feed", "mention"}
        ]
        posts = [told_of(value, self.us, now=self._now()) for value in values]
        return [post for post in posts if post is not None], [gone for value in values if (gone := gone_of(value))]

    async def _under(self, row: dict[str, Any], since: Millis) -> AsyncGenerator[list[Post], None]:
        thread, now = name_of(row.get("id")), self._now()
        own = post_of(row, self.us, now=now)
        if own is not None and own.created_at >= since:
            yield [own]
        asked = {"filter": "stream", "order": "reverse_chronological", "limit": 100, "fields": COMMENT_FIELDS}
        async for rows in looks.comments_of(self._graph, row, asked, since=since, moment=_moment):
            yield self._new(rows, thread, since)

    def _new(self, rows: Sequence[dict[str, Any]], thread: str, since: Millis) -> list[Post]:
        made = [self._comment(one, thread=thread) for one in rows]
        return [post for post in made if post is not None and post.created_at >= since]

    def _one(self, raw: Any, thread: str) -> Post | None:
        if name_of(dig(raw, "id")) == thread:
            return post_of(raw, self.us, now=self._now())
        return self._comment(raw, thread=thread) if isinstance(raw, dict) else None

    def _comment(self, raw: dict[str, Any], *, thread: str) -> Post | None:
        post = comment_of(raw, self.us, thread=thread, now=self._now())
        if post is not None:
            self._threads[post.native_id] = thread
        return post

    def _now(self) -> Millis:
        return self._graph.tools.clock.now()


def _moment(raw: dict[str, Any]) -> Millis:
    return iso(raw.get("created_time"))
