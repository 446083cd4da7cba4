import pytest
from PySide6.QtGui import QFontInfo, QFontMetricsF

from widgets.theme.fonts import font, is_right_to_left, load_fonts, missing_scripts


def test_the_bundled_fonts_are_found_by_name() -> None:
    assert {"Inter", "Noto Sans Arabic", "Noto Sans Devanagari", "Noto Sans Hebrew", "Noto Sans Thai"} <= set(
        load_fonts()
    )


@pytest.mark.parametrize("weight", [400, 500, 600, 700])
def test_every_weight_is_inter_itself_and_not_a_made_up_one(weight: int) -> None:
    info = QFontInfo(font(40, weight))
    assert (info.family(), info.weight()) == ("Inter", weight)


def test_all_figures_are_equally_wide() -> None:
    metrics = QFontMetricsF(font(96, 600, tracking=-0.02))
    widths = [metrics.horizontalAdvance(digit * 3) for digit in "0123456789"]
    assert max(widths) - min(widths) < 0.5


def test_the_bundled_scripts_are_never_missing() -> None:
    assert not {"Latin", "Greek", "Cyrillic", "Arabic", "Hebrew", "Devanagari", "Thai"} & set(missing_scripts())


@pytest.mark.parametrize(
    ("text", "answer"),
    [("الدفع يفشل", True), ("12 شلوم", True), ("@norvane שלום", False), ("Check-in", False), ("…", False), ("", False)],
)
def test_the_first_strong_character_decides_the_direction(text: str, answer: bool) -> None:
    assert is_right_to_left(text) is answer


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("\u2068Rosa\u2069 פתרה", True),
        ("\u2068שירה\u2069 resolved it", False),
        ("\u2068שירה\u2069", True),
        ("\u2066@mira\u2069, 12", False),
        ("\u2069 שלום", True),
    ],
)
def test_a_name_set_apart_does_not_turn_its_sentence_round(text: str, answer: bool) -> None:
    assert is_right_to_left(text) is answer
