"""The lane that listens to a server's events: it rings for the others, and delivers deletions and edits at once.
Known by the Mastodon connector; knows events, hearing and statuses."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing

from app.connectors._mastodon.events import Event, NoStream, by_lines, by_socket
from app.connectors._mastodon.hearing import Hearing
from app.connectors._mastodon.statuses import read_statuses
from app.core.clock import Millis
from app.domain.post import Batch, PostKind

LANE = "stream"


class Streaming:
    """The lane; it has no cursor, for the others find what it misses. It ends where the server does not stream."""

    def __init__(self, hearing: Hearing, *, address: str, tags: Sequence[str]) -> None:
        self._hearing = hearing
        self._address = address
        self._tags = tuple(tags)

    async def stream(self, _cursor: str) -> AsyncGenerator[Batch, None]:
        """Batches until the stream breaks."""
        line = self._hearing.line
        for events in (by_socket(line, self._address, self._tags), by_lines(line)):
            try:
                async with aclosing(events):
                    async for event in events:
                        if (batch := await self._heard(event)) is not None:
                            yield batch
            except NoStream:
                continue

    async def _heard(self, event: Event) -> Batch | None:
        name, said = event
        if name == "open":
            # What came between the last look and this stream is found by a look behind it.
            self._hearing.addressed.ring()
            self._hearing.tagged.ring()
            return Batch(lane=LANE)
        if name == "delete" and isinstance(said, str):
            return Batch(lane=LANE, deleted=(self._hearing.us.native(said),))
        if name == "status.update":
            return await self._edited(said)
        if name == "update":
            self._hearing.tagged.ring()
        elif name == "notification":
            self._hearing.addressed.ring()
        return None

    async def _edited(self, said: object) -> Batch | None:
        """A new text for what was delivered lately or addresses us; the rest of the home timeline is not ours."""
        statuses = read_statuses([said])
        known = [one.id in self._hearing.recent for one in statuses]
        posts = await self._hearing.posts(statuses)
        now: Millis = self._hearing.clock.now()
        kept = [
            post for post, is_known in zip(posts, known, strict=True) if is_known or post.kind is not PostKind.HEARD
        ]
        return Batch(lane=LANE, posts=tuple(kept), caught_up_to=now) if kept else None
