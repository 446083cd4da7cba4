"""Which filter the queue is seen through; it stays until another is chosen, and the hub keeps it. Known by the desk;
knows choices and models."""

import dataclasses

from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal

from app.domain.saved_view import Filter, through
from widgets.agent.choices import Choices
from widgets.agent.filter_words import filter_words
from widgets.models.directory import Directory
from widgets.models.filters import ALL, QueueFilter, filter_named, preset_of
from widgets.models.views import NamedView


class Filtering(QObject):
    """The desk's filter.

    Signals:
        changed: another filter works now.
    """

    changed = Signal()

    def __init__(self, choices: Choices, directory: Directory, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._choices, self._directory = choices, directory
        self._heeded = self.now
        choices.changed.connect(self._heed)

    @property
    def chosen(self) -> QueueFilter:
        """The list's filter for its marks."""
        return filter_named(self._choices.settings.filter)

    @property
    def now(self) -> Filter:
        """All of it."""
        marks = self.chosen
        return replace(self._choices.settings.narrowed, only=marks.only, without=marks.without)

    @property
    def said(self) -> str:
        """What it leaves out, or shows alone; empty for nothing."""
        return filter_words(self.now, self._directory)

    def choose(self, name: str) -> None:
        """See the queue through the list's filter of this name, beside what it is narrowed to; all of it for none."""
        if name == ALL:
            self.narrow(Filter())
        else:
            self._choices.change(filter=name)

    def narrow(self, by: Filter) -> None:
        """See the queue through this filter from now on."""
        self._choices.change(filter=preset_of(by).name, narrowed=replace(by, only=None, without=()))

    def through(self, named: NamedView) -> NamedView:
        """The view as the filter leaves it."""
        return dataclasses.replace(named, view=through(named.view, self.now)) if named.takes_filter else named

    def works_on(self, named: NamedView | None) -> bool:
        """Whether a view lacks something because of the filter."""
        return named is not None and named.takes_filter and self.now != Filter()

    def _heed(self) -> None:
        if self.now != self._heeded:
            self._heeded = self.now
            self.changed.emit()
