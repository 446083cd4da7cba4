"""Minute counts: what is added is found again, holes are not drops, memory of what is past is let go."""

import numpy as np
import pytest

from app.analytics.counts import MinuteCounts
from app.analytics.ring import LATE, POSTS
from app.analytics.shelf import SeriesKey
from app.domain.understanding import Sentiment
from tests.fakes.minutes import MONDAY, count, steady


def volumes(counts: MinuteCounts, topic: int = 1, *, minutes: int, step: int, now: int) -> list[int]:
    return [bucket.posts for bucket in counts.volume(topic, minutes=minutes, step=step, now=now)]


def test_posts_are_found_in_their_own_minute_and_sentiment() -> None:
    counts = MinuteCounts()
    counts.add([count(MONDAY, 3, sentiment=Sentiment.NEGATIVE, reach=90), count(MONDAY + 1, 2)])
    first, second = counts.volume(1, minutes=2, step=1, now=MONDAY + 1)
    assert (first.posts, first.negative, first.neutral, first.score_milli, first.reach) == (3, 3, 0, -3000, 90)
    assert (second.posts, second.negative, second.neutral) == (2, 0, 2)


def test_adding_in_one_batch_or_many_gives_the_same_counts() -> None:
    cells = [count(MONDAY + number % 7, 1 + number % 3, topic=number % 4) for number in range(100)]
    whole, pieces = MinuteCounts(), MinuteCounts()
    for counts in (whole, pieces):
        counts.advance(MONDAY + 7)
    whole.add(cells)
    for cell in cells:
        pieces.add([cell])
    for topic in range(4):
        assert volumes(whole, topic, minutes=8, step=1, now=MONDAY + 7) == volumes(
            pieces, topic, minutes=8, step=1, now=MONDAY + 7
        )


def test_buckets_begin_at_multiples_of_the_step_and_cover_the_range() -> None:
    counts = MinuteCounts()
    counts.load(steady(range(MONDAY, MONDAY + 60), 1))
    buckets = counts.volume(1, minutes=30, step=10, now=MONDAY + 54)
    assert [bucket.minute - MONDAY for bucket in buckets] == [20, 30, 40, 50]
    assert [bucket.posts for bucket in buckets] == [10, 10, 10, 10]


def test_minutes_that_fall_out_of_the_window_are_forgotten() -> None:
    counts = MinuteCounts(minutes=60, slice_minutes=60)
    counts.add([count(MONDAY, 5)])
    counts.advance(MONDAY + 60)
    assert volumes(counts, minutes=60, step=60, now=MONDAY + 60)[-1] == 0
    counts.add([count(MONDAY, 5)])
    assert counts.window(SeriesKey(1), minutes=60, now=MONDAY + 60)[:, POSTS].sum() == 0


def test_a_post_from_the_future_is_counted_now() -> None:
    counts = MinuteCounts()
    counts.advance(MONDAY)
    counts.add([count(MONDAY + 10_000, 4)])
    assert counts.head == MONDAY
    assert volumes(counts, minutes=1, step=1, now=MONDAY) == [4]


def test_a_clock_set_back_forgets_nothing() -> None:
    counts = MinuteCounts()
    counts.add([count(MONDAY, 2)])
    counts.advance(MONDAY - 500)
    assert volumes(counts, minutes=1, step=1, now=MONDAY) == [2]


def test_topics_regions_and_networks_are_counted_each_on_their_own() -> None:
    counts = MinuteCounts()
    counts.add([count(MONDAY, 3, region="de"), count(MONDAY, 2, region="fr", network="mastodon"), count(MONDAY, 1)])
    assert counts.window(SeriesKey(1), minutes=1, now=MONDAY)[0, POSTS] == 6
    assert counts.window(SeriesKey(1, region="de"), minutes=1, now=MONDAY)[0, POSTS] == 3
    assert counts.window(SeriesKey(1, network="bluesky"), minutes=1, now=MONDAY)[0, POSTS] == 4
    assert counts.known_regions(1) == ["de", "fr"]


def test_backfill_counts_as_posts_and_is_marked_late() -> None:
    counts = MinuteCounts()
    counts.advance(MONDAY + 5)
    counts.add([count(MONDAY, 7)], backfill=True)
    table = counts.window(SeriesKey(1), minutes=6, now=MONDAY + 5)
    assert table[0, POSTS] == table[0, LATE] == 7


def test_a_forgotten_topic_leaves_nothing_to_the_one_that_takes_its_place() -> None:
    counts = MinuteCounts()
    counts.load(steady(range(MONDAY, MONDAY + 120), 9, topic=1, region="de"))
    counts.forget(1)
    counts.add([count(MONDAY + 119, 1, topic=2)])
    (bucket,) = counts.volume(2, minutes=60, step=60, now=MONDAY + 119)
    assert bucket.posts == 1
    assert bucket.expected < 60
    assert counts.known_regions(1) == []


def test_what_was_to_be_learned_of_a_forgotten_topic_is_not_learned_of_the_next() -> None:
    counts = MinuteCounts()
    counts.load(steady(range(MONDAY, MONDAY + 80), 90))
    counts.advance(MONDAY + 80)
    counts.forget(1)
    counts.follow([2])
    counts.advance(MONDAY + 180)
    assert counts.topics.baseline.learned_rate(counts.topics.row(SeriesKey(2))) < 1.0


@pytest.mark.parametrize("at_once", [1, 500])
def test_regions_without_end_take_no_more_room_and_push_no_loud_one_out(
    at_once: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.analytics.counts.MOST_SLICES", 64)
    counts = MinuteCounts()
    counts.add([count(MONDAY, 9, region="de")])
    written = [count(MONDAY, 1, region=f"over the rainbow {number}") for number in range(1000)]
    for first in range(0, len(written), at_once):
        counts.add(written[first : first + at_once])
    assert len(counts.known_regions(1)) <= 64
    assert len(counts.slices.ring.values) == 64
    assert counts.window(SeriesKey(1, region="de"), minutes=1, now=MONDAY)[0, POSTS] == 9
    assert counts.window(SeriesKey(1), minutes=1, now=MONDAY)[0, POSTS] == 1009


def test_a_steady_topic_is_expected_as_it_was() -> None:
    counts = MinuteCounts()
    counts.load(steady(range(MONDAY, MONDAY + 2880), 6))
    counts.advance(MONDAY + 2880)
    bucket = counts.volume(1, minutes=10, step=10, now=MONDAY + 2879)[-1]
    assert bucket.low < bucket.expected < bucket.high
    assert abs(bucket.expected - 60) < 3


def test_nothing_is_expected_of_a_topic_never_heard_of() -> None:
    counts = MinuteCounts()
    counts.advance(MONDAY)
    (bucket,) = counts.volume(99, minutes=1, step=1, now=MONDAY)
    assert (bucket.posts, bucket.expected, bucket.low, bucket.high) == (0, -1, -1, -1)


def test_a_hole_is_not_learned_from_and_is_told_as_missing() -> None:
    heard, deaf = MinuteCounts(), MinuteCounts()
    cells = steady(range(MONDAY, MONDAY + 1440), 6)
    for counts, until in ((heard, MONDAY + 1441), (deaf, MONDAY + 1800)):
        counts.load(cells)
        counts.advance(MONDAY + 1441)
        counts.topics.ring.advance(until)
    deaf.mark_lost(MONDAY + 1440, MONDAY + 1800)
    deaf.advance(MONDAY + 1801)
    starts = np.array([MONDAY + 1790])
    assert deaf.missing(SeriesKey(1), starts, step=10, now=MONDAY + 1800).all()
    before, after = (counts.expectation(SeriesKey(1), starts, step=10)[0] for counts in (heard, deaf))
    assert np.allclose(before, after, rtol=0.02)


def test_rhythm_relearned_from_rollups_equals_rhythm_learned_live() -> None:
    live, again = MinuteCounts(), MinuteCounts()
    cells = steady(range(MONDAY, MONDAY + 2880), 4)
    for cell in cells:
        live.add([cell])
    live.advance(MONDAY + 2890)
    again.relearn((cell.key.minute, cell.key.topic, cell.posts) for cell in cells)
    starts = np.arange(MONDAY, MONDAY + 1440, 60)
    for one, other in zip(
        live.expectation(SeriesKey(1), starts, step=60), again.expectation(SeriesKey(1), starts, step=60), strict=True
    ):
        assert np.allclose(one, other, rtol=0.03)


def missing(counts: MinuteCounts, topic: int = 1, *, minutes: int, step: int, now: int) -> list[bool]:
    starts, _sums = counts.buckets(SeriesKey(topic), minutes=minutes, step=step, now=now)
    found: list[bool] = counts.missing(SeriesKey(topic), starts, step=step, now=now).tolist()
    return found


def test_what_lies_before_the_first_known_minute_is_missing() -> None:
    counts = MinuteCounts()
    counts.advance(MONDAY + 25)
    counts.add([count(MONDAY + 25, 2)])
    for topic in (1, 9):
        assert missing(counts, topic, minutes=40, step=10, now=MONDAY + 39) == [True, True, True, False]


def test_a_backfill_makes_what_it_reaches_known() -> None:
    counts = MinuteCounts()
    counts.advance(MONDAY + 39)
    counts.add([count(MONDAY + 10, 1)], backfill=True)
    assert missing(counts, minutes=40, step=10, now=MONDAY + 39) == [True, False, False, False]
