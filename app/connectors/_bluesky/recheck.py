"""The lane that looks at delivered posts again and honours what became of them. Known by the Bluesky connector; knows
the session and views."""

from collections import OrderedDict
from collections.abc import AsyncGenerator

import msgspec

from app.connectors._bluesky.hearing import Hearing
from app.connectors._bluesky.views import PostView, read_views
from app.domain.post import Batch, Post

LANE = "recheck"
POLL = 60.0
AT_ONCE = 25
"""What app.bsky.feed.getPosts answers at most."""
MISSING_TWICE = 2
"""A view that lags must not delete anything: a post is gone when two looks in a row do not find it."""


class Recheck:
    """The lane; its cursor lists the posts it looks at, `address version` a line, oldest look first."""

    def __init__(self, hearing: Hearing) -> None:
        self._hearing = hearing
        self._missing: dict[str, int] = {}
        self._looked: OrderedDict[str, None] = OrderedDict()

    async def stream(self, cursor: str) -> AsyncGenerator[Batch, None]:
        """Batches for ever: deleted ones, and edited posts with their new text."""
        recent = self._hearing.recent
        for line in cursor.splitlines():
            uri, _, cid = line.partition(" ")
            recent.versions.setdefault(uri, cid)
        told = cursor
        while True:
            await self._hearing.clock.sleep(POLL)
            edited, deleted = await self._look()
            text = "\n".join(f"{uri} {cid}" for uri, cid in recent.versions.items())
            if edited or deleted or text != told:
                yield Batch(lane=LANE, posts=edited, deleted=deleted, cursor=text)
                told = text

    async def _look(self) -> tuple[tuple[Post, ...], tuple[str, ...]]:
        chosen = self._choose()
        if not chosen:
            return (), ()
        answer = await self._hearing.session.get("app.bsky.feed.getPosts", {"uris": chosen}, backfill=True)
        raw = answer.get("posts")
        found = {view.uri: view for view in read_views(raw if isinstance(raw, list) else ())}
        return await self._edited(found), self._gone(chosen, found)

    def _choose(self) -> list[str]:
        """Those looked at longest ago; ones that were missing come first."""
        known = self._hearing.recent.versions
        for uri in known:
            self._looked.setdefault(uri)
        for uri in [uri for uri in self._looked if uri not in known]:
            del self._looked[uri]
        chosen = ([uri for uri in self._missing if uri in known] + list(self._looked))[:AT_ONCE]
        chosen = list(dict.fromkeys(chosen))
        for uri in chosen:
            self._looked.move_to_end(uri)
        return chosen

    async def _edited(self, found: dict[str, PostView]) -> tuple[Post, ...]:
        versions = self._hearing.recent.versions
        changed = [view for uri, view in found.items() if versions.get(uri) and view.cid != versions[uri]]
        posts = await self._hearing.posts(changed)
        now = self._hearing.clock.now()
        return tuple(msgspec.structs.replace(post, edited_at=now) for post in posts)

    def _gone(self, chosen: list[str], found: dict[str, PostView]) -> tuple[str, ...]:
        gone = []
        for uri in chosen:
            times = 0 if uri in found else self._missing.get(uri, 0) + 1
            self._missing[uri] = times
            if times >= MISSING_TWICE:
                gone.append(uri)
                self._hearing.recent.forget(uri)
            if times in (0, MISSING_TWICE):
                del self._missing[uri]
        return tuple(gone)
