"""What the keys of a presenter's remote and of a keyboard mean on a tour. Known by the tour's windows; knows Qt.

Remotes send Page Down and Page Up, F5 and Shift+F5, a full stop or B, Escape; some send arrows instead.
"""

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent


class Wish(StrEnum):
    """What a key asks for."""

    NEXT = "next"
    BACK = "back"
    GO = "go"
    RESET = "reset"
    AGAIN = "again"
    """The present stop once more, from its moment's beginning."""
    BLANK = "blank"
    NOTES = "notes"
    FULL_SCREEN = "full_screen"
    ASK_END = "ask_end"
    AGREE = "agree"
    END = "end"


@dataclass(frozen=True)
class Asked:
    """A wish; `number` is the stop that a digit names, from 0."""

    wish: Wish
    number: int = 0


_KEYS = {
    Qt.Key.Key_PageDown: Wish.NEXT,
    Qt.Key.Key_Down: Wish.NEXT,
    Qt.Key.Key_Space: Wish.NEXT,
    Qt.Key.Key_MediaNext: Wish.NEXT,
    Qt.Key.Key_PageUp: Wish.BACK,
    Qt.Key.Key_Up: Wish.BACK,
    Qt.Key.Key_Backspace: Wish.BACK,
    Qt.Key.Key_MediaPrevious: Wish.BACK,
    Qt.Key.Key_Home: Wish.RESET,
    Qt.Key.Key_R: Wish.RESET,
    Qt.Key.Key_B: Wish.BLANK,
    Qt.Key.Key_Period: Wish.BLANK,
    Qt.Key.Key_N: Wish.NOTES,
    Qt.Key.Key_S: Wish.NOTES,
    Qt.Key.Key_F11: Wish.FULL_SCREEN,
    Qt.Key.Key_Escape: Wish.ASK_END,
    Qt.Key.Key_Return: Wish.AGREE,
    Qt.Key.Key_Enter: Wish.AGREE,
}


def wish_of(event: QKeyEvent, *, right_to_left: bool = False) -> Asked | None:
    """What a key asks for; None where it means nothing. Where one reads from right to left, so go the arrows."""
    key, modifiers = event.key(), event.modifiers()
    if modifiers & Qt.KeyboardModifier.ControlModifier:
        return Asked(Wish.END) if key == Qt.Key.Key_Q else None
    if modifiers & (Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier):
        return None
    if key == Qt.Key.Key_F5:
        return Asked(Wish.AGAIN if modifiers & Qt.KeyboardModifier.ShiftModifier else Wish.RESET)
    if key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
        return Asked(Wish.NEXT if (key == Qt.Key.Key_Right) is not right_to_left else Wish.BACK)
    if Qt.Key.Key_1 <= key <= Qt.Key.Key_9:
        return Asked(Wish.GO, number=key - Qt.Key.Key_1)
    wish = _KEYS.get(Qt.Key(key)) if key in _KEYS else None
    return Asked(wish) if wish is not None else None
