"""The saved views that this person sees, as the hub tells them. Known by the desk and its rail; knows link, wire and
watch."""

from PySide6.QtCore import QObject, Signal

from app.core.clock import Millis
from app.link.base import Link
from app.wire.feeds import SavedViewFeed, SavedViewRow
from widgets.models.views import SAVED, NamedView, saved_view
from widgets.models.watch import Watch


class SavedViews(QObject):
    """Looked up, never waited for.

    Signals:
        changed: there are others, or other counts.
    """

    changed = Signal()

    def __init__(self, link: Link, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._link = link
        self._watch: Watch | None = None

    def know_me(self) -> None:
        """Watch the views of whoever the hub says we are."""
        feed = SavedViewFeed(me=self._link.name)
        if not self._link.name or (self._watch is not None and self._watch.mirror.feed == feed):
            return
        self.close()
        self._watch = Watch(self._link, feed, self)
        self._watch.changed.connect(lambda _change: self.changed.emit())

    def rows(self) -> list[SavedViewRow]:
        """One's own in the order they were made, then those that colleagues share."""
        rows = self._watch.rows.values() if self._watch is not None else ()
        return sorted(rows, key=lambda row: (row.view.owner != self._link.name, row.view.id))

    def named(self, *, now: Millis) -> list[NamedView]:
        """The same as the rail lists them."""
        return [saved_view(row, me=self._link.name, now=now) for row in self.rows()]

    def count_words(self, name: str) -> str:
        """How many a saved view holds, by its rail name: 12 · 200+; empty while not known."""
        row = next((one for one in self.rows() if f"{SAVED}{one.view.id}" == name), None)
        return f"{row.count}{'+' if row.more else ''}" if row is not None else ""

    def close(self) -> None:
        """Let go of the feed."""
        if self._watch is not None:
            self._watch.close()
            self._watch = None
