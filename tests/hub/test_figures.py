"""What walls are told of counts: what nobody heard is left out, what has no region is counted as such."""

import pytest

from app.core.clock import minute_of
from app.domain.changes import Changes
from app.domain.counts import Count
from app.domain.topic import Topic
from app.domain.understanding import Sentiment
from app.hub.figures import Figures
from app.wire.feeds import HeatFeed, HeatRow, RegionFeed, RegionRow, VolumeFeed
from tests.fakes.clock import NOON, ManualClock
from tests.fakes.minutes import count

NOW = minute_of(NOON)


@pytest.fixture
def figures() -> Figures:
    return Figures(ManualClock())


def take(figures: Figures, *counts: Count) -> None:
    figures.take(Changes(counts=list(counts)))


def buckets(figures: Figures, *, minutes: int, step: int) -> list[tuple[int, int]]:
    rows = figures.volume(VolumeFeed(topic=1, minutes=minutes, step=step)).values()
    return sorted((row.minute - NOW, row.posts) for row in rows)


def test_volume_begins_with_the_first_whole_bucket_that_was_heard(figures: Figures) -> None:
    take(figures, count(NOW - 25, 3), count(NOW - 4, 2))
    assert buckets(figures, minutes=60, step=10) == [(-20, 0), (-10, 2), (0, 0)]


def test_minutes_that_nobody_listened_to_are_left_out_of_the_volume(figures: Figures) -> None:
    take(figures, count(NOW - 5, 1), count(NOW, 1))
    figures.counts.mark_lost(NOW - 3, NOW - 2)
    assert buckets(figures, minutes=5, step=1) == [(-4, 0), (-1, 0), (0, 1)]


def test_commits_that_nobody_looked_at_are_counted_once_each_in_their_minutes(figures: Figures) -> None:
    take(figures, count(NOW - 2, 1), count(NOW - 1, 2))
    take(figures, count(NOW - 1, 4))
    take(figures, count(NOW, 8))
    take(figures, count(NOW + 1, 16))
    assert buckets(figures, minutes=2, step=1) == [(-1, 6), (0, 8)]
    take(figures, count(NOW, 32))
    assert buckets(figures, minutes=2, step=1) == [(-1, 6), (0, 40)]
    assert figures.counts.head == NOW + 1


def test_a_commit_of_a_time_far_ahead_moves_nothing_that_waits_to_be_counted_with_it(figures: Figures) -> None:
    take(figures, count(NOW - 1, 1))
    take(figures, count(NOW, 2))
    take(figures, count(NOW + 4, 4))
    assert buckets(figures, minutes=2, step=1) == [(-1, 1), (0, 6)]


def test_sentiment_is_that_of_the_last_minutes_alone(figures: Figures) -> None:
    take(figures, count(NOW - 60, 1, topic=0), count(NOW - 59, 2, topic=0), count(NOW, 8, topic=0))
    take(figures, count(NOW, 3, topic=0, sentiment=Sentiment.NEGATIVE), count(NOW, 5, topic=2))
    assert figures.sentiment_counts(minutes=60) == (3, 10, 0)


def test_regions_say_posts_sentiment_and_reach_of_the_last_minutes(figures: Figures) -> None:
    take(
        figures,
        count(NOW - 90, 7, topic=0, region="PT"),
        count(NOW - 5, 2, topic=0, region="PT", reach=500, sentiment=Sentiment.NEGATIVE),
        count(NOW - 1, 1, topic=0, region="PT", reach=40, sentiment=Sentiment.POSITIVE),
        count(NOW - 1, 3, topic=0, region="BR"),
    )
    rows = figures.regions(RegionFeed(minutes=60))
    assert rows == {"PT": RegionRow("PT", 3, 2, 0, 1, 540), "BR": RegionRow("BR", 3, 0, 3, 0, 0)}


def test_posts_without_a_region_have_a_row_of_their_own(figures: Figures) -> None:
    take(figures, count(NOW, 4, topic=0, reach=9), count(NOW, 1, topic=0, region="PT"))
    rows = figures.regions(RegionFeed(minutes=60))
    assert (rows[""].posts, rows[""].reach) == (4, 9)


def test_before_anything_was_counted_there_is_no_volume(figures: Figures) -> None:
    assert figures.volume(VolumeFeed(minutes=60, step=10)) == {}


def heat(figures: Figures, *, by: str = "time") -> dict[str, HeatRow]:
    figures.follow([Topic(id=1, name="Delays", query="delay*")])
    return figures.heat(HeatFeed(by=by, minutes=60, step=5))


def test_a_heat_that_nobody_knows_is_no_zero(figures: Figures) -> None:
    take(figures, count(NOW, 3))
    assert heat(figures)["1"].now == -1


def test_a_regions_row_of_heat_counts_the_posts_of_that_region(figures: Figures) -> None:
    take(figures, count(NOW, 4, region="PT"), count(NOW, 1, region="BR"))
    rows = heat(figures, by="region")
    assert (rows["1/PT"].posts, rows["1/BR"].posts) == (4, 1)
