"""The chosen row of a list: ringed while the list or the row has the focus, else quiet with a bar. Known by dialogs;
knows theme and desk_marks."""

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QApplication, QWidget

from widgets.kit.desk_margins import flip
from widgets.kit.desk_marks import rounded
from widgets.theme.desk import DeskLook

BAR = 3


def has_keys(row: QWidget) -> bool:
    """Whether keys mean this row's list: the focus is on the row, or on what it stands in."""
    holder = QApplication.focusWidget()
    return holder is not None and (holder is row or holder.isAncestorOf(row))


def paint_chosen(painter: QPainter, look: DeskLook, row: QWidget) -> None:
    """Paint what lies under the chosen row."""
    px, tokens, rect = look.px, look.tokens, row.rect()
    if has_keys(row):
        rounded(painter, rect, px(8), fill=tokens.sel, frame=tokens.acc, width=look.ring)
        return
    rounded(painter, rect, px(8), fill=tokens.bg3, frame=tokens.line2 if look.high_contrast else None)
    bar = QRect(0, px(8), px(BAR), rect.height() - px(16))
    painter.fillRect(flip(bar, rect, row.isRightToLeft()), tokens.t3)
