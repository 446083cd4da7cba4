"""The lane of what is said under hashtags. Known by the Mastodon connector; knows hearing and statuses.

Source: docs.joinmastodon.org/methods/timelines#tag.
"""

from collections.abc import AsyncGenerator, Sequence
from urllib.parse import quote

import msgspec

from app.connectors._mastodon.hearing import Hearing, newest
from app.connectors._mastodon.statuses import Status, read_statuses
from app.connectors.base import Malformed
from app.connectors.memory import Memory
from app.core.i18n import _
from app.domain.post import Batch

LANE = "tags"
POLL = 60.0
PAGE = 40
MOST_PAGES = 50


class Tags:
    """The lane; its cursor is the newest status of each hashtag, as JSON."""

    def __init__(self, hearing: Hearing, tags: Sequence[str]) -> None:
        self._hearing = hearing
        self._tags = tuple(tags)
        self._delivered: Memory[str, None] = Memory(20_000)

    async def stream(self, cursor: str) -> AsyncGenerator[Batch, None]:
        """Batches for ever."""
        places = _places(cursor)
        async for _by_clock in self._hearing.tagged.rings(POLL):
            began = self._hearing.clock.now()
            found: dict[str, Status] = {}
            following = {tag: await self._since(tag, places.get(tag, ""), found) for tag in self._tags}
            posts = await self._hearing.posts([one for one in found.values() if one.id not in self._delivered])
            text = msgspec.json.encode(following).decode()
            for batch in self._hearing.batches(LANE, posts, cursor=text, caught_up_to=began):
                yield batch
            for status_id in found:
                self._delivered.keep(status_id, None)
            places = following

    async def _since(self, tag: str, place: str, found: dict[str, Status]) -> str:
        """Everything after the place, or the newest page the first time."""
        for _number in range(MOST_PAGES):
            asked = {"limit": PAGE, "min_id": place}
            raw = await self._hearing.line.get(f"/api/v1/timelines/tag/{quote(tag, safe='')}", asked)
            if not isinstance(raw, list):
                raise Malformed(_("The server's list of posts makes no sense."))
            statuses = read_statuses(raw)
            found.update((status.id, status) for status in statuses)
            reached = newest([status.id for status in statuses], otherwise=place)
            first, place = not place, reached
            if first or len(raw) < PAGE:
                break
        return place


def _places(cursor: str) -> dict[str, str]:
    try:
        return msgspec.json.decode(cursor, type=dict[str, str]) if cursor else {}
    except msgspec.DecodeError:
        return {}
