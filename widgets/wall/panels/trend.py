"""One measure of the current crisis over two hours: mentions or net sentiment. Known by the registry; knows kit.plot,
wall.volume and wall.episode."""

import math
from dataclasses import dataclass

from PySide6.QtGui import QColor

from app.core.clock import MINUTE
from app.core.i18n import _
from app.wire.feeds import AlarmRow, Feed, VolumeFeed
from widgets.kit.canvas import Canvas
from widgets.kit.plot import Area, Plot
from widgets.kit.series import Point, round_top, runs
from widgets.theme.fonts import MEDIUM, SEMI_BOLD
from widgets.wall.axis import falling_axis
from widgets.wall.context import PanelInfo
from widgets.wall.episode import ALARMS, EpisodePanel, counted_from
from widgets.wall.inks import chart_inks
from widgets.wall.panel import PAD
from widgets.wall.volume import NOTHING, margin, mean_before, net_sentiment, read_volume

MINUTES, MEAN_OF = 120, 10
BESIDE = 10


@dataclass(frozen=True)
class Trend:
    """A measure ready to draw: its line, number, unit and comparison, the axis and the colour."""

    points: list[Point]
    number: str
    unit: str
    note: str
    ticks: list[float]
    values: tuple[float, float]
    color: QColor


class TrendChart(EpisodePanel):
    """The number now, what it was before the alarm, and the line between; without an alarm, of all posts.

    Option `measure`: volume or sentiment.
    """

    INFO = PanelInfo(
        kind="trend",
        help="Mentions or net sentiment of the current crisis, 2 hours.",
        expires_after=1800,
        pace=10,
        counts=True,
        formula="What is usual",
    )

    _volume = NOTHING
    _trend = Trend([], "", "", "", [], (0.0, 1.0), QColor())

    @property
    def is_sentiment(self) -> bool:
        return self.options.get("measure") == "sentiment"

    def title(self) -> str:
        return _("Net sentiment") if self.is_sentiment else _("Mentions")

    def formula(self) -> str:
        return "net_sentiment" if self.is_sentiment else super().formula()

    def subtitle(self) -> str:
        return (
            _("per {mean}, last {length}").format(mean=self.words.span(MEAN_OF), length=self.words.span(MINUTES))
            if self.is_sentiment
            else _("per minute, {length}").format(length=self.words.span(MINUTES))
        )

    def wants(self) -> tuple[Feed, ...]:
        alarm = self.alarm
        return (ALARMS, VolumeFeed(topic=alarm.topic if alarm else 0, minutes=MINUTES, step=1))

    def prepare(self) -> None:
        rows = self.rows(self._feed).values() if self._feed else ()
        self._volume = read_volume(rows, step=1, moment=self.moment())
        self._trend = self._sentiment_trend() if self.is_sentiment else self._volume_trend()

    def is_empty(self) -> str:
        return "" if self._trend.points else _("Nothing counted yet")

    def summary(self) -> str:
        trend = self._trend
        return f"{trend.number} {trend.unit}. {trend.note}.".replace(" .", ".")

    def paint_data(self, canvas: Canvas) -> None:
        trend = self._trend
        reach = canvas.ink_text(
            PAD,
            118,
            self.figure(trend.number),
            size=72,
            color=self.figure_color,
            weight=SEMI_BOLD,
            tracking=-0.02,
        )
        unit = "" if self.is_expired else trend.unit
        taken = (
            PAD + reach + 10 + canvas.text(PAD + reach + 10, 118, unit, size=32, color=self.theme.text2, weight=MEDIUM)
        )
        if canvas.width_of(trend.note, 28) <= self.width_ - PAD - taken - 16 and not self.is_expired:
            canvas.text(self.width_ - PAD, 118, trend.note, size=28, color=self.theme.text2, align="right")
        self._paint_chart(canvas, trend)

    def _paint_chart(self, canvas: Canvas, trend: Trend) -> None:
        if len(trend.points) < 2:
            return
        area = Area(80, 146, self.width_ - 80 - 28, self.height_ - 146 - 44)
        end = trend.points[-1][0]
        plot = Plot(canvas, area, times=(end - MINUTES, end), values=trend.values, inks=chart_inks(self.theme))
        plot.gridlines(trend.ticks, self.words.signed)
        if not self.is_sentiment:
            plot.band(self._volume.band)
            plot.excess(self._volume.excess())
        alarm = self.alarm
        if alarm is not None:
            self._paint_moment(canvas, plot, alarm)
        else:
            plot.ticks(self._ticks(plot), end=self.words.time(round(end * MINUTE)))
        plot.line(runs(trend.points, longest_step=1.01), color=trend.color)
        if not self.is_sentiment:
            plot.band_name(_("Expected range"), self._volume.ink_tops)

    def _paint_moment(self, canvas: Canvas, plot: Plot, alarm: AlarmRow) -> None:
        """The declaration as a dashed line, named on the axis; ticks that would touch the name are dropped."""
        moment = counted_from(alarm)
        word = _("Declared {time}") if alarm.declared_at else _("Alarm {time}")
        text = word.format(time=self.words.time(moment))
        x, end = plot.across(moment / MINUTE), self.words.time(round(plot.across.high * MINUTE))
        width, end_width = canvas.width_of(text, 22, weight=MEDIUM), canvas.width_of(end, 22, weight=SEMI_BOLD)
        shown = plot.area.x <= x <= plot.area.right
        centre = min(x, plot.area.right - end_width - 16 - width / 2)
        centre = max(centre, plot.area.x + width / 2)
        if shown:
            canvas.dashes(x, plot.area.y - 4, plot.area.height + 4, self.theme.text2)
            baseline = plot.area.bottom + 34
            canvas.text(centre, baseline, text, size=22, color=self.theme.text2, weight=MEDIUM, align="center")
        plot.ticks(
            [tick for tick in self._ticks(plot) if not shown or self._is_clear(plot, tick[0], centre, width)], end=end
        )

    def _ticks(self, plot: Plot) -> list[tuple[float, str]]:
        first = math.ceil(plot.across.low / 30) * 30
        return [(minute, self.words.time(minute * MINUTE)) for minute in range(first, int(plot.across.high) + 1, 30)]

    def _is_clear(self, plot: Plot, minute: float, centre: float, width: float) -> bool:
        return abs(plot.across(minute) - centre) > width / 2 + 60

    def _volume_trend(self) -> Trend:
        volume = self._volume
        points, before = volume.points, self._before(volume.points)
        now = points[-1][1] if points else 0.0
        note = ""
        if self.alarm is None and volume.ranges:
            expected = self.words.range(volume.ranges[-1][1], volume.ranges[-1][2])
            note = _("Expected {range}").format(range=expected)
        elif before:
            note = _("Before {before}, now {ratio}").format(
                before=self.words.number(before), ratio=self.words.ratio(now / before)
            )
        top, step = round_top(volume.highest)
        parts = round(top / step)
        ticks = [step * count for count in range(0, parts + 1, 2 if parts % 2 == 0 else 1)]
        return Trend(points, self.words.number(now), "", note, ticks, (0.0, top), self.theme.accent)

    def _sentiment_trend(self) -> Trend:
        rows = list(self.rows(self._feed).values()) if self._feed else []
        points = net_sentiment(rows, step=1, moment=self.moment(), mean_of=MEAN_OF)
        now = points[-1][1] if points else 0.0
        recent = [row for row in rows if points and row.minute >= points[-1][0] - MEAN_OF]
        ticks, values = falling_axis([value for _time, value in points])
        reach = max(1.0, margin(recent))
        number, unit = self.words.signed(now), f"±{round(reach)}"
        leans = self.theme.negative if now < 0 else self.theme.positive
        color = leans if abs(now) > reach else self.theme.accent
        return Trend(points, number, unit, self._sentiment_note(points, now), ticks, values, color)

    def _sentiment_note(self, points: list[Point], now: float) -> str:
        before = self._before(points)
        if before is None:
            return ""
        change = round(now) - round(before)
        sentence = _("Before {before}, down {change}") if change < 0 else _("Before {before}, up {change}")
        return sentence.format(before=self.words.signed(before), change=abs(change))

    def _before(self, points: list[Point]) -> float | None:
        alarm = self.alarm
        return mean_before(points, alarm.began_at / MINUTE - BESIDE) if alarm else None

    @property
    def _feed(self) -> VolumeFeed | None:
        wanted = self.wants()
        return wanted[1] if len(wanted) > 1 and isinstance(wanted[1], VolumeFeed) else None
