"""What a widget tells those who cannot see it, made no more often than anybody can hear it. Known by wall.panel; knows
Qt.

Making the words costs a twentieth of painting a panel, and in a flood panels change sixty times a second. While a
screen reader listens they are made at every change; while none does, once a second at most.
"""

import math
from collections.abc import Callable
from time import monotonic

from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QWidget

LEAST_SECONDS = 1.0


class Description:
    """The accessible description of one widget.

    Args:
        words: makes what is to be told now.
        at_once: the words are made at every change, whoever listens; what `is_outdated` needs.
        clock: seconds that only grow.
    """

    def __init__(
        self,
        widget: QWidget,
        words: Callable[[], str],
        *,
        at_once: bool = False,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        self._widget, self._words, self._clock = widget, words, clock
        self._at_once = at_once
        self._is_owed = False
        self._told = ""
        self._told_at = -math.inf

    def renew(self) -> None:
        """What is shown is another: tell it now, or owe it when something was told within the last second."""
        self._is_owed = True
        if self._at_once or self._clock() - self._told_at >= LEAST_SECONDS or QAccessible.isActive():
            self.settle()

    def settle(self) -> None:
        """Tell what is owed."""
        if self._is_owed:
            self._is_owed = False
            self._told, self._told_at = self._words(), self._clock()
            self._widget.setAccessibleDescription(self._told)

    def is_outdated(self) -> bool:
        """Whether the words would be others now than when they were told last."""
        return self._words() != self._told
