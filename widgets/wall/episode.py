"""Which alarm a wall speaks of. Known by the panels of Crisis watch; knows wire.feeds."""

from collections.abc import Iterable, Mapping

from app.core.clock import Millis
from app.core.i18n import _
from app.wire.feeds import AlarmFeed, AlarmRow, Feed
from widgets.wall.headline import is_crisis
from widgets.wall.panel import Panel

ALARMS = AlarmFeed()


def current(alarms: Iterable[AlarmRow]) -> AlarmRow | None:
    """The worst crisis that is declared, else the hottest open alarm."""
    return max(
        alarms, key=lambda alarm: (is_crisis(alarm), alarm.level if is_crisis(alarm) else 0, alarm.heat), default=None
    )


def counted_from(alarm: AlarmRow) -> Millis:
    """From when its time is counted: its declaration, or its beginning while nobody has declared it."""
    return alarm.declared_at or alarm.began_at


class EpisodePanel(Panel):
    """A panel about the current alarm."""

    @property
    def alarm(self) -> AlarmRow | None:
        rows: Mapping[str, AlarmRow] = self.rows(ALARMS)
        return current(rows.values())

    def wants(self) -> tuple[Feed, ...]:
        return (ALARMS,)

    def is_empty(self) -> str:
        return "" if self.alarm else _("No alarm is open")
