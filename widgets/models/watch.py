"""A subscription that dies with its owner, telling Qt of each change. Known by models and the agent's room; knows
link and wire."""

from typing import Any

from PySide6.QtCore import QObject, Signal

from app.link.base import Link
from app.link.mirror import FeedChange, Mirror
from app.wire.feeds import Feed


class Watch(QObject):
    """One feed, watched until `close` or until its parent goes.

    Attributes:
        mirror: the rows.

    Signals:
        changed: a FeedChange has been applied to the mirror.
    """

    changed = Signal(object)

    def __init__(self, link: Link, feed: Feed, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._link = link
        self._feed = feed
        self._open = True
        self.mirror = link.subscribe(feed)
        self._stop = self.mirror.listen(self._heard)

    @property
    def rows(self) -> dict[str, Any]:
        return self.mirror.rows

    def close(self) -> None:
        """End the subscription; a second call does nothing."""
        if self._open:
            self._open = False
            self._stop()
            self._link.unsubscribe(self._feed)

    def _heard(self, _mirror: Mirror, change: FeedChange) -> None:
        self.changed.emit(change)
