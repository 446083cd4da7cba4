"""Which view the queue shows, through which filter and in which order. Known by the desk; knows filtering, models and
the queue's source."""

import dataclasses

from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal

from app.domain.saved_view import SavedView
from app.link.base import Link
from widgets.agent.choices import Choices
from widgets.agent.filtering import Filtering
from widgets.agent.queue_source import QueueSource
from widgets.agent.rail_views import count_words, rail_views
from widgets.models.directory import Directory
from widgets.models.saved_views import SavedViews
from widgets.models.views import OPEN, NamedView, undelivered_view

ORDERS = ("due", "newest", "priority")


class Viewing(QObject):
    """The desk's view.

    Attributes:
        filtering, saved: its parts.
        plain: the view as nobody filtered it; None before one is shown.

    Signals:
        changed: another view is shown, or the same one anew.
    """

    changed = Signal()

    def __init__(
        self, link: Link, directory: Directory, choices: Choices, queue: QueueSource, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._link, self._directory, self._queue = link, directory, queue
        self.filtering = Filtering(choices, directory, self)
        self.saved = SavedViews(link, self)
        self.plain: NamedView | None = None
        self._awaited = ""
        self.filtering.changed.connect(self._again)
        self.saved.changed.connect(self._heed_saved)

    def views(self) -> list[NamedView]:
        """Every view, in rail order."""
        return rail_views(self._directory, self.saved, now=self._link.now())

    def count_words(self, name: str) -> str:
        """How many a view holds, as the rail says it; empty while not known."""
        return count_words(name, self._directory, self.saved)

    def show(self, name: str) -> None:
        """Show a view by its name, through the filter."""
        found = next((view for view in (*self.views(), undelivered_view()) if view.name == name), None)
        if found is not None:
            self._show(found)

    def show_when_known(self, name: str) -> None:
        """Show a view as soon as the hub has told it."""
        self._awaited = name
        self._heed_saved()

    def next_order(self) -> None:
        """Show the same view in the next order."""
        if self.plain is not None and self.plain.view.order in ORDERS:
            following = ORDERS[(ORDERS.index(self.plain.view.order) + 1) % len(ORDERS)]
            self._show(dataclasses.replace(self.plain, view=replace(self.plain.view, order=following)))

    def as_saved(self, name: str) -> SavedView:
        """What is shown, to be kept under a name."""
        named = self._queue.named
        shown = named.saved if named is not None else None
        order = named.view.order if named is not None else "due"
        if shown is not None:
            return replace(shown, id=0, name=name, order=order, shared=False)
        base = named.name if named is not None else OPEN
        return SavedView(name=name, base=base, order=order, filter=self.filtering.now)

    # inside

    def _show(self, named: NamedView) -> None:
        self.plain = named
        self._queue.show(self.filtering.through(named))
        self.changed.emit()

    def _again(self) -> None:
        if self.plain is not None:
            self._show(self.plain)

    def _heed_saved(self) -> None:
        """What is shown may have been changed, here or by a colleague; a view that was removed stays to be left."""
        if any(one.name == self._awaited for one in self.saved.named(now=self._link.now())):
            awaited, self._awaited = self._awaited, ""
            self.show(awaited)
            return
        if self.plain is None or self.plain.saved is None:
            return
        now = next((one for one in self.views() if one.name == self.plain.name), None)
        if now is not None and now.saved != self.plain.saved:
            self._show(now)
