"""Which alarm a wall speaks of, or how calm it is. Known by the panels of Crisis watch; knows wall.calm."""

from collections.abc import Iterable, Mapping

from app.core.clock import Millis
from app.core.i18n import _
from app.link.mirror import Mirror
from app.wire.feeds import AlarmFeed, AlarmRow, Feed
from widgets.wall.calm import HEAT, Calm, find_calm
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
    """A panel about the current alarm; while there is none, about the calm."""

    _titled = ""

    @property
    def alarm(self) -> AlarmRow | None:
        rows: Mapping[str, AlarmRow] = self.rows(ALARMS)
        return current(rows.values())

    @property
    def calm(self) -> Calm | None:
        """How calm it is; None during an alarm, and where nothing is known of any topic."""
        return None if self.alarm else find_calm(self.rows(HEAT).values(), now=self.now)

    def wants(self) -> tuple[Feed, ...]:
        return (ALARMS,) if self.alarm else (ALARMS, HEAT)

    def prepare(self) -> None:
        """The title may be another without an alarm."""
        if self.title() != self._titled:
            self._titled = self.title()
            self.setAccessibleName(self._titled)
            self._draw_frame()

    def is_empty(self) -> str:
        return "" if self.alarm or self.calm else _("No alarm is open")

    def _needed(self) -> list[Mirror]:
        """The calm is told where it is known; a wall does not wait for it."""
        return [mirror for feed, mirror in self._subscriptions.mirrors.items() if feed != HEAT]
