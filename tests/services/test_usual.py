"""Which language is expected of a post before it is read."""

from app.services.usual import LEAST_HEARD, MOST_HEARD, UsualLanguages


def test_what_the_author_declares_comes_first() -> None:
    usual = UsualLanguages()
    usual.hear(1, ["de"] * LEAST_HEARD)
    assert usual.expected(1, "fr-CA") == "fr-CA"
    assert usual.expected(1, "") == "de"


def test_an_account_has_no_usual_language_before_enough_was_heard() -> None:
    usual = UsualLanguages()
    usual.hear(1, ["de"] * (LEAST_HEARD - 1) + ["und"] * 5)
    assert usual.expected(1, "") == ""


def test_an_account_of_many_languages_has_no_usual_one_and_accounts_are_apart() -> None:
    usual = UsualLanguages()
    usual.hear(1, ["de", "en"] * LEAST_HEARD)
    usual.hear(2, ["it"] * LEAST_HEARD)
    assert usual.expected(1, "") == ""
    assert usual.expected(2, "") == "it"


def test_what_was_usual_long_ago_is_forgotten() -> None:
    usual = UsualLanguages()
    usual.hear(1, ["de"] * MOST_HEARD)
    for _batch in range(4):
        usual.hear(1, ["es"] * MOST_HEARD)
    assert usual.expected(1, "") == "es"
