"""Makes a dialog no higher than its room: the lists in it show less at once. Known by dialogs; knows nothing."""

from PySide6.QtWidgets import QAbstractScrollArea, QPlainTextEdit, QWidget


def shrink_lists(root: QWidget, over: int, *, least: int) -> int:
    """Take so many pixels from the lists, the highest first, none below `least`; returns what is still too much."""
    for area in sorted(_lists(root), key=_height, reverse=True):
        if over <= 0:
            break
        height = _height(area)
        less = min(over, max(0, height - least))
        area.setMinimumHeight(min(area.minimumHeight(), height - less))
        area.setMaximumHeight(height - less)
        over -= less
    return max(0, over)


def _height(area: QWidget) -> int:
    """What a layout would give it."""
    return max(area.minimumHeight(), min(area.maximumHeight(), area.sizeHint().height()))


def _lists(root: QWidget) -> list[QAbstractScrollArea]:
    """What scrolls, but no field and nothing inside another list."""
    areas = [area for area in root.findChildren(QAbstractScrollArea) if not area.isHidden()]
    lists = [area for area in areas if not isinstance(area, QPlainTextEdit)]
    return [area for area in lists if not any(other.isAncestorOf(area) for other in areas if other is not area)]
