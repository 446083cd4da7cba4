"""Reading a topic's query."""

import pytest

from app.core.errors import BadInput
from app.language import check_query
from app.language.query import And, Fragment, Language, Network, Not, Or, Phrase, Prefix, Stem, Word, parse_query


def test_words_side_by_side_mean_and() -> None:
    assert parse_query("late flight") == parse_query("late AND flight") == And((Word("late"), Word("flight")))


def test_or_binds_weaker_than_and() -> None:
    assert parse_query("a b OR c") == Or((And((Word("a"), Word("b"))), Word("c")))


def test_parentheses_bind_strongest() -> None:
    assert parse_query("a (b OR c)") == And((Word("a"), Or((Word("b"), Word("c")))))


def test_minus_before_a_word_is_not_but_inside_a_word_it_is_a_hyphen() -> None:
    assert parse_query("-late") == parse_query("NOT late") == Not(Word("late"))
    assert parse_query("on-time") == Phrase(("on", "time"))


def test_every_kind_of_term_is_read() -> None:
    query = '"Lost Bag" cancel* ~Annulé @Acme.bsky.social #Fail lang:DE network:bluesky 咖啡 🔥 AT&T'
    assert parse_query(query) == And(
        (
            Phrase(("lost", "bag")),
            Prefix("cancel"),
            Stem("annulé"),
            Word("@acme.bsky.social"),
            Word("#fail"),
            Language("de"),
            Network("bluesky"),
            Fragment("咖啡"),
            Fragment("🔥"),
            Phrase(("at", "t")),
        )
    )


def test_operators_in_small_letters_or_in_quotes_are_words() -> None:
    assert parse_query('and "OR"') == And((Word("and"), Word("or")))


@pytest.mark.parametrize(
    ("query", "position"),
    [
        ("late AND", 9),
        ("late OR OR lost", 9),
        ("AND late", 1),
        ("(late", 1),
        ("late lost)", 10),
        ('late "lost bag', 6),
        ("late !!!", 6),
        ("late x*", 6),
        ("late lang:", 6),
        ("late @", 6),
        ("()", 2),
        ("late -", 6),
        ("late ~", 6),
        ('late ~"lost bag"', 6),
        ("late ~check-in", 6),
        ("late ~#fail", 6),
        ("late ~par*", 6),
    ],
)
def test_a_query_that_cannot_be_read_says_where(query: str, position: int) -> None:
    with pytest.raises(BadInput, match=f"character {position}:"):
        check_query(query)


def test_empty_too_long_and_too_deep_queries_are_refused_in_words() -> None:
    with pytest.raises(BadInput, match="empty"):
        check_query("  ")
    with pytest.raises(BadInput, match="longer"):
        check_query("late " * 4000)
    with pytest.raises(BadInput, match="nested"):
        check_query("(" * 200 + "late" + ")" * 200)
