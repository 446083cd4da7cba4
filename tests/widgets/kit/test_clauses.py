from PySide6.QtGui import QImage

from widgets.kit.canvas import Canvas
from widgets.kit.clauses import fit_clauses, sentences


def fitted(text: str, room: float, *, short: str = "") -> str:
    with Canvas(QImage(10, 10, QImage.Format.Format_RGB32), scale=1.0) as canvas:
        return fit_clauses(canvas, text, room, size=24, short=short)


def test_the_last_clause_goes_first() -> None:
    assert fitted("Expected 48, last 60 min, Lisbon", 1000) == "Expected 48, last 60 min, Lisbon"
    assert fitted("Expected 48, last 60 min, Lisbon", 300) == "Expected 48, last 60 min"
    assert fitted("Expected 48, last 60 min, Lisbon", 150) == "Expected 48"


def test_a_short_form_is_taken_before_anything_is_cut_and_no_number_is_cut() -> None:
    assert fitted("Expected 48", 60, short="48") == "48"
    assert fitted("Expected 48", 60) == ""
    assert fitted("approved for display", 120).endswith("…")


def test_what_is_read_aloud_comes_in_sentences() -> None:
    assert sentences("5 open", "", "Partial: without Bluesky.") == "5 open. Partial: without Bluesky."
    assert sentences("All is calm.", "Stale, 3 min old.") == "All is calm. Stale, 3 min old."
    assert sentences("5 open", "") == "5 open"
    assert sentences() == ""
