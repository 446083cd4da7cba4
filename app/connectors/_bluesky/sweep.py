"""Finds posts that address us without the list of notifications. Known by the notifications lane; knows the session and
views."""

from collections.abc import AsyncIterator
from typing import Any

from app.connectors._bluesky.hearing import Hearing
from app.connectors._bluesky.views import PostView, iso, kind_of, moment, read_views
from app.core.clock import Millis
from app.domain.post import ADDRESSED

MOST_PAGES = 100


class Sweep:
    """Searches for our handle, and reads below our own posts."""

    def __init__(self, hearing: Hearing) -> None:
        self._hearing = hearing
        self._session = hearing.session
        self._answers: dict[str, int] = {}

    async def addressed(self, since: Millis) -> AsyncIterator[PostView]:
        """Posts since then that address us, in no order, some twice."""
        async for view in self._mentions(since):
            if self._addresses(view):
                yield view
        async for view in self._below_ours(since):
            if self._addresses(view):
                yield view

    def _addresses(self, view: PostView) -> bool:
        return kind_of(view.record, view.author.did, self._hearing.us) in ADDRESSED

    async def _mentions(self, since: Millis) -> AsyncIterator[PostView]:
        us = self._hearing.us
        asked = {"q": f"@{us.handle}", "mentions": us.did, "sort": "latest", "since": iso(since), "limit": 100}
        cursor = ""
        for _page in range(MOST_PAGES):
            page = await self._session.get("app.bsky.feed.searchPosts", {**asked, "cursor": cursor}, backfill=True)
            views = read_views(_list(page.get("posts")))
            for view in views:
                yield view
            cursor = str(page.get("cursor") or "")
            if not cursor or not any(moment(view.indexed_at) >= since for view in views):
                return

    async def _below_ours(self, since: Millis) -> AsyncIterator[PostView]:
        """Answers to and quotes of our newest posts whose counters moved."""
        asked = {"actor": self._hearing.us.did, "filter": "posts_with_replies", "limit": 100}
        feed = await self._session.get("app.bsky.feed.getAuthorFeed", asked, backfill=True)
        ours = read_views(item.get("post") for item in _list(feed.get("feed")) if isinstance(item, dict))
        moved = [post for post in ours if self._answers.get(post.uri, 0) != post.reply_count + post.quote_count]
        for post in moved:
            async for view in self._around(post):
                if moment(view.indexed_at) >= since:
                    yield view
        self._answers = {post.uri: post.reply_count + post.quote_count for post in ours}

    async def _around(self, post: PostView) -> AsyncIterator[PostView]:
        if post.reply_count:
            asked = {"uri": post.uri, "depth": 10, "parentHeight": 0}
            answer = await self._session.get("app.bsky.feed.getPostThread", asked, backfill=True)
            for view in read_views(flattened(answer.get("thread"))):
                yield view
        if post.quote_count:
            answer = await self._session.get("app.bsky.feed.getQuotes", {"uri": post.uri, "limit": 100}, backfill=True)
            for view in read_views(_list(answer.get("posts"))):
                yield view


def flattened(node: Any) -> list[Any]:
    """Every post of a thread view: what is above, the post itself, and all below it."""
    posts: list[Any] = []
    above = node.get("parent") if isinstance(node, dict) else None
    while isinstance(above, dict):
        if "post" in above:
            posts.append(above["post"])
        above = above.get("parent")
    waiting = [node]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict) and "post" in one:
            posts.append(one["post"])
            waiting.extend(_list(one.get("replies")))
    return posts


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
