"""Which scene is due on which screen: turns, day parts, opening hours. Known by the wall's station; knows nothing.

What is due depends on the time alone, so that all screens of all walls that hear one hub turn at the same second and
a wall that starts again goes on where it would have been.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from app.core.clock import SECOND, Millis

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
DAY_MINUTES = 1440


@dataclass(frozen=True)
class Turn:
    """A scene and for how many seconds it stays."""

    scene: str
    seconds: int


@dataclass(frozen=True)
class Hours:
    """A part of the day: from minute `start` up to minute `end`, over midnight when that is not later.

    Attributes:
        days: weekdays it begins on, Monday is 0.
    """

    start: int
    end: int
    days: frozenset[int]

    def hold(self, weekday: int, minute: int) -> bool:
        """Whether they hold on a weekday at a minute of the day."""
        if self.start < self.end:
            return weekday in self.days and self.start <= minute < self.end
        return (weekday in self.days and minute >= self.start) or ((weekday - 1) % 7 in self.days and minute < self.end)


@dataclass(frozen=True)
class Show:
    """A rule: on these screens (none: on all), in these hours (None: always), these scenes in turns."""

    turns: tuple[Turn, ...]
    screens: frozenset[int | str] = frozenset()
    hours: Hours | None = None


@dataclass(frozen=True)
class Playlist:
    """All rules of a wall.

    Attributes:
        zone: in which its times are.
        shows: the first that fits a screen and the time holds.
        opening: when the wall shows anything; empty for always.
        night: when its texts are quieter; empty for never.
        fades: one scene dissolves into the next; else it is cut.
    """

    zone: ZoneInfo
    shows: tuple[Show, ...] = ()
    opening: tuple[Hours, ...] = ()
    fades: bool = True
    night: tuple[Hours, ...] = ()

    def is_open(self, moment: Millis) -> bool:
        """Whether anything is shown at all."""
        return not self.opening or any(hours.hold(*self._local(moment)) for hours in self.opening)

    def is_night(self, moment: Millis) -> bool:
        """Whether its texts are quieter now."""
        return any(hours.hold(*self._local(moment)) for hours in self.night)

    def turns(self, screen: int, name: str, moment: Millis) -> tuple[Turn, ...]:
        """The scenes of a screen at a time, by its number or its name; none where no rule fits."""
        weekday, minute = self._local(moment)
        for show in self.shows:
            fits = not show.screens or screen in show.screens or name in show.screens
            if fits and (show.hours is None or show.hours.hold(weekday, minute)):
                return show.turns
        return ()

    def _local(self, moment: Millis) -> tuple[int, int]:
        """Weekday and minute of the day in the wall's zone."""
        local = datetime.fromtimestamp(moment / SECOND, self.zone)
        return local.weekday(), local.hour * 60 + local.minute


def due(turns: Sequence[Turn], moment: Millis) -> Turn:
    """The turn whose time it is; there must be one."""
    second = moment // SECOND % sum(turn.seconds for turn in turns)
    for turn in turns:
        second -= turn.seconds
        if second < 0:
            return turn
    raise AssertionError("the turns cover every second")
