"""How a figure is made is told in the interface's language, and found by its English name."""

from collections.abc import Iterator

import pytest

from app.core.i18n import use_languages
from widgets.models.formulas import formula_of, formula_under


@pytest.fixture
def german() -> Iterator[None]:
    use_languages(["de"])
    yield
    use_languages([])


def test_a_formula_is_told_in_the_interface_language(german: None) -> None:
    by_name, by_heading = formula_of("net_sentiment"), formula_under("Heat")
    assert by_name is not None
    assert by_name.words.startswith("Stimmungssaldo = 100 ×")
    assert by_heading is not None
    assert by_heading.heading == "Brisanz"


def test_the_same_formulas_are_found_when_the_language_changes(german: None) -> None:
    german_words = formula_under("Heat")
    use_languages([])
    assert formula_under("Heat") != german_words


def test_what_the_help_does_not_name_is_not_made_up() -> None:
    assert formula_of("luck") is None
    assert formula_under("Luck") is None
