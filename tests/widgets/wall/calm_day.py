"""The invented airline at half past one, an hour before its crisis: no alarm is open. Known by the wall's tests; knows
wall.day."""

from msgspec.structs import replace

from app.core.clock import HOUR, MINUTE, SECOND, Millis
from app.wire.feeds import AlarmFeed, HealthFeed, HeatFeed, HeatRow, StreamFeed, VolumeFeed
from tests.fakes.link import NOON, FakeLink
from tests.widgets.wall.day import fill_day, health_rows, heat_rows, region_rows, stream_rows, volume_rows

CALM: Millis = NOON + HOUR + 32 * MINUTE + 3 * SECOND


def calm_rows(now: Millis) -> dict[str, HeatRow]:
    """The eight topics on a day on which only the morning's fog was loud."""
    rows = heat_rows(now).items()
    present = dict(zip([key for key, _row in rows], (31, 22, 18, 12, 9, 8, 6, 4), strict=True))
    return {key: replace(row, cells=_quiet(row, present[key]), now=present[key]) for key, row in rows}


def _quiet(row: HeatRow, present: int) -> tuple[int, ...]:
    fog = row.cells[:12] if row.name == "Flight delays" else ()
    return (*fog, *(min(cell, 40) for cell in row.cells[len(fog) : -1]), present)


def fill_calm(link: FakeLink) -> FakeLink:
    """Half past one: no alarm is open."""
    fill_day(link)
    link.clock, link.heard_at = CALM, CALM - 3 * SECOND
    link.fill(AlarmFeed(), {})
    link.fill(HeatFeed(), calm_rows(CALM))
    link.fill(HeatFeed(by="region"), {key: replace(row, now=row.now // 3) for key, row in region_rows(CALM).items()})
    link.fill(VolumeFeed(minutes=120, step=1), volume_rows(CALM, minutes=120, step=1))
    link.fill(StreamFeed(), stream_rows(CALM))
    link.fill(HealthFeed(), health_rows(CALM, late=""))
    for topic in range(11, 19):
        rows = volume_rows(CALM, minutes=60, step=10, seed=topic)
        part = {
            key: replace(row, posts=row.posts // (topic - 8), expected=row.expected / (topic - 8))
            for key, row in rows.items()
        }
        link.fill(VolumeFeed(topic=topic, minutes=60, step=10), part)
    return link
