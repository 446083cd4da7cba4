"""The lane of what addresses us: mentions, answers, private messages, quotes. Known by the Mastodon connector; knows
hearing and statuses.

A stream only rings the bell; what is delivered is always asked for behind the last id, so that nothing is missed while
a stream is down, and in version 2 where a server has no version 1. Every so often the newest page is read as well: ids
of notifications written at one time can come into sight out of order.
Source: docs.joinmastodon.org/methods/notifications and /grouped_notifications.
"""

from collections.abc import AsyncGenerator
from typing import Any

from app.connectors._mastodon.faults import Missing
from app.connectors._mastodon.hearing import Hearing, newest
from app.connectors._mastodon.statuses import Status, moment, read_statuses
from app.connectors.base import Malformed
from app.connectors.memory import Memory
from app.core.clock import HOUR, Millis
from app.core.i18n import _
from app.domain.post import Batch

LANE = "notifications"
POLL = 30.0
"""Seconds between two looks that nobody rang for."""
FIRST_LOOK: Millis = 24 * HOUR
PAGE = 40
MOST_PAGES = 200
_ADDRESSING = frozenset({"mention", "quote"})


class Notifications:
    """The lane; its cursor is the newest notification's id."""

    def __init__(self, hearing: Hearing) -> None:
        self._hearing = hearing
        self._delivered: Memory[str, None] = Memory(20_000)
        self._grouped = False

    async def stream(self, cursor: str) -> AsyncGenerator[Batch, None]:
        """Batches for ever; an empty one after each look that found nothing."""
        async for by_clock in self._hearing.addressed.rings(POLL):
            began = self._hearing.clock.now()
            found: dict[str, Status] = {}
            reached = await (self._since(cursor, found) if cursor else self._first(found))
            if by_clock and cursor:
                await self._page({}, found)
            posts = await self._hearing.posts([one for one in found.values() if one.id not in self._delivered])
            for batch in self._hearing.batches(LANE, posts, cursor=reached or None, caught_up_to=began):
                yield batch
            for status in found.values():
                self._delivered.keep(status.id, None)
            cursor = reached

    async def _first(self, found: dict[str, Status]) -> str:
        """What the last day brought, newest first."""
        since = self._hearing.clock.now() - FIRST_LOOK
        before = reached = ""
        for _number in range(MOST_PAGES):
            ids, oldest = await self._page({"max_id": before}, found)
            reached = newest(ids, otherwise=reached)
            if not ids or oldest < since:
                break
            before = min(ids, key=lambda one: (len(one), one))
        return reached

    async def _since(self, cursor: str, found: dict[str, Status]) -> str:
        """Everything after the cursor, page by page towards now."""
        for _number in range(MOST_PAGES):
            ids, _oldest = await self._page({"min_id": cursor}, found)
            reached = newest(ids, otherwise=cursor)
            if reached == cursor:
                break
            cursor = reached
        return cursor

    async def _page(self, asked: dict[str, str], found: dict[str, Status]) -> tuple[list[str], Millis]:
        """One page: ids of all its notifications, and the oldest moment among them."""
        answer = await self._ask({**asked, "limit": PAGE, "types": sorted(_ADDRESSING)})
        listed = _ungrouped(answer) if isinstance(answer, dict) else answer
        if not isinstance(listed, list):
            raise Malformed(_("The server's list of notifications makes no sense."))
        items = [one for one in listed if isinstance(one, dict) and isinstance(one.get("id"), str)]
        statuses = read_statuses([one.get("status") for one in items if one.get("type") in _ADDRESSING])
        found.update((status.id, status) for status in statuses)
        oldest = min((moment(one.get("created_at")) for one in items), default=0)
        return [one["id"] for one in items], oldest

    async def _ask(self, asked: dict[str, Any]) -> Any:
        if not self._grouped:
            try:
                return await self._hearing.line.get("/api/v1/notifications", asked)
            except Missing:
                self._grouped = True
        return await self._hearing.line.get("/api/v2/notifications", asked)


def _ungrouped(answer: dict[str, Any]) -> Any:
    """Version 2 as version 1: mentions are never grouped."""
    statuses = answer.get("statuses")
    listed = statuses if isinstance(statuses, list) else []
    by_id = {str(one.get("id")): one for one in listed if isinstance(one, dict)}
    groups = answer.get("notification_groups")
    if not isinstance(groups, list):
        return None
    return [
        {
            "id": str(group.get("most_recent_notification_id") or ""),
            "type": group.get("type"),
            "created_at": group.get("latest_page_notification_at"),
            "status": by_id.get(str(group.get("status_id"))),
        }
        for group in groups
        if isinstance(group, dict) and group.get("most_recent_notification_id")
    ]
