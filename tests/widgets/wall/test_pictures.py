"""What the wall looks like, panel by panel and state by state. See tests/pictures/compare.py for how to accept new
pictures."""

from collections.abc import Callable
from typing import Any

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from app.core.clock import HOUR, MINUTE
from app.domain.account import HealthState
from app.domain.topic import TopicKind
from app.domain.understanding import Sentiment
from app.link.base import LinkState
from app.wire.feeds import (
    CommunityFeed,
    HealthFeed,
    HourHeatFeed,
    HourHeatRow,
    HouseFeed,
    HouseRow,
    KpiFeed,
    KpiRow,
    OnShiftFeed,
    OnShiftRow,
    RegionFeed,
    RisingFeed,
    StreamFeed,
    TopicFeed,
)
from tests.fakes.link import FakeLink
from tests.pictures.compare import assert_picture
from tests.widgets.wall.calm_day import fill_calm
from tests.widgets.wall.day import community_row, fill_day, health_rows, stream_rows, topic_rows
from tests.widgets.wall.stage import make_panel, make_window

Change = Callable[[FakeLink], None]
GERMAN = "Gepäckermittlungsbeauftragte heute ausnahmsweise im Besprechungszimmer, Rückfragen bitte telefonisch"


def later(milliseconds: int) -> Change:
    def change(link: FakeLink) -> None:
        link.become(LinkState.LOST, reason="The hub cannot be reached.")
        link.advance(milliseconds)

    return change


def nothing_yet(link: FakeLink) -> None:
    link.fill(KpiFeed(), {})
    link.fill(CommunityFeed(), {"community": replace(community_row(), known=False)})
    link.fill(StreamFeed(), {})
    link.fill(RegionFeed(), {})
    link.fill(RisingFeed(), {})


def no_competitor(link: FakeLink) -> None:
    link.fill(TopicFeed(), {key: row for key, row in topic_rows().items() if row.kind is TopicKind.BRAND})


def sending_held(link: FakeLink) -> None:
    hold = HouseRow(
        organisation="Norvane Air", demo=False, hold="Statement is being agreed", hold_since=link.now() - HOUR, held=12
    )
    link.fill(HouseFeed(), {"house": hold})


def long_words(link: FakeLink) -> None:
    row = stream_rows(link.now())["1"]
    fields = {name: getattr(row, name) for name in row.__struct_fields__}
    texts = (
        ("Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft", "de"),
        ("Hôtel de l’aéroport complet, aucune réponse, et l’appli dit que tout va bien depuis deux heures déjà", "fr"),
        ("שוב אין תשובה מהצ׳ק-אין, כבר שעתיים @norvane", "he"),
    )
    made = {
        str(number): type(row)(
            **{**fields, "id": number, "text": text, "language": language, "sentiment": Sentiment.NEUTRAL}
        )
        for number, (text, language) in enumerate(texts, 1)
    }
    link.fill(StreamFeed(), made)


def two_faults(link: FakeLink) -> None:
    rows = health_rows(link.now())
    down = rows["1"]
    fields = {name: getattr(down, name) for name in down.__struct_fields__}
    rows["1"] = type(down)(**{**fields, "state": HealthState.SIGN_IN, "since": link.now() - HOUR})
    link.fill(HealthFeed(), rows)


def one_is_gone(link: FakeLink) -> None:
    rows = health_rows(link.now(), late="")
    link.fill(HealthFeed(), rows | {"6": replace(rows["6"], state=HealthState.DOWN, since=link.now() - 30 * MINUTE)})


def one_is_paused(link: FakeLink) -> None:
    rows = health_rows(link.now(), late="")
    paused = replace(rows["6"], state=HealthState.OFF, since=link.now() - 30 * MINUTE, paused_by="Ana")
    link.fill(HealthFeed(), rows | {"6": paused})


def young(link: FakeLink) -> None:
    cells = tuple((60 if hour == 90 else 3) if 72 <= hour < 103 else -1 for hour in range(168))
    link.fill(HourHeatFeed(), {"0": HourHeatRow(0, "All posts", cells, 31)})


def asked_on_forums(link: FakeLink) -> None:
    first = KpiRow(name="community_first", value=38, margin=4, sample=412, range_minutes=28 * 1440)
    link.put(KpiFeed(), {"community_first": first})


def at_work(link: FakeLink) -> None:
    link.fill(OnShiftFeed(), {"desks": OnShiftRow(here=6, busy=1, away=2)})


def shrunk(window: QWidget) -> QImage:
    """Half its size: enough for an arrangement, and a small file."""
    image = window.grab().toImage()
    return image.scaledToWidth(image.width() // 2, Qt.TransformationMode.SmoothTransformation)


@pytest.mark.parametrize(
    ("name", "kind", "size", "options", "change"),
    [
        ("kpi-fresh", "kpi", (296, 208), {"figure": "net_sentiment"}, None),
        ("kpi-stale", "kpi", (296, 208), {"figure": "share_of_voice"}, later(12 * MINUTE)),
        ("kpi-expired", "kpi", (296, 208), {"figure": "first_reply"}, later(2 * HOUR)),
        ("kpi-empty", "kpi", (296, 208), {"figure": "open_conversations"}, nothing_yet),
        ("kpi-partial", "kpi", (296, 208), {"figure": "net_sentiment"}, one_is_gone),
        ("volume-partial", "volume", (1232, 320), {}, one_is_gone),
        ("heat-paused", "heat", (1232, 320), {}, one_is_paused),
        ("mentions-fresh", "mentions", (608, 208), {}, None),
        ("volume-fresh", "volume", (1232, 320), {}, None),
        ("volume-expired", "volume", (1232, 320), {}, later(8 * HOUR)),
        ("heat-fresh", "heat", (1232, 320), {}, None),
        ("heat-stale", "heat", (1232, 320), {}, later(12 * MINUTE)),
        ("heat-hours-fresh", "heat_hours", (1232, 432), {}, None),
        ("heat-hours-stale", "heat_hours", (608, 320), {}, later(12 * MINUTE)),
        ("heat-hours-young", "heat_hours", (1232, 432), {}, young),
        ("clocks-on-shift", "clocks", (608, 208), {}, at_work),
        ("kpi-community-first", "kpi", (296, 208), {"figure": "community_first"}, asked_on_forums),
        ("community-fresh", "community", (608, 432), {}, asked_on_forums),
        ("community-low", "community", (608, 320), {}, None),
        ("community-unknown", "community", (608, 320), {}, nothing_yet),
        ("posts-fresh", "posts", (608, 432), {}, None),
        ("posts-long-words", "posts", (608, 432), {}, long_words),
        ("posts-empty", "posts", (608, 432), {}, nothing_yet),
        ("sentiment-fresh", "sentiment", (1232, 320), {}, None),
        ("sentiment-expired", "sentiment", (1232, 320), {}, later(8 * HOUR)),
        ("voice-fresh", "voice", (1076, 432), {}, None),
        ("voice-empty", "voice", (608, 320), {}, no_competitor),
        ("rivals-fresh", "rivals", (1076, 432), {}, None),
        ("world-fresh", "world", (1232, 656), {}, None),
        ("world-night", "world", (1232, 656), {"night": True, "measure": "posts"}, None),
        ("world-stale", "world", (1232, 656), {}, later(12 * MINUTE)),
        ("world-empty", "world", (608, 320), {}, nothing_yet),
        ("rising-fresh", "rising", (608, 320), {}, None),
        ("rising-empty", "rising", (608, 320), {}, nothing_yet),
        ("places-fresh", "places", (608, 432), {}, None),
        ("queue-late", "queue", (920, 432), {}, None),
        ("queue-held", "queue", (608, 320), {}, sending_held),
        ("queue-expired", "queue", (608, 320), {}, later(2 * HOUR)),
        ("connectors-faults", "connectors", (608, 432), {}, two_faults),
        ("message-long", "message", (608, 320), {"title": "Heute", "text": GERMAN}, None),
        ("message-arabic", "message", (608, 320), {"text": "نعمل على حل المشكلة"}, None),
        ("picture-missing", "picture", (608, 320), {"file": "/nowhere/plan.png"}, None),
    ],
)
def test_a_panel_looks_as_it_should(
    name: str, kind: str, size: tuple[float, float], options: dict[str, Any], change: Change | None
) -> None:
    link = fill_day(FakeLink())
    if change is not None:
        change(link)
    panel = make_panel(link, kind, size=size, **options)
    assert_picture(panel.grab().toImage(), f"wall/{name}")
    panel.close()


@pytest.mark.parametrize(
    ("name", "scene", "screen"),
    [
        ("overview", "overview", "wide"),
        ("crisis", "crisis", "wide"),
        ("far", "overview", "far"),
        ("tall", "overview", "tall"),
        ("voice", "voice", "wide"),
        ("service", "service", "wide"),
        ("competitors", "competitors", "wide"),
        ("world", "world", "wide"),
        ("patterns", "patterns", "wide"),
        ("patterns-tall", "patterns", "tall"),
        ("day", "day", "wide"),
        ("day-tall", "day", "tall"),
        ("service-tall", "service", "tall"),
        ("voice-tall", "voice", "tall"),
        ("competitors-medium", "competitors", "medium"),
        ("sun", "sun", "wide"),
        ("sun-tall", "sun", "tall"),
        ("world-far", "world", "far"),
        ("service-far", "service", "far"),
    ],
)
def test_a_wall_looks_as_it_should(name: str, scene: str, screen: str) -> None:
    window = make_window(fill_day(FakeLink(), declared=scene == "crisis"), scene, screen=screen)
    assert_picture(shrunk(window), f"wall/screen-{name}")


def test_a_wall_without_an_alarm_says_how_calm_it_is() -> None:
    window = make_window(fill_calm(FakeLink()), "crisis")
    assert_picture(shrunk(window), "wall/screen-calm")
    window.close()


def test_a_wall_without_some_sources_says_so_on_every_panel_that_counts() -> None:
    link = fill_day(FakeLink())
    rows = health_rows(link.now(), late="")
    gone = replace(rows["6"], state=HealthState.DOWN, since=link.now() - 30 * MINUTE)
    paused = replace(rows["7"], state=HealthState.OFF, since=link.now() - 10 * MINUTE, paused_by="Ana")
    link.fill(HealthFeed(), rows | {"6": gone, "7": paused})
    at_work(link)
    window = make_window(link)
    assert_picture(shrunk(window), "wall/screen-partial")
    window.close()


def test_the_strip_names_its_faults() -> None:
    link = fill_day(FakeLink())
    two_faults(link)
    window = make_window(link)
    area = window.rect().adjusted(0, 984, 0, 0)
    assert_picture(window.grab(area).toImage(), "wall/strip-faults")
    window.close()


def test_a_wall_that_is_not_let_in_says_why_on_every_panel() -> None:
    link = FakeLink()
    link.become(LinkState.REFUSED, reason="This wall is not known to the hub. Pair it again.")
    window = make_window(link)
    assert_picture(shrunk(window), "wall/screen-refused")
    window.close()
