"""How Mastodon is asked for delivered posts again. Known by the Mastodon connector; knows the shared lane, hearing and
statuses."""

from collections.abc import Mapping, Sequence

from app.connectors._mastodon.faults import Missing
from app.connectors._mastodon.hearing import Hearing
from app.connectors._mastodon.statuses import Status, read_statuses
from app.connectors.recheck import Recheck
from app.domain.post import Post


class LookAgain(Recheck[Status]):
    """The lane; one question a status, for servers answer several at once only since Mastodon 4.3."""

    poll = 120.0
    at_once = 10

    def __init__(self, hearing: Hearing) -> None:
        super().__init__(hearing.recent, hearing.clock)
        self._hearing = hearing

    async def ask(self, keys: Sequence[str]) -> Mapping[str, tuple[str, Status] | None]:
        """Source: docs.joinmastodon.org/methods/statuses (View a single status)."""
        found: dict[str, tuple[str, Status] | None] = {}
        for key in keys:
            try:
                raw = await self._hearing.line.get(f"/api/v1/statuses/{key}", {}, backfill=True)
            except Missing:
                continue
            status = next(iter(read_statuses([raw])), None)
            found[key] = None if status is None else (str(status.edited_at or ""), status)
        return found

    async def changed(self, found: Sequence[Status]) -> Sequence[Post]:
        """They say themselves when they were edited."""
        return await self._hearing.posts(found)

    async def gone(self, keys: Sequence[str]) -> Sequence[str]:
        """Deleted, as far as anybody can tell."""
        return [self._hearing.us.native(key) for key in keys]
