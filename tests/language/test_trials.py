"""Posts invented for this program: urgency is measured, and stays what it was."""

import numpy as np
import pytest

from app.language import load_understander
from app.language.trials import URGENT_FROM, before, held, main, read_trials, urgency_rows


def test_the_invented_posts_are_of_eight_languages_urgent_and_not() -> None:
    trials = read_trials()
    assert 100 <= len(trials) <= 150
    languages = {"en", "de", "fr", "es", "it", "pt", "ar", "hi"}
    assert {one.language for one in trials if one.urgent} == languages
    assert {one.language for one in trials if not one.urgent} == languages
    assert len({one.text for one in trials}) == len(trials)


def test_posts_that_may_be_looked_at_are_not_measured_on() -> None:
    trials = read_trials()
    looked_at = set(trials[0::2])
    assert not looked_at & set(held(trials))


def test_the_share_of_pairs_in_the_right_order_counts_draws_half() -> None:
    assert before(np.array([0.9, 0.5]), np.array([0.5, 0.1])) == pytest.approx(3.5 / 4)


def test_danger_is_told_in_every_language_and_patience_is_not_called_haste() -> None:
    told, wrongly, ordered = (figure for _what, _measure, figure in urgency_rows())
    assert told >= 85
    assert wrongly <= 5
    assert ordered >= 95


@pytest.mark.parametrize(
    "text", ["There is smoke coming out of it", "Aufzug steckt fest", "Estamos atrapados en el tren"]
)
def test_danger_is_urgent_without_any_word_of_haste(text: str) -> None:
    assert load_understander().understand([text])[0].urgency > URGENT_FROM


def test_happy_shouting_is_no_haste() -> None:
    assert load_understander().understand(["I LOVE THIS SO MUCH, HELP!!! Best day ever!!!"])[0].urgency < URGENT_FROM


def test_the_command_tells_the_figures(capsys: pytest.CaptureFixture[str]) -> None:
    assert main() == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split("|")[-2].strip() for line in lines[2:]] == [f"{figure:.1f}" for _, _, figure in urgency_rows()]
