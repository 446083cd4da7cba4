"""A lane of what is said without addressing us. Known by the Bluesky connector; knows the session and views.

What the searches, and the feeds and lists have in common: each is paged from its newest post back to where we were.
"""

from collections.abc import AsyncGenerator, Sequence
from typing import Protocol

import msgspec

from app.connectors._bluesky.hearing import Bounded, Hearing
from app.connectors._bluesky.views import PostView, moment
from app.connectors.base import ConnectorError, RateLimited, SignInFailed
from app.core.clock import HOUR, MINUTE, Millis
from app.domain.post import Batch

POLL = 30.0
OVERLAP: Millis = 5 * MINUTE
FIRST_LOOK: Millis = 1 * HOUR
MOST_PAGES = 20


class Source(Protocol):
    """One search, feed or list."""

    async def page(self, hearing: Hearing, *, since: Millis, cursor: str) -> tuple[list[PostView], str]:
        """A page, newest first, and where the next one begins; empty at the end."""
        ...


class Overheard:
    """The lane; its cursor is the moment up to which every source was read."""

    def __init__(self, lane: str, hearing: Hearing, sources: Sequence[Source]) -> None:
        self._lane = lane
        self._hearing = hearing
        self._sources = tuple(sources)
        self._known = Bounded(50_000)

    async def stream(self, cursor: str) -> AsyncGenerator[Batch, None]:
        """Batches for ever; a source that fails keeps the place for all, and its neighbours are heard."""
        clock = self._hearing.clock
        newest = int(cursor) if cursor.isdecimal() else clock.now() - FIRST_LOOK
        while True:
            began = clock.now()
            found, failed = await self._look(newest - OVERLAP)
            posts = await self._hearing.posts(list(found.values()))
            place, trouble = (None, str(failed)) if failed else (str(began), "")
            for batch in self._hearing.batches(self._lane, posts, cursor=place, caught_up_to=0 if failed else began):
                yield msgspec.structs.replace(batch, trouble=trouble)
            for uri in found:
                self._known.add(uri)
            newest = newest if failed else began
            await clock.sleep(POLL)

    async def _look(self, since: Millis) -> tuple[dict[str, PostView], ConnectorError | None]:
        """What is new in all sources, and the last failure; raises when none answers."""
        found: dict[str, PostView] = {}
        failures: list[ConnectorError] = []
        for source in self._sources:
            try:
                found.update(await self._read(source, since))
            except (SignInFailed, RateLimited):
                raise
            except ConnectorError as error:
                failures.append(error)
        if failures and len(failures) == len(self._sources):
            raise failures[0]
        return found, failures[-1] if failures else None

    async def _read(self, source: Source, since: Millis) -> dict[str, PostView]:
        found: dict[str, PostView] = {}
        cursor = ""
        for _page in range(MOST_PAGES):
            views, cursor = await source.page(self._hearing, since=since, cursor=cursor)
            fresh = [view for view in views if view.uri not in self._known and view.uri not in found]
            late = [view for view in fresh if moment(view.indexed_at) >= since]
            found.update((view.uri, view) for view in late if not view.author.mutes)
            if not cursor or not late:
                break
        return found
