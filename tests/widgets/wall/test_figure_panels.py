"""The panels of figures: key figures, their lines, shares of voice, the community."""

import pytest

from app.core.clock import MINUTE
from app.wire.feeds import (
    KpiFeed,
    KpiRow,
    TopicFeed,
    VolumeFeed,
)
from tests.fakes.link import FakeLink
from tests.widgets.wall.day import fill_day
from tests.widgets.wall.stage import make_panel, texts
from tests.widgets.wall.test_panels import later


def test_no_number_is_ever_cut() -> None:
    link = fill_day(FakeLink())
    later(link, 12 * MINUTE)
    panel = make_panel(link, "kpi", size=(296, 208), figure="first_reply")
    assert "Target 15" in texts(panel)
    assert not [text for text in texts(panel) if "…" in text]
    panel.close()


def test_a_share_of_voice_is_of_brands_and_competitors_only() -> None:
    panel = make_panel(fill_day(FakeLink()), "voice", size=(1076, 432))
    shares = [int(text) for text in texts(panel) if text.isdigit() and len(text) == 2]
    assert sum(shares) in {99, 100, 101}
    assert panel.accessibleDescription().startswith("Alder Airways 41 %")
    panel.close()


def test_a_brand_that_is_no_longer_followed_is_let_go() -> None:
    link = fill_day(FakeLink())
    panel = make_panel(link, "rivals", size=(1076, 432))
    brands = {feed.topic for feed in link.subscribed if isinstance(feed, VolumeFeed)}
    assert brands == {21, 22, 23}
    link.put(TopicFeed(), {}, drop=("23",))
    assert {feed.topic for feed in link.subscribed if isinstance(feed, VolumeFeed)} == {21, 22}
    panel.close()


def test_tile_and_line_of_net_sentiment_tell_one_number_and_their_range() -> None:
    link = fill_day(FakeLink())
    tile = make_panel(link, "kpi", size=(296, 208), figure="net_sentiment")
    line = make_panel(link, "sentiment", size=(1232, 320))
    narrow = make_panel(link, "sentiment", size=(608, 320))
    for panel in (tile, line, narrow):
        said = [text.replace("\u00a0", " ") for text in texts(panel)]
        assert {"−18", "±4"} <= set(said)
        assert any("60 min" in text for text in said)
        panel.close()


@pytest.mark.parametrize(("value", "margin"), [(-100, 12), (-18, 4), (100, 100)])
def test_a_number_and_its_unit_stay_within_their_tile(value: float, margin: float) -> None:
    link = fill_day(FakeLink())
    link.put(KpiFeed(), {"net_sentiment": KpiRow(name="net_sentiment", value=value, margin=margin, sample=40)})
    panel = make_panel(link, "kpi", size=(296, 208), figure="net_sentiment")
    assert f"±{round(margin)}" in texts(panel)
    assert max(box.right for box in panel.boxes or []) <= 296 - 20
    panel.close()


def test_a_line_of_one_topic_has_its_own_number() -> None:
    link = fill_day(FakeLink())
    panel = make_panel(link, "sentiment", size=(1232, 320), topic=21, step=30)
    assert KpiFeed() not in panel.wants()
    assert "−18" not in texts(panel)
    panel.close()


def test_the_community_panel_says_how_often_others_answer_first() -> None:
    link = fill_day(FakeLink())
    panel = make_panel(link, "community", size=(608, 432))
    assert "community answers first" not in texts(panel)
    first = KpiRow(name="community_first", value=38, margin=4, sample=412, range_minutes=28 * 1440)
    link.put(KpiFeed(), {"community_first": first})
    panel.refresh()
    assert {"38", "%", "community answers first"} <= set(texts(panel))
    assert "The community answers 38 % of questions first." in panel.accessibleDescription()
    panel.close()
