"""Praise, blame and what turns them."""

import pytest

from app.language.fold import fold
from app.language.tokens import tokenize
from app.language.valence import NAMES, Keys, features, make_valences, negated

VALENCES = make_valences({"good": 2.0, "bad": -2.0, "😀": 2.0, ":(": -2.0})


def feature(name: str, text: str) -> float:
    tokens = tokenize([text])
    return float(features(tokens, VALENCES, negated(tokens))[0, NAMES.index(name)])


@pytest.mark.parametrize("text", ["not bad", "isn't bad", "nicht bad", "pas bad", "never so bad"])
def test_negation_turns_blame_around(text: str) -> None:
    assert feature("compound", text) > 0 > feature("compound", "bad")


def test_negation_ends_at_a_mark_at_the_posts_end_and_out_of_reach() -> None:
    assert feature("compound", "no, bad") < 0
    assert feature("compound", "not one two three four bad") < 0
    tokens = tokenize(["not", "bad"])
    assert not negated(tokens).any()


@pytest.mark.parametrize("text", ["good नहीं", "yeh good bilkul nahi laga", "कुछ good नहीं था"])
def test_a_hindi_negation_turns_the_words_before_it(text: str) -> None:
    assert feature("compound", text) < 0 < feature("compound", "good")


def test_a_hindi_negation_leaves_other_clauses_and_posts_alone() -> None:
    assert feature("compound", "good, नहीं") > 0
    assert feature("compound", "नहीं, good") > 0
    tokens = tokenize(["good", "नहीं"])
    assert not negated(tokens).any()


def test_spellings_with_and_without_the_dot_below_are_one_word() -> None:
    for written, plain in (("मज़ा", "मजा"), ("ख़राब", "खराब"), ("हूँ", "हूं")):
        assert list(tokenize([written]).hashes) == list(tokenize([plain]).hashes)
        assert fold(written) == fold(plain)


def test_strengthening_and_shouting_count() -> None:
    assert feature("compound", "very good") > feature("compound", "good")
    assert feature("compound", "GOOD here") > feature("compound", "good here")
    assert feature("compound", "slightly good") < feature("compound", "good")


def test_what_follows_but_counts_more() -> None:
    assert feature("compound", "good but bad") < 0
    assert feature("compound", "bad but good") > 0


def test_emoji_and_emoticons_are_felt() -> None:
    assert feature("emoji_positive", "😀") > 0
    assert feature("compound", "well :(") < 0


def test_keys_find_members_and_only_them() -> None:
    hashes = tokenize(["good bad other"]).hashes
    keys = Keys(hashes[:2])
    assert list(keys.contains(hashes)) == [True, True, False]
