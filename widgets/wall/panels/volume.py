"""Mentions over a day against what is expected. Known by the registry; knows kit.plot and wall.volume."""

from app.core.clock import MINUTE
from app.core.i18n import _
from app.wire.feeds import AlarmFeed, AlarmRow, Feed, VolumeFeed
from widgets.kit.canvas import Canvas
from widgets.kit.plot import Area, Plot
from widgets.kit.series import round_top
from widgets.wall.axis import hour_ticks
from widgets.wall.context import PanelInfo
from widgets.wall.freshness import Freshness
from widgets.wall.inks import chart_inks
from widgets.wall.panel import PAD, Panel
from widgets.wall.volume import NOTHING, Volume, read_mirror

ALARMS = AlarmFeed()
MOST_EVENTS = 3


class VolumeChart(Panel):
    """One line, its expected range, what exceeds it, and the newest alarms as events.

    Options: `minutes` (1440), `step` (10), `topic` (0 for all).
    """

    INFO = PanelInfo(
        kind="volume",
        help="Mentions over time against the expected range.",
        expires_after=21_600,
        pace=10,
        counts=True,
        formula="What is usual",
    )

    _volume = NOTHING

    @property
    def feed(self) -> VolumeFeed:
        return VolumeFeed(
            topic=int(self.options.get("topic", 0)),
            minutes=int(self.options.get("minutes", 1440)),
            step=int(self.options.get("step", 10)),
        )

    def title(self) -> str:
        return _("Mentions")

    def subtitle(self) -> str:
        return _("per minute, {length}").format(length=self.words.span(self.feed.minutes))

    def wants(self) -> tuple[Feed, ...]:
        return (self.feed, ALARMS)

    def prepare(self) -> None:
        self._volume = read_mirror(self.mirror(self.feed), step=self.feed.step, moment=self.moment())

    def is_empty(self) -> str:
        return "" if len(self._volume.line) else _("Nothing counted yet")

    def summary(self) -> str:
        volume = self._volume
        return _("{total} mentions in {length}; now {count} per minute.").format(
            total=self.words.number(volume.total),
            length=self.words.span(self.feed.minutes),
            count=self.words.number(volume.now),
        )

    def age_room(self, canvas: Canvas) -> float:
        """The total stands between context and age."""
        return self._age_place() + canvas.width_of(self._total(), 24) + 24

    def paint_data(self, canvas: Canvas) -> None:
        volume = self._volume.since(self._end() - self.feed.minutes)
        right = self.width_ - PAD - self._age_place()
        canvas.text(right, 46, self._total(), size=24, color=self.theme.text2, align="right")
        area = Area(72, 80, self.width_ - 72 - 32, self.height_ - 80 - 48)
        end = self._end()
        top, step = round_top(volume.highest)
        plot = Plot(canvas, area, times=(end - self.feed.minutes, end), values=(0, top), inks=chart_inks(self.theme))
        plot.gridlines([step * count for count in range(round(top / step) + 1)], self.words.number)
        plot.band(volume.band)
        plot.excess(volume.excess())
        plot.line(volume.pieces())
        ticks = hour_ticks(self.words, end=end, minutes=self.feed.minutes, width=area.width)
        plot.ticks(ticks, end=self.words.time(round(end * MINUTE)))
        self._paint_events(plot, volume)
        plot.band_name(_("Expected range"), volume.ink_tops)

    def _paint_events(self, plot: Plot, volume: Volume) -> None:
        """The newest alarms, each on the line, labels in one row near the top unless the line is there."""
        start = plot.across.low
        alarms = sorted(self.rows(ALARMS).values(), key=lambda alarm: alarm.began_at, reverse=True)
        shown = [alarm for alarm in alarms if alarm.began_at / MINUTE > start][:MOST_EVENTS]
        values = dict(volume.points) if shown else {}
        right = plot.area.right + 30
        for alarm in shown:
            bucket = -(-(alarm.began_at // MINUTE) // volume.step) * volume.step
            label = self._event_label(alarm)
            width = plot.canvas.width_of(label, 24, weight=500)
            x = plot.across(bucket)
            left = x if x - plot.area.x < plot.area.width / 3 else x - width
            if bucket in values and left + width < right:
                plot.event(bucket, values[bucket], label, baseline=plot.area.y + 34)
                right = left - 24

    def _event_label(self, alarm: AlarmRow) -> str:
        return f"{self.words.time(alarm.began_at)} {alarm.name}"

    def _end(self) -> float:
        """Where the chart ends: with its data, or now once that is long ago."""
        return self.now / MINUTE if self.is_expired or not len(self._volume.line) else self._volume.end

    def _age_place(self) -> float:
        """What the age may take up before the total stands in its way."""
        return 76 if self.freshness is Freshness.FRESH else 136

    def paint_frame(self, canvas: Canvas) -> None:
        """The zero line, which is there before any data."""
        canvas.rule(72, self.height_ - 48, self.width_ - 72 - 32, self.theme.axis)

    def _total(self) -> str:
        return _("{count} in {length}").format(
            count=self.words.number(self._volume.total), length=self.words.span(self.feed.minutes)
        )
