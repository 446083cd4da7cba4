"""Queries tried out before they are saved."""

import pytest

from app.language.trial import query_warnings, try_query


@pytest.mark.parametrize("query", ["NOT spam", "lang:de", "late OR NOT spam", "lang:de network:bluesky -spam"])
def test_a_query_that_needs_none_of_its_words_is_warned_of(query: str) -> None:
    assert "none of its words" in query_warnings(query)[0]


@pytest.mark.parametrize(
    "query", ["late -late", "Café -~café", "~late -~late", "(a1 b1) (late NOT late)", "late lang:de lang:fr"]
)
def test_a_query_that_can_match_nothing_is_warned_of(query: str) -> None:
    assert any("match nothing" in warning for warning in query_warnings(query))


@pytest.mark.parametrize(
    "query", ["late", "~late", "~late -late", "late -lost", "late OR lost", "(late -late) OR lost", "late lang:de"]
)
def test_an_ordinary_query_is_not_warned_of(query: str) -> None:
    assert query_warnings(query) == []


def test_a_trial_counts_matches_and_shows_where_they_are() -> None:
    trial = try_query("late", ["late", "lost", "too late"], ["en"] * 3, ["bluesky"] * 3)
    assert (trial.tried, trial.matched, trial.examples, trial.warnings) == (3, 2, (0, 2), ())


def test_matching_nearly_everything_or_nothing_is_told_once_enough_was_tried() -> None:
    texts = ["the train is late"] * 300
    everything = try_query("the", texts, ["en"] * 300, ["x"] * 300)
    nothing = try_query("tram", texts, ["en"] * 300, ["x"] * 300)
    assert "more than half" in everything.warnings[0]
    assert "none of the posts" in nothing.warnings[0]
