from app.core.clock import MINUTE
from app.wire.feeds import VolumeFeed, VolumeRow
from tests.fakes.link import FakeLink
from widgets.wall.volume import margin, mean_before, net_sentiment, read_mirror, read_volume


def row(minute: int, posts: int, *, expected: float = 10.0) -> VolumeRow:
    return felt(minute, negative=posts // 2, neutral=posts - posts // 2, expected=expected)


def felt(minute: int, *, negative: int = 0, neutral: int = 0, positive: int = 0, expected: float = 10.0) -> VolumeRow:
    posts = negative + neutral + positive
    return VolumeRow(minute, posts, negative, neutral, positive, 0, 0, expected, 8.0, 12.0)


def test_the_unfinished_bucket_is_not_drawn() -> None:
    volume = read_volume([row(0, 50), row(10, 3)], step=10, moment=15 * MINUTE)
    assert volume.points == [(10, 5.0)]
    assert volume.total == 50


def test_figures_are_per_minute_and_sorted_by_time() -> None:
    volume = read_volume([row(10, 20), row(0, 50)], step=10, moment=60 * MINUTE)
    assert volume.points == [(10, 5.0), (20, 2.0)]
    assert volume.ranges[0] == (10, 0.8, 1.2)


def test_a_missing_bucket_is_a_gap() -> None:
    volume = read_volume([row(0, 5), row(5, 5), row(20, 5)], step=5, moment=60 * MINUTE)
    assert [len(piece) for piece in volume.pieces()] == [2, 1]


def test_nothing_is_expected_before_anything_was_learned() -> None:
    volume = read_volume([row(0, 5, expected=-1.0)], step=5, moment=60 * MINUTE)
    assert volume.ranges == []
    assert volume.excess() == []


def test_before_the_first_full_bucket_there_is_nothing() -> None:
    volume = read_volume([row(0, 5)], step=10, moment=5 * MINUTE)
    assert (volume.points, volume.ranges, volume.pieces(), volume.highest) == ([], [], [], 0.0)


def test_the_line_exceeds_its_range_only_where_there_is_one() -> None:
    high, taught = row(5, 900), [row(0, 5), row(10, 5)]
    assert len(read_volume([*taught, high], step=5, moment=60 * MINUTE).excess()) == 1
    unknown = row(5, 900, expected=-1.0)
    assert read_volume([*taught, unknown], step=5, moment=60 * MINUTE).excess() == []


def test_the_ink_reaches_as_high_as_the_line_or_the_range() -> None:
    volume = read_volume([row(0, 2), row(10, 300)], step=10, moment=60 * MINUTE)
    assert volume.ink_tops.tolist() == [[10, 1.2], [20, 30.0]]


def test_sentiment_is_the_mean_of_the_posts_not_of_the_minutes() -> None:
    rows = [felt(0, neutral=90), felt(1, negative=10)]
    assert net_sentiment(rows, step=1, moment=10 * MINUTE, mean_of=10)[-1] == (2, -10.0)


def test_a_mean_forgets_what_is_older_than_its_span() -> None:
    rows = [felt(0, positive=10), felt(1), felt(2, negative=10)]
    points = net_sentiment(rows, step=1, moment=10 * MINUTE, mean_of=2)
    assert points == [(1, 100.0), (2, 100.0), (3, -100.0)]


def test_more_posts_make_a_narrower_interval() -> None:
    assert margin([row(0, 10_000)]) < margin([row(0, 100)]) < 20
    assert margin([]) == 0


def test_before_means_before() -> None:
    assert mean_before([(1, 10.0), (2, 20.0), (3, 99.0)], 2) == 15
    assert mean_before([(3, 99.0)], 2) is None


def test_what_several_screens_show_is_read_once_until_it_says_something_else() -> None:
    link, feed = FakeLink(), VolumeFeed(step=10)
    link.fill(feed, {"0": row(0, 50)})
    mirror, moment = link.mirror(feed), 60 * MINUTE
    first = read_mirror(mirror, step=10, moment=moment)
    assert read_mirror(mirror, step=10, moment=moment) is first
    link.put(feed, {"10": row(10, 20)})
    assert read_mirror(mirror, step=10, moment=moment).total == 70
    link.fill(feed, {"0": row(0, 30)})
    assert read_mirror(mirror, step=10, moment=moment).total == 30


def test_a_bucket_that_ends_with_time_alone_is_read_too() -> None:
    link, feed = FakeLink(), VolumeFeed(step=10)
    link.fill(feed, {"0": row(0, 50)})
    assert read_mirror(link.mirror(feed), step=10, moment=9 * MINUTE).total == 0
    assert read_mirror(link.mirror(feed), step=10, moment=10 * MINUTE).total == 50


def test_of_a_feed_that_is_not_mirrored_nothing_is_read() -> None:
    assert read_mirror(None, step=10, moment=MINUTE).points == []
