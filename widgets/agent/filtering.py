"""Which filter the queue is seen through; it stays until another is chosen, and the hub keeps it. Known by the desk;
knows choices and models."""

from PySide6.QtCore import QObject, Signal

from widgets.agent.choices import Choices
from widgets.models.filters import QueueFilter, filter_named, filtered
from widgets.models.views import NamedView


class Filtering(QObject):
    """The desk's filter.

    Signals:
        changed: another filter works now.
    """

    changed = Signal()

    def __init__(self, choices: Choices, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._choices = choices
        self._name = choices.settings.filter
        choices.changed.connect(self._heed)

    @property
    def chosen(self) -> QueueFilter:
        return filter_named(self._name)

    def choose(self, name: str) -> None:
        """See the queue through this filter from now on."""
        self._choices.change(filter=name)

    def through(self, named: NamedView) -> NamedView:
        """The view as the filter leaves it."""
        return filtered(named, self.chosen)

    def works_on(self, named: NamedView | None) -> bool:
        """Whether a view lacks something because of the filter."""
        return bool(self.chosen.said) and named is not None and not named.marked

    def _heed(self) -> None:
        if self._choices.settings.filter != self._name:
            self._name = self._choices.settings.filter
            self.changed.emit()
