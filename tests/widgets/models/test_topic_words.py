"""Topics in words, and the place where a query cannot be read."""

import pytest

from app.core.errors import BadInput
from app.domain.topic import TopicKind
from app.wire.answers import DayMatches, TriedQuery
from tests.fakes.link import NOON
from widgets.models.topic_words import KINDS, place_of, trial_words


def tried(matched: int, posts: int = 7000) -> TriedQuery:
    return TriedQuery(tried=posts, matched=matched, days=(DayMatches(NOON, 12.6),), examples=(), warnings=())


def test_every_kind_has_a_name() -> None:
    assert set(KINDS) == set(TopicKind)


def test_a_trial_says_how_many_and_on_which_days() -> None:
    assert trial_words(tried(1)) == "1 of 7,000 posts of the last week matches. A day: Thursday about 13."
    assert trial_words(tried(0)) == "0 of 7,000 posts of the last week match."
    assert trial_words(tried(0, posts=0)) == "No post of the last week is there to try it on."


@pytest.mark.parametrize(
    ("message", "place"),
    [
        ("At character 3: this parenthesis is never closed.", 2),
        ("Bei Zeichen 11: hier fehlt ein Wort.", 10),
        ("At character 40: this is not about this query.", -1),
        ("The hub cannot be reached.", -1),
    ],
)
def test_the_place_is_the_number_an_error_names_within_the_query_or_right_behind_it(message: str, place: int) -> None:
    assert place_of(BadInput(message), "late OR (x") == place
