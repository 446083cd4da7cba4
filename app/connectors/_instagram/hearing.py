"""Asking Instagram for what is new: comments under our media, media that tag us, mentions that a delivery tells of.
Known by the Instagram connector; knows the graph, posts and the board.

Source: developers.facebook.com/docs/instagram-platform/reference/instagram-user/media, /tags, /mentioned_comment,
/mentioned_media.
"""

from collections.abc import AsyncGenerator, Callable, Iterator, Sequence
from typing import Any

from app.connectors._instagram.posts import (
    COMMENT_FIELDS,
    MEDIA_FIELDS,
    MENTION,
    Us,
    comment_of,
    medium_of,
    told_of,
)
from app.connectors._meta import looks
from app.connectors._meta.graph import Graph
from app.connectors.base import Refused
from app.connectors.board import Asked, Found
from app.connectors.memory import Memory
from app.connectors.reading import dig, iso, name_of, objects, web
from app.core.clock import Millis
from app.domain.post import Post, PostKind

MEDIA, TAGS = "media", "tags"
AT_ONCE = 25
MOST_PAGES = 8
"""Of media, after an absence; while all is well only the newest page is looked at."""
REMEMBERED = 5_000
_UNDER = f"{COMMENT_FIELDS},replies.limit(50){{{COMMENT_FIELDS}}}"


class Hearing:
    """What one account is told."""

    def __init__(self, graph: Graph, *, us: Callable[[], Us]) -> None:
        """`us` is known after the sign-in."""
        self._graph = graph
        self._us = us
        self._threads: Memory[str, str] = Memory(REMEMBERED)

    async def media(self, cursor: str) -> AsyncGenerator[Found, None]:
        """Our media and the comments under them since the cursor, a moment."""
        look = looks.span(cursor, now=self._now(), most=MOST_PAGES)
        asked = {"fields": f"{MEDIA_FIELDS},comments.limit(50){{{_UNDER}}}", "limit": AT_ONCE}
        path, backfill = f"/{self._us().id}/media", look.pages > 1
        async for rows in self._graph.pages(path, asked, most=look.pages, backfill=backfill):
            for row in rows:
                async for posts in self._below(row, look.since):
                    yield Found(posts)
        yield Found((), look.cursor)

    def tags(self, cursor: str) -> AsyncGenerator[Found, None]:
        """Media of others that tag us, since the cursor."""
        look = looks.span(cursor, now=self._now())
        asked = {"fields": MEDIA_FIELDS, "limit": AT_ONCE}
        return looks.elsewhere(
            self._graph,
            f"/{self._us().id}/tags",
            asked,
            within=look,
            most=MOST_PAGES,
            read=lambda row: medium_of(row, self._us(), now=look.began),
        )

    async def again(self, native_ids: Sequence[str]) -> Asked:
        """What delivered comments are now; mentions can be asked for by nobody but through their medium."""
        threads = {one: self._threads.get(one, "") for one in native_ids}
        return await looks.again(
            self._graph,
            {one: COMMENT_FIELDS for one, thread in threads.items() if thread and not thread.startswith(MENTION)},
            read=lambda native_id, raw: self._comment(raw, threads[native_id]),
            hidden=lambda raw: dig(raw, "hidden") is True,
        )

    async def around(self, native_id: str) -> tuple[Post, ...]:
        """The medium and its newest comments, oldest first."""
        medium = self._threads.get(native_id, native_id)
        if medium.startswith(MENTION):
            return ()
        raw = await self._graph.get(f"/{medium}", {"fields": f"{MEDIA_FIELDS},comments.limit(50){{{_UNDER}}}"})
        above = medium_of(raw, self._us(), now=self._now())
        made = [*([above] if above is not None else []), *self._all(dig(raw, "comments", "data"), raw)]
        return tuple(sorted(made, key=lambda post: post.created_at))

    async def told(self, entry: Any) -> tuple[list[Post], list[str]]:
        """New posts of one entry of a delivery; nothing is told of what is removed."""
        posts = []
        for change in [entry, *objects(dig(entry, "changes"))]:
            if dig(change, "field") == "mentions":
                post = await self._mention(dig(change, "value"))
            else:
                post = self._kept(told_of(entry, change, self._us(), now=self._now()))
            if post is not None:
                posts.append(post)
        return posts, []

    async def _mention(self, value: Any) -> Post | None:
        """A delivery names the place of a mention only; what was said is asked for."""
        medium, comment = name_of(dig(value, "media_id")), name_of(dig(value, "comment_id"))
        if not medium:
            return None
        wanted = (
            f"mentioned_comment.comment_id({comment}){{{COMMENT_FIELDS},media{{id,permalink}}}}"
            if comment
            else f"mentioned_media.media_id({medium}){{{MEDIA_FIELDS}}}"
        )
        try:
            told = await self._graph.get(f"/{self._us().id}", {"fields": wanted})
        except Refused:
            return None  # of a private account, or gone already
        if not comment:
            return medium_of(dig(told, "mentioned_media"), self._us(), now=self._now())
        raw = dig(told, "mentioned_comment")
        return self._comment(raw, f"{MENTION}{medium}", kind=PostKind.MENTION, url=web(dig(raw, "media", "permalink")))

    async def _below(self, row: dict[str, Any], since: Millis) -> AsyncGenerator[list[Post], None]:
        own = medium_of(row, self._us(), now=self._now())
        if own is not None and own.created_at >= since:
            yield [own]
        asked = {"fields": _UNDER, "limit": 50}
        async for rows in looks.comments_of(self._graph, row, asked, since=since, moment=_moment):
            yield self._new(rows, row, since)

    def _new(self, rows: Any, medium: Any, since: Millis) -> list[Post]:
        return [post for post in self._all(rows, medium) if post.created_at >= since]

    def _all(self, rows: Any, medium: Any) -> Iterator[Post]:
        """The comments of a list and the answers below each."""
        thread, url = name_of(dig(medium, "id")), web(dig(medium, "permalink"))
        for raw in objects(rows):
            above = self._comment(raw, thread, url=url)
            if above is not None:
                yield above
            kind = PostKind.REPLY if above is not None and above.kind is PostKind.OWN else PostKind.COMMENT
            for answer in objects(dig(raw, "replies", "data")):
                told = {**answer, "parent_id": name_of(answer.get("parent_id")) or name_of(raw.get("id"))}
                if (post := self._comment(told, thread, kind=kind, url=url)) is not None:
                    yield post

    def _comment(self, raw: Any, thread: str, *, kind: PostKind = PostKind.COMMENT, url: str = "") -> Post | None:
        return self._kept(comment_of(raw, self._us(), thread=thread, now=self._now(), kind=kind, url=url))

    def _kept(self, post: Post | None) -> Post | None:
        if post is not None:
            self._threads[post.native_id] = post.thread
        return post

    def _now(self) -> Millis:
        return self._graph.tools.clock.now()


def _moment(raw: dict[str, Any]) -> Millis:
    return iso(raw.get("timestamp"))
