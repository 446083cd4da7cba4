import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.wire.feeds import KpiRow
from widgets.wall.figures import (
    Segment,
    community_first,
    first_reply,
    net_sentiment,
    open_conversations,
    share_of_voice,
)
from widgets.wall.words import Words

WORDS = Words()


def rows(*made: KpiRow) -> dict[str, KpiRow]:
    return {row.name: row for row in made}


def test_sentiment_is_signed_and_has_its_interval() -> None:
    figure = net_sentiment(rows(KpiRow(name="net_sentiment", value=-18, margin=4, usual=-3, has_usual=True)), WORDS)
    assert (figure.number, figure.unit) == ("−18", "±4")
    assert figure.context.replace("\u00a0", " ") == "last 60 min, usual −3"
    assert figure.narrow.replace("\u00a0", " ") == "60 min, usual −3"
    assert figure.bar is not None
    assert figure.bar.mark == 0.5
    assert [(round(s.start, 3), round(s.end, 3), s.color) for s in figure.bar.segments] == [
        (0.43, 0.5, "negative"),
        (0.39, 0.43, "negative_dim"),
    ]


@given(st.floats(-100, 100), st.floats(0, 100))
def test_no_bar_leaves_its_track(value: float, margin: float) -> None:
    figure = net_sentiment(rows(KpiRow(name="net_sentiment", value=value, margin=margin)), WORDS)
    assert figure.bar is not None
    assert all(0 <= s.start <= s.end <= 1 for s in figure.bar.segments)


@pytest.mark.parametrize(
    ("minutes", "segments"),
    [
        (12, (Segment(0.0, 0.4, "accent"),)),
        (15, (Segment(0.0, 0.5, "accent"),)),
        (90, (Segment(0.0, 0.5, "accent"), Segment(0.5, 1.0, "warn"))),
    ],
)
def test_a_first_reply_past_its_target_is_marked(minutes: float, segments: tuple[Segment, ...]) -> None:
    row = KpiRow(name="first_reply_minutes", value=minutes, target=15, has_target=True)
    bar = first_reply(rows(row), WORDS).bar
    assert bar is not None
    assert bar.segments == segments


def test_a_first_reply_without_a_promise_has_no_bar() -> None:
    assert first_reply(rows(KpiRow(name="first_reply_minutes", value=12)), WORDS).bar is None


def test_late_conversations_are_the_warm_end_of_the_bar() -> None:
    open_row = KpiRow(name="open_conversations", value=214)
    figure = open_conversations(rows(open_row, KpiRow(name="overdue_conversations", value=19)), WORDS)
    assert (figure.context, figure.short) == ("19 past target", "19 late")
    assert figure.bar is not None
    assert [s.color for s in figure.bar.segments] == ["accent", "warn"]


def test_nothing_open_is_a_plain_zero() -> None:
    figure = open_conversations(rows(KpiRow(name="open_conversations", value=0)), WORDS)
    assert (figure.number, figure.context) == ("0", "None past target")
    assert figure.bar is not None
    assert figure.bar.segments == ()


def test_a_share_is_a_percentage_with_what_is_usual() -> None:
    figure = share_of_voice(rows(KpiRow(name="share_of_voice", value=34.2, usual=29, has_usual=True)), WORDS)
    assert (figure.number, figure.unit) == ("34", "%")
    assert figure.context.replace("\u00a0", " ") == "last 60 min, usual 29"


def test_answers_of_the_community_name_their_questions_and_range() -> None:
    row = KpiRow(name="community_first", value=38.4, margin=4, sample=412, range_minutes=28 * 1440)
    figure = community_first(rows(row), WORDS)
    assert (figure.number, figure.unit) == ("38", "%")
    assert figure.context.replace("\u00a0", " ") == "412 questions, last 28 d"
