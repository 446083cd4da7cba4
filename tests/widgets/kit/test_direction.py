from PySide6.QtGui import QColor, QImage

from tests.pictures.compare import farthest
from widgets.kit.canvas import Canvas
from widgets.kit.direction import as_right_to_left, isolated


def test_only_right_to_left_text_is_touched() -> None:
    assert isolated("@norvane שלום") == "@norvane שלום"
    assert isolated("שלום @norvane") == "שלום \u2066@norvane\u2069"


def test_a_strangers_own_steering_is_taken_out() -> None:
    assert isolated("refund\u202eyenom\u202c now") == "refundyenom now"
    assert isolated("\u2067שלום\u2069") == "שלום"


def test_a_line_that_begins_with_a_handle_keeps_its_direction() -> None:
    wanted, found = _painted("\u2066@norvane\u2069"), _painted(as_right_to_left(isolated("אב @norvane").split()[1]))
    assert wanted == found


def test_isolates_are_not_seen() -> None:
    assert farthest(_painted("@norvane"), _painted("\u2066@norvane\u2069")) <= 16


def _painted(text: str) -> QImage:
    image = QImage(300, 60, QImage.Format.Format_RGB32)
    image.fill(0)
    with Canvas(image, scale=1.0) as canvas:
        canvas.text(290, 40, text, size=28, color=QColor("#ffffff"), align="right")
    return image
