"""What the rail shows of saved views: how many each holds, and what is gone of what it looks for. Known by the hub's
tables; knows services and store.

A count is kept for ten seconds and shared by everybody whose view asks the same, so that many desks with many views
cost what the different questions cost.
"""

from datetime import datetime

from app.core.clock import SECOND, Millis
from app.domain.conversation import View
from app.domain.saved_view import NOBODY, SavedView, view_of
from app.services import together, views
from app.services.house import House
from app.store import accounts, label_lists, queue, topics
from app.store.transaction import Read
from app.wire.desk_feeds import SavedViewRow

MOST: int = 200
KEPT: Millis = 10 * SECOND

Count = tuple[int, bool]


class SavedViews:
    """Counts saved views."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._counts: dict[View, tuple[Millis, Count]] = {}

    async def rows(self, me: str) -> dict[str, SavedViewRow]:
        """One row for each view that somebody sees, by its id."""
        now = self._house.clock.now()
        self._counts = {view: kept for view, kept in self._counts.items() if now - kept[0] < KEPT}
        found = await self._house.store.read(lambda tx: self._rows(tx, me, now))
        return {str(row.view.id): row for row in found}

    def _rows(self, tx: Read, me: str, now: Millis) -> list[SavedViewRow]:
        seen = views.seen_by(tx, me)
        return [self._row(tx, saved, me, now) for saved in seen]

    def _row(self, tx: Read, saved: SavedView, me: str, now: Millis) -> SavedViewRow:
        view = view_of(saved, me=me, now=now, day_began=_midnight(now))
        count, more = (0, False) if view is None else self._count(tx, view, now)
        return SavedViewRow(view=saved, count=count, more=more, gone=self._gone(tx, saved))

    def _count(self, tx: Read, view: View, now: Millis) -> Count:
        kept = self._counts.get(view)
        if kept is None:
            kept = self._counts[view] = (now, queue.count_some(tx, view, most=MOST))
        return kept[1]

    def _gone(self, tx: Read, saved: SavedView) -> str:
        kind, _colon, number = saved.base.partition(":")
        wanted, by = int(number or 0), saved.filter
        if (by.account_id or kind == "account") and not {by.account_id or wanted} <= {
            one.id for one in accounts.all(tx)
        }:
            return "account"
        if kind == "topic" and wanted not in {one.id for one in topics.all(tx)}:
            return "topic"
        if by.label and not label_lists.is_borne(tx, by.label):
            return "label"
        known = {one.name for one in together.colleagues(tx, self._house)} if by.assignee else set()
        return "colleague" if by.assignee and by.assignee not in known | {NOBODY} else ""


def _midnight(now: Millis) -> Millis:
    local = datetime.fromtimestamp(now / 1000).astimezone()
    return int(local.replace(hour=0, minute=0, second=0, microsecond=0).timestamp() * 1000)
