from PySide6.QtGui import QColor, QImage

from widgets.kit.canvas import Canvas, TextBox, device_rect
from widgets.kit.wrap import wrap

INK = QColor("#ffffff")


def image(width: int = 400, height: int = 200) -> QImage:
    made = QImage(width, height, QImage.Format.Format_RGB32)
    made.fill(0)
    return made


def test_neighbouring_rectangles_leave_no_seam_at_any_scale() -> None:
    for scale in (1.0, 1.25, 1.5, 1.75, 2.25):
        first, second = device_rect(0, 0, 13.3, 10, scale=scale), device_rect(13.3, 0, 13.3, 10, scale=scale)
        assert first.x() + first.width() == second.x()


def test_ink_starts_at_the_title_whatever_the_first_figure() -> None:
    for text in ("118", "−18", "47", "214"):
        painted = image()
        with Canvas(painted, scale=1.0) as canvas:
            canvas.ink_text(24, 138, text, size=96, color=INK, weight=600, tracking=-0.02)
        columns = [x for x in range(60) if any(painted.pixelColor(x, y).red() > 100 for y in range(40, 140))]
        assert abs(columns[0] - 24) <= 1, text


def test_a_text_that_does_not_fit_ends_in_an_ellipsis_and_fits() -> None:
    with Canvas(image(), scale=1.0) as canvas:
        cut = canvas.fit("Lufthansa Technik Logistik Services", 200, 24)
        assert cut.endswith("…")
        assert canvas.width_of(cut, 24) <= 200
        assert canvas.fit("Seats", 200, 24) == "Seats"
        assert canvas.fit("Seats", 5, 24) == ""


def test_where_text_was_written_is_told_in_logical_pixels() -> None:
    boxes: list[TextBox] = []
    with Canvas(image(), scale=2.0, boxes=boxes) as canvas:
        width = canvas.text(100, 50, "118", size=24, color=INK, align="right")
    assert boxes[0].right == 100
    assert abs(boxes[0].left - (100 - width)) < 0.01


def test_arabic_stands_on_the_baseline_of_its_line() -> None:
    painted = image(600, 120)
    with Canvas(painted, scale=1.0) as canvas:
        canvas.text(560, 60, "ااا", size=40, color=INK, align="right")
        canvas.text(20, 60, "HHH", size=40, color=INK)

    def foot(left: int, right: int) -> int:
        rows = (y for y in range(119, 0, -1) if any(painted.pixelColor(x, y).red() > 128 for x in range(left, right)))
        return next(rows)

    assert abs(foot(0, 200) - foot(400, 600)) <= 1


def test_a_long_text_breaks_between_words_and_chinese_anywhere() -> None:
    assert wrap("Check-in stops at payment and stays", 240, 28) == ("Check-in stops at", "payment and", "stays")
    assert len(wrap("值机在付款时停止我已经试了三次还是没有登机牌", 200, 28)) > 2


def test_no_character_is_lost_by_wrapping() -> None:
    text = "Stuck at Faro 😀 desk says twenty minutes, app says nothing 👩🏽‍✈️"
    assert " ".join(wrap(text, 240, 28)) == text
