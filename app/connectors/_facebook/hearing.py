"""Asking a Page for what is new: comments under its posts, posts that mention it, and delivered ones again. Known by
the Facebook connector; knows the graph, posts and the board.

Source: developers.facebook.com/docs/graph-api/reference/page/feed, /page/tagged, /object/comments.
"""

from collections.abc import AsyncGenerator, Callable, Sequence
from typing import Any

from app.connectors._facebook.posts import COMMENT_FIELDS, POST_FIELDS, Us, comment_of, gone_of, post_of, told_of
from app.connectors._meta.graph import Graph
from app.connectors.base import Refused
from app.connectors.board import FIRST_LOOK, Asked, Found
from app.connectors.json_line import Missing
from app.connectors.memory import Memory
from app.connectors.reading import count_of, dig, iso, name_of, objects, text_of
from app.core.clock import MINUTE, Millis
from app.domain.post import Post

FEED, TAGGED = "feed", "tagged"
POSTS_AT_ONCE = 25
MOST_PAGES = 8
"""Of posts, after an absence; while all is well only the newest page is looked at."""
MOST_COMMENT_PAGES = 50
REMEMBERED = 5_000
ABSENT: Millis = 10 * MINUTE
OVERLAP: Millis = 10 * MINUTE
"""So far behind the cursor is read again: Facebook does not list at once what was written."""
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
        began = self._now()
        since = count_of(cursor) or began - FIRST_LOOK
        most = MOST_PAGES if began - since > ABSENT else 1
        asked = {"fields": f"{POST_FIELDS},{_COMMENTS}", "limit": POSTS_AT_ONCE}
        async for rows in self._graph.pages(f"/{self.us.id}/feed", asked, most=most, backfill=most > 1):
            for row in rows:
                async for posts in self._under(row, since - OVERLAP):
                    yield Found(posts)
        yield Found((), str(began))

    async def tagged(self, cursor: str) -> AsyncGenerator[Found, None]:
        """Posts elsewhere that mention the Page, since the cursor."""
        began = self._now()
        since = (count_of(cursor) or began - FIRST_LOOK) - OVERLAP
        asked = {"fields": POST_FIELDS, "limit": POSTS_AT_ONCE}
        async for rows in self._graph.pages(f"/{self.us.id}/tagged", asked, most=MOST_PAGES):
            found = [post for row in rows if (post := post_of(row, self.us, now=began)) is not None]
            yield Found([post for post in found if post.created_at >= since])
            if any(post.created_at < since for post in found):
                break
        yield Found((), str(began))

    async def again(self, native_ids: Sequence[str]) -> Asked:
        """What delivered comments and posts are now."""
        posts, gone = [], []
        for native_id in native_ids:
            thread = self.post_above(native_id)
            fields = POST_FIELDS if thread == native_id else COMMENT_FIELDS
            try:
                raw = await self._graph.get(f"/{native_id}", {"fields": fields}, backfill=True)
            except Missing:
                gone.append(native_id)
                continue
            except Refused:
                continue
            if dig(raw, "is_hidden") is True:
                gone.append(native_id)
            elif (post := self._one(raw, thread)) is not None:
                posts.append(post)
        return Asked(posts, gone)

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
        comments = list(objects(dig(row, "comments", "data")))
        yield self._new(comments, thread, since)
        more = text_of(dig(row, "comments", "paging", "next")) and all(_moment(one) >= since for one in comments)
        if not more or not thread:
            return
        asked = {"filter": "stream", "order": "reverse_chronological", "limit": 100, "fields": COMMENT_FIELDS}
        async for rows in self._graph.pages(f"/{thread}/comments", asked, most=MOST_COMMENT_PAGES, backfill=True):
            yield self._new(rows, thread, since)
            if any(_moment(one) < since for one in rows):
                return

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
