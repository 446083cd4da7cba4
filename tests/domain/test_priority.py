"""A score says what it is made of."""

from hypothesis import given
from hypothesis import strategies as st

from app.domain.post import Author, Post, PostKind
from app.domain.priority import priority_of
from app.domain.understanding import Intent, Objection, Sentiment, Understanding
from tests.fakes.clock import NOON


def post(reach: int) -> Post:
    author = Author(native_id="1", handle="mira")
    return Post(network="n", native_id="1", kind=PostKind.MENTION, text="", created_at=NOON, author=author, reach=reach)


def test_a_calm_word_of_thanks_presses_little() -> None:
    assert priority_of(post(50), Understanding(sentiment=Sentiment.POSITIVE, score=0.9)) == (0, ())


def test_reasons_come_strongest_first() -> None:
    meaning = Understanding(sentiment=Sentiment.NEGATIVE, score=-0.8, urgency=1.0, intent=Intent.COMPLAINT)

    score, reasons = priority_of(post(12_400), meaning)

    assert reasons == (("urgency", 40), ("reach", 25), ("sentiment", 16), ("complaint", 10))
    assert score == 91


@given(
    reach=st.integers(0, 10**9),
    score=st.floats(-1, 1),
    urgency=st.floats(0, 1),
    intent=st.sampled_from(Intent),
    sentiment=st.sampled_from(Sentiment),
)
def test_the_score_is_the_sum_of_its_reasons_up_to_a_hundred(
    reach: int, score: float, urgency: float, intent: Intent, sentiment: Sentiment
) -> None:
    meaning = Understanding(sentiment=sentiment, score=score, urgency=urgency, intent=intent)

    total, reasons = priority_of(post(reach), meaning)

    assert total == min(100, sum(points for _word, points in reasons))
    assert all(points > 0 for _word, points in reasons)


def test_what_our_own_corrections_object_to_is_a_label_and_moves_nothing() -> None:
    plain = Understanding(urgency=0.5)
    objected = Understanding(urgency=0.5, objections=(Objection(3), Objection(4), Objection(0)))
    score, reasons = priority_of(post(0), plain)
    assert priority_of(post(0), objected) == (score, (("off_topic", 0), ("probable_spam", 0), *reasons))
