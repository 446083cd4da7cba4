"""Posts that wait for a person, in an order that stands still while they are read. Known by the dialog of held posts;
knows link and wire.

The feed has the newest hundred; in a flood they would run away under the reader's eyes. So what is listed stays, what
is newer is only counted until it is asked for, and what was deleted, edited or judged by a colleague follows at once.
"""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from app.link.base import Link
from app.wire.feeds import HeldPostFeed, HeldPostRow
from app.wire.wall_calls import Moderate
from widgets.models.watch import Watch

FEED = HeldPostFeed()


class HeldPosts(QObject):
    """The list behind the dialog.

    Attributes:
        rows: what is listed, newest first.
        marked: ids of those marked for a decision in common.

    Signals:
        changed: rows, marks or the number of newer ones changed.
    """

    changed = Signal()

    def __init__(self, link: Link, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: list[HeldPostRow] = []
        self.marked: set[int] = set()
        self._decided: dict[int, HeldPostRow] = {}
        self._watch = Watch(link, FEED, self)
        self._watch.changed.connect(lambda _change: self._follow())
        self._follow()

    @property
    def filled(self) -> bool:
        """Whether the hub has answered."""
        return self._watch.mirror.filled

    @property
    def is_full(self) -> bool:
        """Whether the feed has as many as it takes, so that older ones may wait behind them."""
        return len(self._watch.rows) >= FEED.limit

    @property
    def newer(self) -> int:
        """How many of the feed's posts are not listed."""
        listed = {row.id for row in self.rows}
        return sum(row.id not in listed and row.id not in self._decided for row in self._watch.rows.values())

    def renew(self) -> None:
        """List what the feed has now."""
        waiting = [row for row in self._watch.rows.values() if row.id not in self._decided]
        self.rows = sorted(waiting, key=lambda row: -row.id)
        self.marked &= {row.id for row in self.rows}
        self.changed.emit()

    def mark(self, post_id: int) -> None:
        """Turn a mark over."""
        self.marked ^= {post_id}
        self.changed.emit()

    def chosen(self, current: int) -> tuple[int, ...]:
        """The marked posts, else the current one (0 for none), in the list's order."""
        wanted = self.marked or {current}
        return tuple(row.id for row in self.rows if row.id in wanted)

    def decide(self, ids: Sequence[int], *, release: bool) -> Moderate:
        """Take posts off the list; the call that decides about them, with the texts that were read."""
        found = {row.id: row for row in self.rows if row.id in set(ids)}
        self._decided.update(found)
        self.rows = [row for row in self.rows if row.id not in found]
        self.marked -= set(found)
        if self.rows:
            self.changed.emit()
        else:
            self.renew()
        seen = tuple(row.text for row in found.values()) if release else ()
        return Moderate(post_ids=tuple(found), release=release, seen=seen)

    def restore(self, ids: Sequence[int]) -> None:
        """Posts wait again: a decision was taken back, or the hub refused it."""
        back = [self._decided.pop(one) for one in ids if one in self._decided]
        now = self._watch.rows
        self.rows = sorted([*self.rows, *(now.get(str(row.id), row) for row in back)], key=lambda row: -row.id)
        self.changed.emit()

    def close(self) -> None:
        """Let go of the feed."""
        self._watch.close()

    def _follow(self) -> None:
        now = {row.id: row for row in self._watch.rows.values()}
        if not self.rows:
            self.renew()
            return
        oldest = min(now, default=0)
        # Older than all of a full feed: newer ones pushed it out and it waits still. Otherwise it was taken away.
        kept = [row for row in self.rows if row.id in now or (self.is_full and row.id < oldest)]
        self.rows = [now.get(row.id, row) for row in kept]
        self.marked &= {row.id for row in self.rows}
        self.changed.emit()
