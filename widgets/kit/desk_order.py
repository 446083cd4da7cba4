"""Puts the way of the Tab key into the order of reading. Known by dialogs and the agent's room; knows nothing.

Qt goes through widgets as they were made; what is made later than its neighbours would come last. Qt's own chain is not
read here: asked for the next widget, PySide hands it to the one before it, and deletes both together.
"""

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def in_order(*parts: QWidget) -> None:
    """Tab goes through these parts of one window, each with everything in it, one after the other."""
    wanted = tabbed(parts)
    if not wanted:
        return
    window = wanted[0].window()
    policy = window.focusPolicy()
    # Qt takes the first to follow the last already, if only what takes no focus lies between them.
    window.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    for one, following in pairwise(wanted):
        QWidget.setTabOrder(one, following)
    window.setFocusPolicy(policy)


def tabbed(parts: Sequence[QWidget]) -> list[QWidget]:
    """What Tab may come to in these parts, in the order in which it stands in them; no list that drops down."""
    found = (one for part in parts for one in (part, *part.findChildren(QWidget)))
    takers = [one for one in dict.fromkeys(found) if one.focusPolicy() & Qt.FocusPolicy.TabFocus]
    return [one for one in takers if one.window() is takers[0].window()]
