"""What is wrong with a room, found without eyes: letters cut or on top of each other, pale ink, a focus that is not
seen or jumps, names that say nothing. Known by the tests of rooms; each check answers with the faults.

Every check is itself proven on a broken widget in test_checks.py.
"""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import combinations, pairwise

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QApplication,
    QComboBox,
    QLayout,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QSpinBox,
    QStackedLayout,
    QTextEdit,
    QWidget,
)

from tests.widgets.rooms.painted import Run, runs
from widgets.dialogs.palette import OfferRow
from widgets.theme.desk import contrast

SLACK = 2.0
"""Letters may stand out by so many pixels: a slanted or round one does."""
BOX = (QLineEdit, QPlainTextEdit, QTextEdit, QSpinBox)
"""What scrolls its own text sideways, or down, is cut by right."""
BY_ARROWS = (OfferRow,)
"""Rows that the arrow keys choose and Enter takes, while the focus stays in the field above them."""
_IDENTIFIER = re.compile(r"\b[a-z]+_[a-z_]+\b|[{}<>]|^None$")


def shown(root: QWidget) -> Iterator[QWidget]:
    """The room and everything in it that can be seen, but what other windows show."""
    for widget in [root, *root.findChildren(QWidget)]:
        if widget.isVisible() and widget.window() is root.window() and not widget.visibleRegion().isEmpty():
            yield widget


def workable(root: QWidget) -> list[QWidget]:
    """What takes the focus by Tab, or a press."""
    return [
        widget
        for widget in shown(root)
        if (widget.focusPolicy() & Qt.FocusPolicy.TabFocus or isinstance(widget, QAbstractButton))
        and widget.isEnabled()
        and not widget.objectName().startswith("qt_")
    ]


def name_of(widget: QWidget) -> str:
    """How a fault names a widget."""
    said = widget.accessibleName() or getattr(widget, "text", str)()
    parent = type(widget.parentWidget()).__name__ if widget.parentWidget() is not None else ""
    return f"{type(widget).__name__}“{str(said)[:40]}” in {parent}"


# letters


def cut(root: QWidget) -> list[str]:
    """Letters that reach out of their widget, or of one it stands in."""
    return [
        f"{name_of(widget)} cuts “{run.text}”"
        for widget in shown(root)
        if not isinstance(widget, BOX) and not isinstance(widget.parentWidget(), (*BOX, QComboBox))
        for run in runs(widget)
        if _reaches_out(widget, run, root)
    ]


def _reaches_out(widget: QWidget, run: Run, root: QWidget) -> bool:
    """Whether one looks for the rest of the letters in vain; what is scrolled away can be brought back."""
    seen = run.rect
    sideways_only = False
    one: QWidget | None = widget
    while one is not None:
        room = QRectF(one.rect())
        sideways_only = sideways_only or isinstance(one.parentWidget(), QAbstractScrollArea)
        if seen.left() < room.left() - SLACK or seen.right() > room.right() + SLACK:
            return not _scrolls_sideways(one)
        if not sideways_only and (seen.top() < room.top() - SLACK or seen.bottom() > room.bottom() + SLACK):
            return True
        if one is root:
            return False
        seen = seen.translated(one.pos())
        one = one.parentWidget()
    return False


def _scrolls_sideways(widget: QWidget) -> bool:
    area = widget.parentWidget()
    return isinstance(area, QAbstractScrollArea) and area.horizontalScrollBar().maximum() > 0


def shortened(root: QWidget) -> list[str]:
    """Letters that end in an ellipsis where nothing says them in full."""
    return [
        f"{name_of(widget)} shortens “{run.text}”"
        for widget in shown(root)
        if not isinstance(widget.parentWidget(), QAbstractItemView)
        for run in runs(widget)
        if "…" in run.text and not (widget.toolTip() or getattr(widget, "tip", ""))
    ]


def crossed(root: QWidget) -> list[str]:
    """Letters of one widget on top of each other."""
    return [
        f"{name_of(widget)} writes “{one.text}” over “{other.text}”"
        for widget in shown(root)
        if not isinstance(widget.parentWidget(), (*BOX, QAbstractItemView))
        for one, other in combinations(runs(widget), 2)
        if _overlap(one.rect, other.rect)
    ]


def _overlap(one: QRectF, other: QRectF) -> bool:
    both = one.intersected(other)
    return both.width() > SLACK and both.height() > SLACK


def squeezed(root: QWidget) -> list[str]:
    """Widgets of one layout on top of each other."""
    layouts = [widget.layout() for widget in shown(root)]
    return [fault for layout in layouts if layout is not None for fault in _stacked(layout)]


def _stacked(layout: QLayout) -> Iterator[str]:
    items = [item for place in range(layout.count()) if (item := layout.itemAt(place)) is not None]
    widgets = [widget for item in items if (widget := item.widget()) is not None and widget.isVisible()]
    for one, other in combinations(widgets if not isinstance(layout, QStackedLayout) else (), 2):
        both = one.geometry().intersected(other.geometry())
        if both.width() > 1 and both.height() > 1:
            yield f"{name_of(one)} over {name_of(other)}"
    for item in items:
        if (inner := item.layout()) is not None:
            yield from _stacked(inner)


# ink


def pale(root: QWidget, least: float) -> list[str]:
    """Letters whose contrast with the ground they stand on is less."""
    picture = root.grab().toImage()
    found = []
    for widget in shown(root):
        for run in runs(widget):
            if not any(map(str.isalnum, run.text)):
                continue  # a sign such as an emoji has its own colours
            place = run.rect.translated(widget.mapTo(root, QPoint())).toRect()
            ground = _ground(picture, place)
            if ground is not None and (ratio := contrast(_over(run.ink, ground), ground)) < least:
                found.append(
                    f"{name_of(widget)}: “{run.text}” {run.ink.name()} on {ground.name()} has {ratio:.1f}, not {least}"
                )
    return found


def _ground(picture: QImage, place: QRect) -> QColor | None:
    """The colour that most of a place has; None outside the picture."""
    area = place.adjusted(-2, -2, 2, 2).intersected(QRect(0, 0, picture.width(), picture.height()))
    if area.width() < 4 or area.height() < 4:
        return None
    pixels = _pixels(picture.copy(area)).reshape(-1, 3)
    (blue, green, red), _count = Counter(map(tuple, pixels.tolist())).most_common(1)[0]
    return QColor(red, green, blue)


def _over(ink: QColor, ground: QColor) -> QColor:
    """What an ink that lets the ground through looks like on it."""
    share = ink.alphaF()
    mixed = [
        round(a * share + b * (1 - share))
        for a, b in zip(ink.getRgb()[:3], ground.getRgb()[:3], strict=True)  # type: ignore[index]  # four numbers
    ]
    return QColor(*mixed)


def _pixels(image: QImage) -> NDArray[np.uint8]:
    """Rows × columns × BGR."""
    plain = image.convertToFormat(QImage.Format.Format_RGB32)
    raw: NDArray[np.uint8] = np.frombuffer(plain.constBits(), dtype=np.uint8)
    return raw.reshape(plain.height(), plain.bytesPerLine() // 4, 4)[:, : plain.width(), :3].copy()


# focus


def unmarked(root: QWidget) -> list[str]:
    """What looks the same, or nearly so, with the focus as without it."""
    found, takers = [], _takers(root)
    for widget in takers if len(takers) > 1 else ():
        # The focus brings what is scrolled away to where both pictures are taken, so it comes first.
        with_ring, without = _picture(root, widget, focused=True), _picture(root, widget, focused=False)
        changed = np.abs(without.astype(np.int16) - with_ring.astype(np.int16)).max(axis=2) >= 48
        if changed.sum() < widget.width() + widget.height():
            found.append(f"{name_of(widget)} shows no focus")
    return found


def _takers(root: QWidget) -> list[QWidget]:
    """What Tab goes to, one by one; where there is only one, nobody asks which has the focus."""
    return [one for one in workable(root) if one.focusPolicy() & Qt.FocusPolicy.TabFocus and not _is_inner(one)]


def _is_inner(widget: QWidget) -> bool:
    """A part of a field; the field shows the focus."""
    return isinstance(widget.parentWidget(), (QComboBox, QSpinBox))


def _scroll_to(widget: QWidget) -> None:
    """As the Tab key does."""
    one = widget.parentWidget()
    while one is not None:
        if isinstance(one, QScrollArea):
            one.ensureWidgetVisible(widget)
        one = one.parentWidget()


def _picture(root: QWidget, widget: QWidget, *, focused: bool) -> NDArray[np.uint8]:
    root.window().setAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange)  # as the Tab key does
    if focused:
        _scroll_to(widget)
        widget.setFocus(Qt.FocusReason.TabFocusReason)
    elif (holder := root.window().focusWidget()) is not None:
        holder.clearFocus()
    QApplication.processEvents()
    parent = widget.parentWidget()
    framed = parent if isinstance(widget, BOX) and parent is not None and parent is not root else widget
    area = QRect(framed.mapTo(root, QPoint()), framed.size()).adjusted(-4, -4, 4, 4).intersected(root.rect())
    return _pixels(root.grab(area).toImage())


def unreachable(root: QWidget) -> list[str]:
    """Buttons that no key presses: not by Tab, and without a keycap of their own."""
    return [
        name_of(widget)
        for widget in workable(root)
        if isinstance(widget, QAbstractButton)
        and not widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not isinstance(widget, BY_ARROWS)
        and not ((widget.isCheckable() and widget.autoExclusive()) or widget.group() is not None)
        and not getattr(widget, "_cap", "")
    ]


def astray(root: QWidget) -> list[str]:
    """Steps of the Tab key against the order in which one reads."""
    steps = _chain(root)
    return [
        f"from {name_of(one)} back to {name_of(other)}"
        for one, other in pairwise(steps)
        if _is_before(root, other, one)
    ]


def _chain(root: QWidget) -> list[QWidget]:
    """What Tab goes through, from the room's beginning."""
    wanted, chain = _takers(root), list[QWidget]()
    if not wanted:
        return []
    wanted[0].setFocus(Qt.FocusReason.TabFocusReason)
    window = root.window()
    while (one := window.focusWidget()) is not None and one not in chain:
        chain.append(one)
        window.focusNextChild()
    for area in root.findChildren(QScrollArea):
        area.verticalScrollBar().setValue(0)
    first = min(range(len(chain)), key=lambda place: _corner(root, chain[place]))
    return [*chain[first:], *chain[:first]]


def _corner(root: QWidget, one: QWidget) -> tuple[int, int]:
    """What is read first: the topmost, then the nearest to the line's beginning."""
    place = QRect(one.mapTo(root, QPoint()), one.size())
    return place.top(), -place.right() if root.isRightToLeft() else place.left()


def _is_before(root: QWidget, one: QWidget, other: QWidget) -> bool:
    """Whether one is read before the other: above it, or nearer to the line's beginning in the same line."""
    first, second = _seen(root, one), _seen(root, other)
    if first.bottom() < second.top() or second.bottom() < first.top():
        return first.bottom() < second.top() and not _beside(first, second)
    near = min(first.height(), second.height()) // 2
    if min(first.bottom(), second.bottom()) - max(first.top(), second.top()) < near:
        return False
    return first.left() > second.right() if root.isRightToLeft() else first.right() < second.left()


def _seen(root: QWidget, one: QWidget) -> QRect:
    """Where it stands; what is scrolled away stands where its list does."""
    place, parent = QRect(one.mapTo(root, QPoint()), one.size()), one.parentWidget()
    while parent is not None and parent is not root:
        if isinstance(parent, QAbstractScrollArea):
            area = QRect(parent.mapTo(root, QPoint()), parent.size())
            place = place.intersected(area) if place.intersects(area) else area
        parent = parent.parentWidget()
    return place


def _beside(first: QRect, second: QRect) -> bool:
    """Whether they stand in different columns."""
    return first.right() < second.left() or second.right() < first.left()


# names


def meaningless(root: QWidget) -> list[str]:
    """Names that are missing, or that are a program's and not a person's."""
    found = []
    for widget in workable(root):
        name = widget.accessibleName() or (widget.text() if isinstance(widget, QAbstractButton) else "")
        if not name.strip():
            found.append(f"{name_of(widget)} has no name")
        elif _IDENTIFIER.search(name):
            found.append(f"{name_of(widget)} is named “{name}”")
    return found


def namesakes(root: QWidget) -> list[str]:
    """Controls that stand beside each other under one name."""
    counts = Counter(
        (id(widget.parentWidget()), type(widget).__name__, widget.accessibleName())
        for widget in workable(root)
        if widget.accessibleName()
    )
    return [f"{count} × {kind} “{name}”" for (_parent, kind, name), count in counts.items() if count > 1]
