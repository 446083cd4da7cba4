"""The lane of what addresses us: mentions, answers, quotes. Known by the Bluesky connector; knows the session, views
and the sweep.

The list of notifications cannot be trusted to be whole: its cursor is a time that clients supply, so when many share
one time, pages skip some. Pages are therefore asked for with an overlap of a millisecond, each look reaches back
behind the last one, and what the unread count says is missing is looked for elsewhere. (Measured on the AppView of
@atproto/bsky: of 300 mentions with whole-second times plain paging showed 231.)
"""

from collections.abc import AsyncGenerator
from typing import Any

from app.connectors._bluesky.hearing import Bounded, Hearing
from app.connectors._bluesky.sweep import Sweep
from app.connectors._bluesky.views import PostView, iso, moment, read_views
from app.core.clock import HOUR, MINUTE, Millis
from app.domain.post import Batch

LANE = "notifications"
POLL = 10.0
"""Seconds between two looks."""
OVERLAP: Millis = 10 * MINUTE
FIRST_LOOK: Millis = 24 * HOUR
MOST_PAGES = 200
TRIES = 3
"""Looks after which a difference to the unread count is accepted: blocked people are counted, and found nowhere."""
_ADDRESSING = frozenset({"mention", "reply", "quote"})


class Look:
    """What one look found; it counts only once it is delivered."""

    def __init__(self, unread: int) -> None:
        self.unread = unread
        self.seen: dict[str, PostView | None] = {}

    def views(self) -> list[PostView]:
        """What addresses us."""
        return [view for view in self.seen.values() if view is not None]


class Notifications:
    """The lane; its cursor is the moment up to which everything was delivered."""

    def __init__(self, hearing: Hearing) -> None:
        self._hearing = hearing
        self._session = hearing.session
        self._sweep = Sweep(hearing)
        self._known = Bounded(20_000)
        self._unread: int | None = None
        self._owed = 0
        self._tries = 0

    async def stream(self, cursor: str) -> AsyncGenerator[Batch, None]:
        """Batches for ever; an empty one after each look that found nothing."""
        clock = self._hearing.clock
        newest = int(cursor) if cursor.isdecimal() else clock.now() - FIRST_LOOK
        self._unread = None
        while True:
            began = clock.now()
            look = await self._look(newest - OVERLAP)
            posts = await self._hearing.posts(look.views())
            for batch in self._hearing.batches(LANE, posts, cursor=str(began), caught_up_to=began):
                yield batch
            self._delivered(look)
            newest = began
            await clock.sleep(POLL)

    async def _look(self, since: Millis) -> Look:
        look = Look(await self._count())
        await self._list(look, since=since)
        if self._unread is None or self._missing(look) > 0:
            await self._search(look, since)
        return look

    async def _search(self, look: Look, since: Millis) -> None:
        """Find what the list skipped: by search, below our own posts, then deeper in the list."""
        async for view in self._sweep.addressed(since):
            if view.uri not in self._known and view.uri not in look.seen:
                # The unread count has them: accounted for, though nobody wants to hear them.
                look.seen[view.uri] = None if view.author.mutes else view
        if self._unread is not None and self._missing(look) > 0:
            await self._list(look, since=self._hearing.clock.now() - FIRST_LOOK, deep=True)

    async def _count(self) -> int:
        answer = await self._session.get("app.bsky.notification.getUnreadCount", {})
        count = answer.get("count")
        return count if isinstance(count, int) else 0

    async def _list(self, look: Look, *, since: Millis, deep: bool = False) -> None:
        """Page back in time until a page lies before `since` or, unless `deep`, holds nothing new."""
        cursor = ""
        for _page in range(MOST_PAGES):
            page = await self._session.get("app.bsky.notification.listNotifications", {"limit": 100, "cursor": cursor})
            fresh = self._take(look, page.get("notifications"))
            reached = str(page.get("cursor") or "")
            if not reached:
                return
            following = _overlapping(reached)
            if following == cursor:
                # A whole page of one moment: step over it, the rest of that moment is found by the sweep.
                cursor = reached
                continue
            if 0 < moment(reached) < since or not (fresh or deep):
                return
            cursor = following

    def _take(self, look: Look, raw: Any) -> int:
        items = [item for item in raw if isinstance(item, dict)] if isinstance(raw, list) else []
        views = {view.uri: view for view in read_views(items)}
        fresh = 0
        for item in items:
            uri = str(item.get("uri", ""))
            if uri in self._known or uri in look.seen:
                continue
            fresh += 1
            view = views.get(uri)
            look.seen[uri] = view if view is not None and view.reason in _ADDRESSING else None
        return fresh

    def _missing(self, look: Look) -> int:
        """How many more were counted than found since the last look; 0 when somebody marked them read meanwhile."""
        if self._unread is None or look.unread < self._unread:
            return 0
        return self._owed + look.unread - self._unread - len(look.seen)

    def _delivered(self, look: Look) -> None:
        missing = self._missing(look)
        self._tries = self._tries + 1 if missing > 0 else 0
        # Found but not counted yet: the next count will have them. Never more than this look found, or one
        # miscount would hide later losses.
        self._owed = max(missing, -len(look.seen)) if self._tries < TRIES else 0
        self._unread = look.unread
        for uri in look.seen:
            self._known.add(uri)


def _overlapping(cursor: str) -> str:
    """The cursor moved on by a millisecond, so that the next page shows the last one's edge again."""
    at = moment(cursor)
    return iso(at + 1) if at else cursor
