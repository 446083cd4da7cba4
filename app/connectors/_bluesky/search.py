"""The lane of what is said without addressing us: searches. Known by the Bluesky connector; knows the session and
views."""

from collections.abc import AsyncGenerator, Sequence

from app.connectors._bluesky.hearing import Bounded, Hearing
from app.connectors._bluesky.views import PostView, iso, moment, read_views
from app.core.clock import HOUR, MINUTE, Millis
from app.domain.post import Batch

LANE = "search"
POLL = 30.0
OVERLAP: Millis = 5 * MINUTE
FIRST_LOOK: Millis = 1 * HOUR
MOST_PAGES = 20


class Search:
    """The lane; its cursor is the moment up to which every term was searched."""

    def __init__(self, hearing: Hearing, terms: Sequence[str]) -> None:
        self._hearing = hearing
        self._terms = tuple(terms)
        self._known = Bounded(50_000)

    async def stream(self, cursor: str) -> AsyncGenerator[Batch, None]:
        """Batches for ever."""
        clock = self._hearing.clock
        newest = int(cursor) if cursor.isdecimal() else clock.now() - FIRST_LOOK
        while True:
            began = clock.now()
            found: dict[str, PostView] = {}
            for term in self._terms:
                found.update(await self._search(term, newest - OVERLAP))
            posts = await self._hearing.posts(list(found.values()))
            for batch in self._hearing.batches(LANE, posts, cursor=str(began), caught_up_to=began):
                yield batch
            for uri in found:
                self._known.add(uri)
            newest = began
            await clock.sleep(POLL)

    async def _search(self, term: str, since: Millis) -> dict[str, PostView]:
        asked = {"q": term, "sort": "latest", "since": iso(since), "limit": 100}
        found: dict[str, PostView] = {}
        cursor = ""
        for _page in range(MOST_PAGES):
            page = await self._hearing.session.get("app.bsky.feed.searchPosts", {**asked, "cursor": cursor})
            raw = page.get("posts")
            views = read_views(raw if isinstance(raw, list) else ())
            fresh = [view for view in views if view.uri not in self._known and view.uri not in found]
            found.update((view.uri, view) for view in fresh if moment(view.indexed_at) >= since)
            cursor = str(page.get("cursor") or "")
            if not cursor or not fresh or min(moment(view.indexed_at) for view in fresh) < since:
                break
        return found
