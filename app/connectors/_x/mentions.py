"""The lane of what mentions and answers the account. Known by the X connector; knows hearing.

Source: docs.x.com/x-api/users/get-mentions: 300 requests in 15 minutes, the newest 800 mentions.
"""

from collections.abc import AsyncGenerator

from app.connectors._x.hearing import Hearing
from app.domain.post import Batch

LANE = "mentions"
POLL = 60.0


class Mentions:
    """The lane; its cursor is the newest id."""

    def __init__(self, hearing: Hearing) -> None:
        self._hearing = hearing

    async def stream(self, cursor: str) -> AsyncGenerator[Batch, None]:
        """Batches for ever."""
        path = f"/2/users/{self._hearing.us.id}/mentions"
        while True:
            pages = self._hearing.since(path, {}, lane=LANE, cursor=cursor, since=cursor, page="pagination_token")
            async for batch in pages:
                cursor = batch.cursor or cursor
                yield batch
            await self._hearing.clock.sleep(POLL)
