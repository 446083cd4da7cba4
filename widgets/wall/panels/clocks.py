"""The time in the cities that matter to us. Known by the registry; knows nothing of the hub but its clock."""

from app.core.i18n import _
from app.wire.feeds import Feed
from widgets.kit.canvas import Canvas
from widgets.theme.fonts import SEMI_BOLD
from widgets.wall.freshness import Freshness
from widgets.wall.options import CityClock
from widgets.wall.panel import PAD, Panel, PanelInfo

PITCH = 190


class Clocks(Panel):
    """A clock for each city of the wall's settings, with its day and its distance from UTC."""

    INFO = PanelInfo(kind="clocks", help="Local time in the cities of the settings.", interval=60)

    def title(self) -> str:
        return _("Local time")

    def wants(self) -> tuple[Feed, ...]:
        return ()

    def is_empty(self) -> str:
        return "" if self.context.options.clocks else _("No cities are set")

    def summary(self) -> str:
        return ", ".join(f"{clock.city} {self._time(clock)}" for clock in self._shown())

    def paint_data(self, canvas: Canvas) -> None:
        shown = self._shown()
        pitch = max(float(PITCH), (self.width_ - 2 * PAD) / max(3, len(shown)))
        for number, clock in enumerate(shown):
            x = PAD + number * pitch
            canvas.text(x, 92, canvas.fit(clock.city, pitch - 16, 24), size=24, color=self.theme.text2)
            canvas.ink_text(
                x, 146, self._time(clock), size=52, color=self.theme.text1, weight=SEMI_BOLD, tracking=-0.02
            )
            day = self.words.weekday(self.now, zone=clock.zone)
            offset = self.words.offset(self.now, zone=clock.zone)
            canvas.text(x, 184, f"{day}, {offset}", size=24, color=self.theme.text3)

    def pass_second(self) -> None:
        """A new minute is new data."""
        if self.summary() != self.accessibleDescription():
            self.picture_due.emit(False)

    def _judge(self) -> Freshness:
        return Freshness.FRESH

    def _time(self, clock: CityClock) -> str:
        return self.words.time(self.now, zone=clock.zone)

    def _shown(self) -> tuple[CityClock, ...]:
        most = max(1, int((self.width_ - 2 * PAD + 16) // PITCH))
        return self.context.options.clocks[:most]
