"""What there is to say while no alarm is open: since when nothing was loud, and what was so last. Known by the panels
of Crisis watch; knows wire.feeds.

It reaches as far back as the heat map does; beyond that nothing is claimed.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from app.core.clock import MINUTE, Millis
from app.wire.feeds import HeatFeed, HeatRow
from widgets.wall.headline import LOUD

HEAT = HeatFeed()


@dataclass(frozen=True)
class Loudness:
    """One stretch of time in which a topic was loud: its highest heat, and when it ended."""

    name: str
    heat: int
    ended: Millis


@dataclass(frozen=True)
class Calm:
    """How quiet it is.

    Attributes:
        hottest: the topic that is hottest now.
        since: from when on no topic was loud; the beginning of what is remembered where `last` is None.
        last: who was loud last; None when nobody was, as far back as is remembered.
    """

    hottest: HeatRow
    since: Millis
    last: Loudness | None

    @property
    def is_loud(self) -> bool:
        """A topic is loud now, and nobody has been alarmed."""
        return self.hottest.now > LOUD


def find_calm(rows: Iterable[HeatRow], *, now: Millis) -> Calm | None:
    """The calm that these topics tell of; None while nothing is known of any."""
    topics = [row for row in rows if row.now >= 0]
    if not topics:
        return None
    hottest = max(topics, key=lambda row: row.now)
    ends = [found for row in topics if (found := _last_loud(row, now)) is not None]
    last = max(ends, key=lambda found: (found.ended, found.heat), default=None)
    return Calm(hottest, last.ended if last else min(row.start for row in topics) * MINUTE, last)


def _last_loud(row: HeatRow, now: Millis) -> Loudness | None:
    """When a topic was loud last."""
    end = next((place for place in range(len(row.cells) - 1, -1, -1) if row.cells[place] > LOUD), None)
    if end is None:
        return None
    first = end
    while first and row.cells[first - 1] > LOUD:
        first -= 1
    ended = (row.start + (end + 1) * row.step) * MINUTE
    return Loudness(row.name, max(row.cells[first : end + 1]), min(ended, now))
