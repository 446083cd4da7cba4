"""Searches for words. Known by the Bluesky connector; knows the session and views."""

from app.connectors._bluesky.hearing import Hearing
from app.connectors._bluesky.views import PostView, iso, read_views
from app.connectors.reading import objects
from app.core.clock import Millis

LANE = "search"


class Term:
    """One search."""

    def __init__(self, words: str) -> None:
        self._words = words

    async def page(self, hearing: Hearing, *, since: Millis, cursor: str) -> tuple[list[PostView], str]:
        """Source: app.bsky.feed.searchPosts."""
        asked = {"q": self._words, "sort": "latest", "since": iso(since), "limit": 100, "cursor": cursor}
        page = await hearing.session.get("app.bsky.feed.searchPosts", asked)
        return read_views(objects(page.get("posts"))), str(page.get("cursor") or "")
