"""The shipped model at work."""

from pathlib import Path

import pytest

from app.core.errors import StorageError
from app.domain.understanding import Intent, Sentiment, Understander, Understanding
from app.language import classify_lines, load_understander
from app.language.model import read_model


@pytest.fixture(scope="module")
def understander() -> Understander:
    return load_understander()


def one(understander: Understander, text: str, name: str = "") -> Understanding:
    return understander.understand([text], names=[name])[0]


@pytest.mark.parametrize(
    ("language", "text", "sentiment"),
    [
        ("en", "I love this airline, the crew was wonderful", Sentiment.POSITIVE),
        ("en", "worst service ever, I hate it", Sentiment.NEGATIVE),
        ("de", "Ich hasse diese ewige Verspätung, furchtbar", Sentiment.NEGATIVE),
        ("de", "Ich liebe diesen wunderbaren Tag, einfach perfekt", Sentiment.POSITIVE),
        ("fr", "C'est vraiment génial, merci beaucoup", Sentiment.POSITIVE),
        ("es", "Odio este servicio, qué asco y qué vergüenza, nunca más", Sentiment.NEGATIVE),
        ("it", "Che schifo, una vergogna per tutti", Sentiment.NEGATIVE),
        ("pt", "Adorei, muito obrigado pela ajuda, maravilhoso", Sentiment.POSITIVE),
        ("ar", "شكرا جزيلا خدمة رائعة جدا", Sentiment.POSITIVE),
        ("hi", "सेवा बहुत अच्छी थी, मज़ा आ गया", Sentiment.POSITIVE),
        ("hi", "सेवा बहुत खराब थी, मैं निराश हूँ", Sentiment.NEGATIVE),
        ("hi", "मुझे यह बिल्कुल पसंद नहीं आया", Sentiment.NEGATIVE),
    ],
)
def test_language_and_feeling_of_plain_posts(
    understander: Understander, language: str, text: str, sentiment: Sentiment
) -> None:
    found = one(understander, text)
    assert (found.language, found.sentiment) == (language, sentiment)
    assert (found.score > 0) == (sentiment is Sentiment.POSITIVE)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ko", "안녕"),
        ("ja", "昨日は楽しかった"),
        ("zh", "我喜欢咖啡"),
        ("th", "ไม่ดี"),
        ("el", "καλημέρα σας"),
        ("ru", "большое спасибо за помощь"),
        ("he", "תודה רבה"),
        ("hi", "मुझे आपकी मदद चाहिए"),
    ],
)
def test_other_scripts_are_told_apart(understander: Understander, language: str, text: str) -> None:
    assert one(understander, text).language == language


@pytest.mark.parametrize(("expected", "told"), [("en-GB", "en"), ("de", "de"), ("es", "es"), ("pt", "pt")])
def test_a_word_of_many_languages_is_of_the_expected_one(understander: Understander, expected: str, told: str) -> None:
    assert understander.understand(["normal 👍"], expected=[expected])[0].language == told


def test_a_sentence_speaks_for_itself_whatever_is_expected(understander: Understander) -> None:
    text = "Leider hat mein Zug schon wieder eine Stunde Verspätung"
    for expected in ("en", "da", "", "no language at all"):
        assert understander.understand([text], expected=[expected])[0].language == "de"


@pytest.mark.parametrize(
    "text", ["nice one", "so good", "on my way", "love it", "big fan", "thanks team", "don't know"]
)
def test_short_english_is_never_told_as_a_language_nobody_expects(understander: Understander, text: str) -> None:
    assert one(understander, text).language in ("en", "und")


@pytest.mark.parametrize("text", ["", "   ", "😀😀", "12345", "@bob https://example.org", "!!!"])
def test_a_post_without_letters_has_no_language(understander: Understander, text: str) -> None:
    assert one(understander, text).language == "und"


def test_where_no_head_can_judge_only_emoji_speak(understander: Understander) -> None:
    plain = one(understander, "我喜欢咖啡")
    assert (plain.sentiment, plain.score) == (Sentiment.NEUTRAL, 0.0)
    assert plain.confidence < 0.4
    assert one(understander, "我去咖啡馆 😍😍").sentiment is Sentiment.POSITIVE


@pytest.mark.parametrize(
    ("intent", "text"),
    [
        (Intent.COMPLAINT, "my flight is cancelled again and nobody answers, I want a refund, terrible"),
        (Intent.QUESTION, "When does the store open on Sunday?"),
        (Intent.QUESTION, "@acme when will my transfer show up"),
        (Intent.QUESTION, "Hi, I would like to know the fee for a second card"),
        (Intent.COMPLAINT, "My payment was declined with an error message"),
        (Intent.OTHER, "the shop that opens when the sun is up"),
        (Intent.PRAISE, "great job, thank you so much!"),
        (Intent.SUGGESTION, "you should add a dark mode to the app"),
        (Intent.LEAD, "looking for a new phone, any recommendations"),
        (Intent.RISK, "the charger caught fire and my son was injured"),
        (Intent.SPAM, "click here to win a free iphone"),
        (Intent.OTHER, "the train goes from here to the sea"),
    ],
)
def test_what_a_post_wants(understander: Understander, intent: Intent, text: str) -> None:
    assert one(understander, text).intent is intent


def test_somebodys_own_sorrow_is_no_complaint(understander: Understander) -> None:
    assert one(understander, "I miss you so much, crying all night with a headache").intent is Intent.OTHER
    sorry = "sorry to hear that my refund is stuck, worst customer service, still waiting, unacceptable"
    assert one(understander, sorry).intent is Intent.COMPLAINT


@pytest.mark.parametrize("text", ["Jazz night at the casino this Friday", "you won my heart", "I work from home today"])
def test_words_that_sellers_use_too_make_no_spam(understander: Understander, text: str) -> None:
    assert one(understander, text).intent is not Intent.SPAM


def test_a_text_of_one_word_can_ask(understander: Understander) -> None:
    texts = ["warum", "", "?", "…", "when"]
    assert [found.intent is Intent.QUESTION for found in understander.understand(texts)] == [
        True,
        False,
        True,
        False,
        False,
    ]


def test_urgent_posts_are_more_urgent_than_calm_ones(understander: Understander) -> None:
    calm = one(understander, "nice weather over the bay").urgency
    assert calm < 0.3 < 0.6 < one(understander, "URGENT please help me right now, we are stranded!!!").urgency


@pytest.mark.parametrize(
    ("reason", "text"),
    [
        ("profanity", "what the fuck is this"),
        ("disguised_profanity", "f.u.c.k this"),
        ("threat", "I will kill you"),
        ("personal_data", "call me at +49 30 1234567"),
        ("link", "look http://xn--pypal-4ve.com"),
        ("spam", "click here to win a free iphone"),
    ],
)
def test_what_speaks_against_showing_a_post_is_named(understander: Understander, reason: str, text: str) -> None:
    found = one(understander, text)
    assert reason in found.reasons
    assert not found.public_ok


def test_a_bad_name_keeps_a_friendly_post_from_the_wall(understander: Understander) -> None:
    assert one(understander, "lovely day", "Fuck You @x").reasons == ("name",)
    assert one(understander, "lovely day", "Anna @anna").public_ok


def test_an_insult_is_more_offensive_than_praise(understander: Understander) -> None:
    assert one(understander, "you are a stupid piece of shit").offensive > 0.7
    assert one(understander, "you are a kind and lovely person").offensive < 0.4


def test_a_post_is_understood_the_same_alone_and_in_any_batch(understander: Understander) -> None:
    texts = ["I love it 😍", "", "Der Zug fällt aus", "咖啡", "call +49 30 1234567", "x" * 5000] * 200
    together = understander.understand(texts)
    alone = [one(understander, text) for text in texts[:6]]
    assert together[:6] == alone
    assert together[-6:] == alone


def test_every_judgement_names_the_model(understander: Understander) -> None:
    assert one(understander, "hello").model == understander.version == read_model().version


def test_no_texts_give_no_judgements(understander: Understander) -> None:
    assert understander.understand([]) == []


def test_a_damaged_model_is_refused_in_words(tmp_path: Path) -> None:
    damaged = tmp_path / "text.msgpack"
    damaged.write_bytes(b"nonsense")
    with pytest.raises(StorageError, match="cannot be read"):
        read_model(damaged)


def test_classify_gives_one_row_a_line_with_the_agreed_fields() -> None:
    rows = list(classify_lines(["I love it\n", "\n", "mail a@example.org\n"]))
    assert len(rows) == 3
    assert list(rows[2]) == (
        "language sentiment score intent urgency offensive public_ok reasons pii model".split()  # noqa: SIM905
    )
    assert rows[0]["sentiment"] == "positive"
    assert rows[2]["pii"] == [{"kind": "mail", "start": 5, "end": 18}]
