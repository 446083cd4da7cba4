"""Figures by their formulas: worked numbers, honest margins, nothing without a sample."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.analytics.community import Activity, Voice, community_health, influence
from app.analytics.figures import (
    median,
    net_sentiment,
    reach,
    sentiment_around,
    share,
    share_of_voice,
    volume,
)
from app.analytics.trust import Judgement, precision, time_to_detect

COUNT = st.integers(min_value=0, max_value=100_000)


def test_net_sentiment_is_positive_less_negative_in_percent() -> None:
    figure = net_sentiment(60, 20, 20)
    assert figure.value == -40.0
    assert figure.margin == pytest.approx(15.6, abs=0.3)
    assert figure.sample == 100


@given(COUNT, COUNT, COUNT)
def test_net_sentiment_stays_on_its_scale_and_within_its_interval(negative: int, neutral: int, positive: int) -> None:
    figure = net_sentiment(negative, neutral, positive)
    assert -100.0 <= figure.low <= figure.value <= figure.high <= 100.0
    assert figure.known == (negative + neutral + positive > 0)


def test_a_handful_that_agrees_is_not_certain() -> None:
    assert net_sentiment(3, 0, 0).margin > 10.0


@given(COUNT, COUNT)
def test_a_share_lies_within_its_interval(part: int, rest: int) -> None:
    figure = share(part, part + rest)
    assert 0.0 <= figure.low <= figure.value <= figure.high <= 100.0


def test_share_of_voice_is_of_ours_and_the_named_competitors() -> None:
    figure = share_of_voice(30, [50, 20])
    assert figure.value == 30.0
    assert (figure.low, figure.high) == (pytest.approx(21.9, abs=0.1), pytest.approx(39.6, abs=0.1))


def test_volume_and_reach_are_sums() -> None:
    assert volume([3, 4]).value == 7.0
    assert volume([3, 4]).low < 7.0 < volume([3, 4]).high
    assert reach([10, 5]) == 15


def test_the_median_first_reply_has_an_interval_of_its_own_values() -> None:
    figure = median([5.0, 1.0, 9.0, 3.0, 7.0])
    assert figure.value == 5.0
    assert (figure.low, figure.high) == (1.0, 9.0)
    assert not median([]).known


def test_sentiment_is_told_before_during_and_after_an_episode() -> None:
    phases = sentiment_around([1, 2, 3], [(0, 0, 4), (4, 0, 0), (0, 4, 0)], began=2, ended=2)
    assert [phase.value for phase in phases] == [100.0, -100.0, 0.0]


def still() -> Activity:
    return Activity(
        members=9,
        members_before=9,
        posts=99,
        posts_before=99,
        views=999,
        views_before=999,
        threads=10,
        answered=10,
        replies=20,
        first_answer_hours=[24.0],
        days=10,
        active_days=10,
        top_tenth_posts=50,
    )


def test_a_community_that_stands_still_is_in_the_middle() -> None:
    health = community_health(still())
    assert (health.members, health.content, health.traffic) == (50.0, 50.0, 50.0)
    assert health.interaction == health.responsiveness == 50.0
    assert health.index == pytest.approx((50 * 5 + health.liveliness) / 6)


def test_an_empty_community_has_no_liveliness_and_no_answers() -> None:
    empty = Activity(
        members=0,
        members_before=9,
        posts=0,
        posts_before=99,
        views=0,
        views_before=99,
        threads=0,
        answered=0,
        replies=0,
        first_answer_hours=[],
        days=7,
        active_days=0,
        top_tenth_posts=0,
    )
    health = community_health(empty)
    assert (health.members, health.liveliness, health.interaction, health.responsiveness) == (0.0, 0.0, 0.0, 0.0)


def test_influence_needs_reach_resonance_and_relevance() -> None:
    loud = influence(Voice(followers=1_000_000, posts=40, on_topic=20, reactions=400))
    assert loud.index > 60
    for lacking in (
        Voice(followers=1_000_000, posts=40, on_topic=20, reactions=0),
        Voice(followers=0, posts=40, on_topic=20, reactions=400),
    ):
        assert 0.0 < influence(lacking).index < loud.index / 2


def test_who_never_wrote_about_us_has_no_influence() -> None:
    assert influence(Voice(followers=1_000_000, posts=40, on_topic=0, reactions=0)).index == 0.0


def test_influence_never_leaves_its_scale() -> None:
    assert influence(Voice(followers=10**9, posts=10**6, on_topic=10**6, reactions=10**12)).index == pytest.approx(
        100, abs=0.1
    )


def test_precision_counts_the_newest_judgement_of_an_alarm() -> None:
    judged = [
        Judgement(alarm_id=1, true=False, raised=5),
        Judgement(alarm_id=1, true=True, raised=5, began=1),
        Judgement(alarm_id=2, true=False, raised=9),
    ]
    assert precision(judged).value == 50.0
    assert precision(judged).sample == 2
    assert time_to_detect(judged).value == 4.0
    assert not precision([]).known
