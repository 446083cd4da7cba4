"""Colleagues at a conversation, as this desk hears of them. Known by the directory; knows link, wire and watch."""

from PySide6.QtCore import QObject, Signal

from app.link.base import Link
from app.wire.feeds import PresenceFeed, PresenceRow
from widgets.models.watch import Watch


class Company(QObject):
    """Who else looks and writes; never oneself.

    Signals:
        changed: somebody came, went, began or stopped to write.
    """

    changed = Signal()

    def __init__(self, link: Link, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._link = link
        self._watch = Watch(link, PresenceFeed(), self)
        self._watch.changed.connect(lambda _change: self.changed.emit())

    def writer(self, conversation_id: int) -> str:
        """Who writes there, the first who came; empty for nobody."""
        if not self._watch.rows:
            return ""  # asked for every card that is painted
        return next((row.who for row in self._others(conversation_id) if row.writing), "")

    def lookers(self, conversation_id: int) -> list[str]:
        """Who looks at it, in the order they came."""
        return list(dict.fromkeys(row.who for row in self._others(conversation_id)))

    def close(self) -> None:
        """Let go of the feed."""
        self._watch.close()

    def _others(self, conversation_id: int) -> list[PresenceRow]:
        rows = [row for row in self._watch.rows.values() if row.conversation_id == conversation_id]
        others = [row for row in rows if row.who != self._link.name]
        return sorted(others, key=lambda row: (row.since, row.who)) if others else []
