"""Topics found in posts."""

import pytest

from app.core.errors import BadInput
from app.domain.topic import Topic
from app.language import compile_topics


def matches(query: str, text: str, language: str = "en", network: str = "bluesky") -> bool:
    matcher = compile_topics([Topic(id=7, name="x", query=query)])
    return matcher.match([text], [language], [network]) == [(7,)]


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("cafe", "Im CAFÉ!"),
        ("straße", "STRASSE gesperrt"),
        ("istanbul", "İSTANBUL"),
        ("أحمد", "احمد هنا"),
        ("मदद", "मुझे मदद चाहिए"),
        ("咖啡", "我爱喝咖啡啊"),
        ("ラーメン", "昨日ラーメンを食べた"),
        ("가게", "그 가게 좋아요"),
        ('"lost bag"', "They LOST, bag and all"),
        ("cancel*", "my flight was cancelled"),
        ("#fai*", "so #failing"),
        ("@acme", "thanks @acme.bsky.social!"),
        ("@acme.bsky.social", "thanks @ACME.bsky.social."),
        ("@acme@mastodon.social", "dear @acme@mastodon.social please"),
        ("acme", "I love #acme"),
        ("#acme", "I love #Acme!"),
        ("🔥", "it is 🔥🔥"),
        ("late NOT happy", "late again"),
        ("late OR lost", "bag lost"),
        ("late lang:en", "late"),
        ("late network:bluesky", "late"),
        ("NOT happy", "sad"),
        ("~parcel", "Where are my PARCELS?"),
        ("~parcels", "one parcel"),
        ("~咖啡", "我爱喝咖啡啊"),
        ("late ~parcel", "the parcels are late"),
        ("late -~parcel", "late again"),
    ],
)
def test_a_post_that_fits_is_found(query: str, text: str) -> None:
    assert matches(query, text)


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("cat", "concatenate"),
        ("मद", "मुझे मदद चाहिए"),
        ("#acme", "acme"),
        ("@acme", "acme or bob@acme.com"),
        ('"lost bag"', "bag lost"),
        ('"lost bag"', "ghost bags: lost baggage"),
        ("late NOT happy", "late but happy"),
        ("late lang:de", "late"),
        ("late network:mastodon", "late"),
        ("late lost", "late"),
        ("~parcel", "parkland"),
        ("parcel", "parcels"),
        ("late -~parcel", "late parcels"),
    ],
)
def test_a_post_that_does_not_fit_is_not_found(query: str, text: str) -> None:
    assert not matches(query, text)


@pytest.mark.parametrize(
    ("query", "text", "language"),
    [
        ("~Verspätung", "Schon wieder Verspätungen!", "de"),
        ("~Verspätung", "SCHON WIEDER VERSPATUNGEN", "de"),
        ("~annuler", "mon vol est annulé", "fr"),
        ("~maleta", "perdieron mis maletas", "es-MX"),
        ("~pacco", "dove sono i pacchi", "it"),
        ("~atraso", "sempre atrasos", "pt"),
        ("~رحلة", "تأخرت الرحلة", "ar"),
        ("~उड़ान", "उड़ानें रद्द", "hi"),
        ("~parcel", "parcels", "und"),
        ("~Paket", "Pakete", "und"),
        ("~paket", "PAKET", "ja"),
    ],
)
def test_a_word_with_a_tilde_is_found_in_its_forms_in_the_posts_language(query: str, text: str, language: str) -> None:
    assert matches(query, text, language=language)


def test_forms_are_those_of_the_posts_language_alone() -> None:
    assert matches("~parcel", "parcels", language="en")
    assert not matches("~parcel", "parcels", language="ja")


def test_topics_that_share_a_stem_are_all_found_and_one_word_is_enough_to_try_them() -> None:
    topics = [Topic(id=at, name="x", query=query) for at, query in enumerate(["~delay", "~delayed", "~parcel"], 1)]
    assert compile_topics(topics).match(["delays", "parcel"], ["en", "en"], ["x", "x"]) == [(1, 2), (3,)]


def test_language_matches_its_regional_forms() -> None:
    assert matches("tarde lang:pt", "tarde", language="pt-BR")


def test_one_pass_gives_all_topics_of_each_post_in_order() -> None:
    queries = ["late", "lost bag", "lat*", "NOT lost", "bag OR late"]
    matcher = compile_topics([Topic(id=5 - at, name="x", query=query) for at, query in enumerate(queries)])
    assert matcher.match(["late", "lost bag", "none"], ["en"] * 3, ["x"] * 3) == [(1, 2, 3, 5), (1, 4), (2,)]


def test_a_topic_that_cannot_be_read_is_refused() -> None:
    with pytest.raises(BadInput):
        compile_topics([Topic(id=1, name="x", query="(late")])


def test_a_matcher_without_topics_finds_nothing() -> None:
    assert compile_topics([]).match(["late"], ["en"], ["x"]) == [()]


def test_what_is_remembered_of_terms_never_changes_a_match(monkeypatch: pytest.MonkeyPatch) -> None:
    topics = [
        Topic(id=1, name="a", query="delay*"),
        Topic(id=2, name="b", query="late AND NOT lat*"),
        Topic(id=3, name="c", query="de*"),
    ]
    texts = ["Delayed again", "late", "deals", "no", "delay", "relay"]
    monkeypatch.setattr("app.language.topics.MOST_TERMS_KEPT", 2)
    matcher = compile_topics(topics)
    wanted = [(1, 3), (), (3,), (), (1, 3), ()]

    for _time in range(3):
        assert matcher.match(texts, ["en"] * len(texts), ["x"] * len(texts)) == wanted


def test_stems_that_were_forgotten_are_found_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.language.stems.MOST_KEPT", 1)
    assert [matches("~parcel", text) for text in ("parcels", "late parcels", "late", "parcels")] == [
        True,
        True,
        False,
        True,
    ]
