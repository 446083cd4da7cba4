"""A strip for what still has not come: said after some seconds, with a way to ask again. Known by the queue's and the
conversation's panes; knows kit."""

from collections.abc import Hashable

from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QWidget

from app.core.clock import SECOND, Millis
from app.core.i18n import _
from widgets.kit.desk_strip import StripBar
from widgets.theme.desk import DeskLook

PATIENCE = 5 * SECOND
"""So long nothing is said: nearly everything has come by then."""

AGAIN = "try_again"


class SlowStrip(StripBar):
    """Hidden until its patience is over; `meaning` says what has not come."""

    def __init__(self, look: DeskLook, meaning: str, parent: QWidget | None = None) -> None:
        super().__init__(look, glyph="clock", parent=parent)
        self._awaited: Hashable = None
        self._since: Millis = 0
        self.say(_("Still loading."), meaning)
        self.offer(((AGAIN, _("Try again")),))
        self.hide()

    def heed(self, awaited: Hashable, now: Millis) -> None:
        """What is waited for now, None for nothing; something else is waited for anew."""
        if awaited is None or awaited != self._awaited:
            self._awaited, self._since = awaited, now
            self.hide()
        elif self.isHidden() and now - self._since >= PATIENCE:
            self.show()
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, self.accessibleName()))

    def begin(self, now: Millis) -> None:
        """It was asked for again."""
        self._since = now
        self.hide()
