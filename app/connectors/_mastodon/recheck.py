"""The lane that asks for delivered posts again, and honours what became of them while nobody streamed. Known by the
Mastodon connector; knows hearing and statuses."""

from collections.abc import AsyncGenerator

import msgspec

from app.connectors._mastodon.faults import Missing
from app.connectors._mastodon.hearing import Hearing
from app.connectors._mastodon.statuses import Status, read_statuses
from app.domain.post import Batch

LANE = "recheck"
POLL = 120.0
AT_ONCE = 10
MISSING_TWICE = 2
"""A server that lags must not delete anything: a post is gone when two looks in a row do not find it."""


class Recheck:
    """The lane; its cursor is the posts it looks at with the time of their last edit, as JSON."""

    def __init__(self, hearing: Hearing) -> None:
        self._hearing = hearing
        self._missing: dict[str, int] = {}
        self._turn = 0

    async def stream(self, cursor: str) -> AsyncGenerator[Batch, None]:
        """Batches for ever: deleted ones, and edited posts with their new text."""
        recent = self._hearing.recent
        for status_id, edited in _listed(cursor).items():
            if status_id not in recent:
                recent.keep(status_id, edited)
        told = cursor
        while True:
            await self._hearing.clock.sleep(POLL)
            changed, gone = await self._look()
            posts = tuple(await self._hearing.posts(changed))
            text = msgspec.json.encode(dict(recent.items)).decode()
            if posts or gone or text != told:
                deleted = tuple(self._hearing.us.native(one) for one in gone)
                yield Batch(lane=LANE, posts=posts, deleted=deleted, cursor=text)
                told = text

    async def _look(self) -> tuple[list[Status], list[str]]:
        edited, gone = [], []
        for status_id in self._choose():
            try:
                raw = await self._hearing.line.get(f"/api/v1/statuses/{status_id}", {}, backfill=True)
            except Missing:
                self._missing[status_id] = self._missing.get(status_id, 0) + 1
                if self._missing[status_id] >= MISSING_TWICE:
                    del self._missing[status_id]
                    self._hearing.recent.items.pop(status_id, None)
                    gone.append(status_id)
                continue
            self._missing.pop(status_id, None)
            known = self._hearing.recent.items.get(status_id)
            edited += [one for one in read_statuses([raw]) if known not in (None, str(one.edited_at or ""))]
        return edited, gone

    def _choose(self) -> list[str]:
        """Those that were missing, then some of the others, in turn."""
        ids = list(self._hearing.recent.items)
        start = self._turn % len(ids) if ids else 0
        self._turn += AT_ONCE
        chosen = [one for one in self._missing if one in self._hearing.recent] + ids[start : start + AT_ONCE]
        return list(dict.fromkeys(chosen))


def _listed(cursor: str) -> dict[str, str]:
    try:
        return msgspec.json.decode(cursor, type=dict[str, str]) if cursor else {}
    except msgspec.DecodeError:
        return {}
