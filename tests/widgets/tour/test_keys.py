"""What a presenter's remote and a keyboard ask for."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent

from widgets.tour.keys import Asked, Wish, wish_of

Key, Modifier = Qt.Key, Qt.KeyboardModifier


def press(key: Key, modifiers: Modifier = Modifier.NoModifier) -> QKeyEvent:
    return QKeyEvent(QEvent.Type.KeyPress, key, modifiers)


@pytest.mark.parametrize(
    ("key", "wish"),
    [
        (Key.Key_PageDown, Wish.NEXT),
        (Key.Key_PageUp, Wish.BACK),
        (Key.Key_Right, Wish.NEXT),
        (Key.Key_Left, Wish.BACK),
        (Key.Key_Space, Wish.NEXT),
        (Key.Key_F5, Wish.RESET),
        (Key.Key_B, Wish.BLANK),
        (Key.Key_Period, Wish.BLANK),
        (Key.Key_Escape, Wish.ASK_END),
        (Key.Key_Home, Wish.RESET),
        (Key.Key_R, Wish.RESET),
        (Key.Key_N, Wish.NOTES),
        (Key.Key_S, Wish.NOTES),
    ],
)
def test_a_remote_and_a_keyboard_mean_the_same(key: Key, wish: Wish) -> None:
    assert wish_of(press(key)) == Asked(wish)


def test_a_digit_names_its_stop() -> None:
    assert wish_of(press(Key.Key_4)) == Asked(Wish.GO, number=3)


def test_f5_with_shift_begins_again_from_here() -> None:
    assert wish_of(press(Key.Key_F5, Modifier.ShiftModifier)) == Asked(Wish.AGAIN)


def test_arrows_go_as_one_reads() -> None:
    assert wish_of(press(Key.Key_Left), right_to_left=True) == Asked(Wish.NEXT)
    assert wish_of(press(Key.Key_Right), right_to_left=True) == Asked(Wish.BACK)


def test_other_keys_mean_nothing() -> None:
    assert wish_of(press(Key.Key_X)) is None
    assert wish_of(press(Key.Key_R, Modifier.AltModifier)) is None
    assert wish_of(press(Key.Key_B, Modifier.ControlModifier)) is None
