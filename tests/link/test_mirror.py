"""A mirror is exact: snapshot, deltas without a gap, or a request for a new snapshot."""

from hypothesis import given
from hypothesis import strategies as st
from msgspec import Raw

from app.hub.sources import Source
from app.link.mirror import FeedChange, Mirror
from app.wire.feeds import CountFeed, CountRow
from app.wire.frames import encode


def row(name: str, count: int) -> bytes:
    return encode(CountRow(name, count))


def filled() -> Mirror:
    mirror = Mirror(CountFeed(me="ana"))
    mirror.take_snapshot(epoch="e", version=3, rows=[("open", Raw(row("open", 5)))], at=10)
    return mirror


def test_a_snapshot_replaces_everything() -> None:
    mirror = filled()
    mirror.take_snapshot(epoch="e", version=9, rows=[("mine", Raw(row("mine", 1)))], at=20)

    assert mirror.rows == {"mine": CountRow("mine", 1)}


def test_a_delta_that_follows_is_applied() -> None:
    mirror = filled()
    seen: list[FeedChange] = []
    mirror.listen(lambda _mirror, change: seen.append(change))

    assert mirror.take_delta(version=4, put=[("mine", Raw(row("mine", 2)))], drop=["open"], at=11)

    assert mirror.rows == {"mine": CountRow("mine", 2)}
    assert seen == [FeedChange(put=("mine",), drop=("open",))]


def test_a_delta_with_a_gap_changes_nothing() -> None:
    mirror = filled()

    assert not mirror.take_delta(version=5, put=[], drop=["open"], at=11)

    assert mirror.rows == {"open": CountRow("open", 5)}


def test_a_lost_hub_leaves_the_last_known() -> None:
    mirror = filled()
    mirror.lose()

    assert mirror.last_known
    assert mirror.rows == {"open": CountRow("open", 5)}


def test_a_recalled_picture_never_covers_a_live_one() -> None:
    mirror = filled()
    mirror.recall(rows=[("open", Raw(row("open", 1)))], at=5)

    assert mirror.rows["open"].count == 5
    assert not mirror.last_known


def test_who_stopped_listening_is_told_nothing() -> None:
    mirror = filled()
    seen: list[FeedChange] = []
    mirror.listen(lambda _mirror, change: seen.append(change))()

    mirror.lose()

    assert seen == []


tables = st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 3), max_size=6)


@given(history=st.lists(tables, min_size=1, max_size=100), away=st.integers(0, 99))
def test_a_station_that_was_away_shows_what_one_that_stayed_shows(history: list[dict[str, int]], away: int) -> None:
    source = Source(CountFeed(me="ana"))
    stayed, gone = Mirror(source.feed), Mirror(source.feed)
    for number, table in enumerate(history):
        source.take({name: row(name, count) for name, count in table.items()})
        pull(source, stayed)
        if number < away:
            pull(source, gone)
    pull(source, gone)

    assert gone.rows == stayed.rows == {name: CountRow(name, count) for name, count in history[-1].items()}


def pull(source: Source, mirror: Mirror) -> None:
    """What a session does when the socket has room."""
    steps = source.steps_after(mirror.epoch, mirror.version)
    if steps is None:
        rows = list(source.rows.items())
        mirror.take_snapshot(epoch=source.epoch, version=source.version, rows=rows, at=1)
        return
    for step in steps:
        assert mirror.take_delta(version=step.version, put=step.put, drop=step.drop, at=1)
