"""The last-known picture: what a wall shows when it starts without its hub, and what it never keeps."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec import Raw

from app.domain.conversation import View
from app.domain.principal import Right
from app.domain.understanding import Sentiment
from app.link.address import Address
from app.link.base import LinkState
from app.link.client import HubClient
from app.link.mirror import Mirror
from app.link.picture import WRITE_EVERY_SECONDS, LastKnown
from app.wire.feeds import FEEDS, CountFeed, Feed, HouseFeed, HouseRow, QueueFeed, StreamFeed, StreamRow
from app.wire.frames import encode
from tests.fakes.any_feed import any_feed
from tests.fakes.clock import NOON, ManualClock

WALL = tuple(kind for kind in FEEDS if kind.NEEDS is Right.WATCH)


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "last-known"


def shown(text: str) -> StreamRow:
    return StreamRow(
        id=1,
        network="pond",
        glyph="Po",
        author="@m•••a",
        text=text,
        language="en",
        sentiment=Sentiment.POSITIVE,
        reach=3,
        at=NOON,
    )


def live_mirror(feed: Feed, rows: dict[str, object]) -> Mirror:
    mirror = Mirror(feed)
    mirror.take_snapshot(epoch="e", version=1, rows=[(key, Raw(encode(row))) for key, row in rows.items()], at=NOON)
    return mirror


def recalled(folder: Path, feed: Feed) -> Mirror:
    """What a station that starts now shows."""
    mirror = Mirror(feed)
    LastKnown(folder, ManualClock()).recall(mirror)
    return mirror


def test_a_station_that_starts_without_a_hub_shows_the_last_picture(folder: Path, clock: ManualClock) -> None:
    LastKnown(folder, clock).changed(live_mirror(StreamFeed(), {"1": shown("Lovely crew")}))
    mirror = recalled(folder, StreamFeed())

    assert mirror.last_known
    assert mirror.changed_at == NOON
    assert mirror.rows == {"1": shown("Lovely crew")}


async def test_a_client_whose_hub_is_away_shows_it_too(folder: Path, clock: ManualClock) -> None:
    LastKnown(folder, clock).changed(live_mirror(StreamFeed(), {"1": shown("Lovely crew")}))

    async def nowhere() -> Address:
        raise AssertionError("nobody asks before it runs")

    http: object = None
    client = HubClient(nowhere, http, station="wall", mode="wall", last_known=LastKnown(folder, clock))  # type: ignore[arg-type]
    mirror = client.subscribe(StreamFeed())

    assert client.state is LinkState.CONNECTING
    assert mirror.last_known
    assert set(mirror.rows) == {"1"}


def test_another_feeds_picture_is_not_shown(folder: Path, clock: ManualClock) -> None:
    LastKnown(folder, clock).changed(live_mirror(StreamFeed(), {"1": shown("Lovely crew")}))

    assert not recalled(folder, StreamFeed(topic=7)).filled


def test_pictures_are_written_seldom_and_the_newest_is_not_forgotten(folder: Path, clock: ManualClock) -> None:
    kept = LastKnown(folder, clock)
    mirror = live_mirror(StreamFeed(), {"1": shown("First")})
    kept.changed(mirror)
    mirror.take_delta(version=2, put=[("1", Raw(encode(shown("Second"))))], drop=[], at=NOON + 1)
    kept.changed(mirror)
    assert recalled(folder, StreamFeed()).rows["1"].text == "First"

    clock._move_to(WRITE_EVERY_SECONDS)
    kept.keep_due()
    assert recalled(folder, StreamFeed()).rows["1"].text == "Second"


def test_what_was_taken_back_does_not_come_back_when_the_hub_is_lost(folder: Path, clock: ManualClock) -> None:
    kept = LastKnown(folder, clock)
    mirror = live_mirror(StreamFeed(), {"1": shown("Shameful")})
    kept.changed(mirror)
    mirror.take_delta(version=2, put=[], drop=["1"], at=NOON + 1)
    kept.changed(mirror)
    kept.keep_all()

    assert recalled(folder, StreamFeed()).rows == {}


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(damage=st.one_of(st.binary(max_size=60), st.tuples(st.integers(0, 400), st.integers(0, 255))))
def test_a_damaged_picture_is_left_out_or_whole(folder: Path, damage: bytes | tuple[int, int]) -> None:
    feed = HouseFeed()
    row = HouseRow(organisation="Harbour", demo=False, hold="Sturm über der Förde")
    LastKnown(folder, ManualClock()).changed(live_mirror(feed, {"house": row}))
    (path,) = folder.iterdir()
    if isinstance(damage, bytes):
        path.write_bytes(damage)
    else:
        data = bytearray(path.read_bytes())
        data[damage[0] % len(data)] ^= damage[1]
        path.write_bytes(data)

    mirror = recalled(folder, feed)
    assert all(isinstance(found, HouseRow) for found in mirror.rows.values())


def test_a_picture_cut_short_is_left_out(folder: Path, clock: ManualClock) -> None:
    LastKnown(folder, clock).changed(live_mirror(StreamFeed(), {"1": shown("Lovely crew")}))
    (path,) = folder.iterdir()
    path.write_bytes(path.read_bytes()[:-5])

    assert not recalled(folder, StreamFeed()).filled


@pytest.mark.parametrize("feed", [CountFeed(me="ana"), QueueFeed(view=View())])
def test_what_not_everybody_may_see_is_never_written(folder: Path, clock: ManualClock, feed: Feed) -> None:
    kept = LastKnown(folder, clock)
    kept.changed(live_mirror(feed, {}))
    kept.keep_all()

    assert not folder.exists()


def test_every_wall_feed_is_kept_and_no_other(folder: Path, clock: ManualClock) -> None:
    kept = LastKnown(folder, clock)
    for kind in WALL:
        kept.changed(live_mirror(any_feed(kind), {}))

    assert len(list(folder.iterdir())) == len(WALL)


def test_a_folder_that_cannot_be_written_is_no_trouble(tmp_path: Path, clock: ManualClock) -> None:
    (tmp_path / "file").write_text("no folder")
    kept = LastKnown(tmp_path / "file" / "last-known", clock)
    kept.changed(live_mirror(StreamFeed(), {"1": shown("Lovely crew")}))

    assert not recalled(tmp_path / "file" / "last-known", StreamFeed()).filled
