"""The time in the cities that matter to us, and how many people are on shift. Known by the registry; knows wire."""

from app.core.i18n import _, ngettext
from app.link.base import LinkState
from app.wire.feeds import Feed, OnShiftFeed, OnShiftRow
from widgets.kit.canvas import Canvas
from widgets.theme.fonts import SEMI_BOLD
from widgets.wall.context import PanelInfo
from widgets.wall.freshness import Freshness
from widgets.wall.options import CityClock
from widgets.wall.panel import PAD, Panel

FEED = OnShiftFeed()
PITCH, STACKED, LOOSE = 190, 118, 260


class Clocks(Panel):
    """A clock for each city of the wall's settings, with its day and its distance from UTC.

    The title says who is on shift while that is known: how many people take new work, are busy or away, without
    names, since it hangs on public walls; while the hub is out of reach it is a clock alone.
    """

    INFO = PanelInfo(kind="clocks", help="Local time in the cities of the settings, and who is on shift.", interval=60)
    GROWS_OLD = True

    def title(self) -> str:
        return _("On shift") if self._desks() else _("Local time")

    def prepare(self) -> None:
        """What it is called depends on what is known."""
        if self.accessibleName() != self.title():
            self.setAccessibleName(self.title())
            self._draw_frame()

    def wants(self) -> tuple[Feed, ...]:
        return (FEED,)

    def subtitle(self) -> str:
        return ", ".join(self._on_shift())

    def is_empty(self) -> str:
        return "" if self.context.options.clocks else _("No cities are set")

    def summary(self) -> str:
        return ", ".join([*(f"{self._city(clock)} {self._time(clock)}" for clock in self._shown()), *self._on_shift()])

    def paint_data(self, canvas: Canvas) -> None:
        shown = self._shown()
        pitch = max(float(PITCH), (self.width_ - 2 * PAD) / max(3, len(shown)))
        for number, clock in enumerate(shown):
            if self._is_stacked:
                down = min(1.25 * STACKED, (self.height_ - 70) / len(shown))
                self._paint_clock(canvas, clock, PAD, number * down, width=self.width_ - 2 * PAD)
            else:
                self._paint_clock(canvas, clock, PAD + number * pitch, 0, width=pitch - 16)

    def _paint_clock(self, canvas: Canvas, clock: CityClock, x: float, top: float, *, width: float) -> None:
        theme, time = self.theme, self._time(clock)
        canvas.text(x, top + 92, canvas.fit(self._city(clock), width, 24), size=24, color=theme.text2)
        canvas.ink_text(x, top + 146, time, size=52, color=theme.text1, weight=SEMI_BOLD, tracking=-0.02)
        day = self.words.weekday(self.now, zone=clock.zone)
        offset = self.words.offset(self.now, zone=clock.zone)
        canvas.text(x, top + 184, f"{day}, {offset}", size=24, color=theme.text3)

    def pass_second(self) -> None:
        """A new minute is new data."""
        if self.has_aged():
            self.picture_due.emit(False)

    def _judge(self) -> Freshness:
        return Freshness.FRESH

    def _on_shift(self) -> list[str]:
        """How many people take new work; of those who take none, what is none goes unsaid."""
        row = self._desks()
        if row is None:
            return []
        if not row.here + row.busy + row.away:
            return [_("nobody at a desk")]
        taking = ngettext("{count} takes new work", "{count} take new work", row.here)
        said = [taking.format(count=self.words.number(row.here)) if row.here else _("nobody takes new work")]
        if row.busy:
            said.append(ngettext("{count} busy", "{count} busy", row.busy).format(count=self.words.number(row.busy)))
        if row.away:
            said.append(ngettext("{count} away", "{count} away", row.away).format(count=self.words.number(row.away)))
        return said

    def _desks(self) -> OnShiftRow | None:
        """What is known of those at work; nothing while the hub is out of reach."""
        row: OnShiftRow | None = self.rows(FEED).get("desks")
        return row if self.context.link.state is LinkState.LIVE else None

    def _city(self, clock: CityClock) -> str:
        return clock.city or self.words.city(clock.zone)

    def _time(self, clock: CityClock) -> str:
        return self.words.time(self.now, zone=clock.zone)

    @property
    def _is_stacked(self) -> bool:
        """A panel that is tall, and not wide enough to be generous, has its clocks below each other."""
        clocks = len(self.context.options.clocks)
        return self.width_ < LOOSE * clocks and self.height_ >= 64 + min(3, clocks) * STACKED

    def _shown(self) -> tuple[CityClock, ...]:
        across, down = int((self.width_ - 2 * PAD + 16) // PITCH), int((self.height_ - 64) // STACKED)
        return self.context.options.clocks[: max(1, down if self._is_stacked else across)]
