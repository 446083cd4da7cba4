import numpy as np
from PySide6.QtCore import Qt
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


def shapes(canvas: Canvas) -> None:
    """One of each of what a wall is painted with, none of it in the middle."""
    canvas.fill(10, 10, 60, 20, INK)
    canvas.fill(10, 40, 60, 20, INK, radius=8)
    canvas.rule(20, 80, 100, INK)
    canvas.rule(20, 90, 60, INK, down=True)
    canvas.dashes(150, 20, 80, INK)
    canvas.polygon([(100, 20), (140, 20), (140, 60)], INK)
    canvas.polyline([(40, 120), (80, 150), (160, 130)], INK)
    canvas.dot(60, 170, 8, INK)


def test_a_mirrored_canvas_paints_every_shape_as_a_mirror_shows_it() -> None:
    for scale in (1.0, 2.0):
        plain, mirrored = (image(round(400 * scale), round(200 * scale)) for _time in range(2))
        with Canvas(plain, scale=scale) as canvas:
            shapes(canvas)
        with Canvas(mirrored, scale=scale, mirrored=True) as canvas:
            shapes(canvas)
        wanted, found = (
            np.frombuffer(picture.constBits(), dtype=np.uint8).astype(int)
            for picture in (plain.flipped(Qt.Orientation.Horizontal), mirrored)
        )
        assert np.mean(np.abs(wanted - found) > 128) < 0.002


def test_a_text_on_a_mirrored_canvas_changes_its_place_and_stays_readable() -> None:
    plain, mirrored = image(), image()
    with Canvas(plain, scale=1.0) as canvas:
        canvas.text(376, 50, "−18", size=32, color=INK, align="right")
        canvas.text(200, 100, "Lisbon", size=32, color=INK, align="center")
    boxes: list[TextBox] = []
    with Canvas(mirrored, scale=1.0, boxes=boxes, mirrored=True) as canvas:
        canvas.text(24, 50, "−18", size=32, color=INK)
        canvas.text(200, 100, "Lisbon", size=32, color=INK, align="center")
    assert plain == mirrored
    assert boxes[0].right == 376


def test_ink_ends_at_the_title_of_a_mirrored_wall_whatever_the_last_figure() -> None:
    for text in ("118", "−18", "47", "214"):
        painted = image()
        with Canvas(painted, scale=1.0, mirrored=True) as canvas:
            canvas.ink_text(24, 138, text, size=96, color=INK, weight=600, tracking=-0.02)
        columns = [x for x in range(300, 400) if any(painted.pixelColor(x, y).red() > 100 for y in range(40, 140))]
        assert abs(columns[-1] - 375) <= 2, text


def test_a_map_keeps_its_west_and_a_chart_turns() -> None:
    half = QImage(100, 10, QImage.Format.Format_RGB32)
    half.fill(0)
    half.setPixelColor(0, 0, INK)
    painted = image()
    with Canvas(painted, scale=1.0, mirrored=True) as canvas:
        canvas.image(0, 0, half)
        canvas.image(0, 20, half, turns=True)
        with canvas.unmirrored():
            canvas.image(0, 40, half)
    lit = [(x, y) for y in (0, 20, 40) for x in range(400) if painted.pixelColor(x, y) == INK]
    assert lit == [(300, 0), (399, 20), (0, 40)]
