import pytest

from app.core.clock import MINUTE, SECOND
from app.link.base import LinkState
from app.wire.feeds import KpiFeed
from tests.fakes.link import FakeLink
from widgets.wall.freshness import Freshness, judge, moment_of

FEED = KpiFeed()


def judged(link: FakeLink) -> Freshness:
    return judge([link.mirror(FEED)], link, interval=10, expires_after=900)


def test_before_anything_is_heard_it_is_loading() -> None:
    assert judged(FakeLink()) is Freshness.LOADING


@pytest.mark.parametrize(
    ("age", "expected"),
    [
        (3 * SECOND, Freshness.FRESH),
        (60 * SECOND, Freshness.FRESH),
        (61 * SECOND, Freshness.STALE),
        (15 * MINUTE, Freshness.STALE),
        (15 * MINUTE + SECOND, Freshness.EXPIRED),
    ],
)
def test_a_figure_ages_from_fresh_to_stale_to_expired(age: int, expected: Freshness) -> None:
    link = FakeLink()
    link.fill(FEED, {})
    link.become(LinkState.LOST)
    link.advance(age)
    assert judged(link) is expected


def test_a_quiet_feed_is_as_fresh_as_the_hub_says() -> None:
    link = FakeLink()
    link.fill(FEED, {})
    link.advance(30 * MINUTE)
    assert judged(link) is Freshness.FRESH


def test_a_picture_of_an_earlier_session_is_as_old_as_it_is() -> None:
    link = FakeLink()
    link.recall(FEED, {}, at=link.now() - 5 * MINUTE)
    assert moment_of([link.mirror(FEED)], link) == link.now() - 5 * MINUTE
    assert judged(link) is Freshness.STALE


def test_a_hub_that_refuses_is_said_only_while_there_is_nothing_to_show() -> None:
    link = FakeLink()
    link.become(LinkState.REFUSED)
    assert judged(link) is Freshness.REFUSED
    link.recall(FEED, {}, at=link.now())
    assert judged(link) is Freshness.FRESH


def test_the_oldest_of_several_feeds_decides() -> None:
    link = FakeLink()
    link.fill(FEED, {})
    assert moment_of([link.mirror(FEED), FakeLink().mirror(FEED)], link) == 0
