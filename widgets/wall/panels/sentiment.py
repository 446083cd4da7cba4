"""Net sentiment over a day. Known by the registry; knows kit.plot and wall.volume.

Of all posts the number now is the hub's own key figure, the one a tile beside it shows, and the line ends in it.
"""

from app.core.clock import MINUTE
from app.core.i18n import _
from app.wire.feeds import Feed, KpiFeed, KpiRow, VolumeFeed
from widgets.kit.canvas import Canvas
from widgets.kit.marks import triangle_down, triangle_up
from widgets.kit.plot import Area, Plot
from widgets.kit.series import Point, runs
from widgets.theme.fonts import SEMI_BOLD
from widgets.wall.axis import hour_ticks, sentiment_axis
from widgets.wall.context import PanelInfo
from widgets.wall.freshness import Freshness
from widgets.wall.inks import chart_inks
from widgets.wall.panel import PAD, Panel
from widgets.wall.volume import margin, net_sentiment

KPIS = KpiFeed()
MEAN_OF = 60
LEFT, NUMBER_WIDTH, RANGE_WIDTH, SPACIOUS = 112, 210, 190, 900
"""A panel that is SPACIOUS names the range of its number too."""


class Sentiment(Panel):
    """That of the hour before each moment, with the number now; options `minutes` (1440), `step` (5), `topic`."""

    INFO = PanelInfo(
        kind="sentiment",
        help="Net sentiment over time.",
        expires_after=21_600,
        pace=10,
        counts=True,
        formula="net_sentiment",
    )

    _points: tuple[Point, ...] = ()
    _margin = 0.0

    @property
    def feed(self) -> VolumeFeed:
        return VolumeFeed(
            topic=int(self.options.get("topic", 0)),
            minutes=int(self.options.get("minutes", 1440)),
            step=int(self.options.get("step", 5)),
        )

    def title(self) -> str:
        return _("Net sentiment")

    def subtitle(self) -> str:
        return _("per {mean}, last {length}").format(
            mean=self.words.span(MEAN_OF), length=self.words.span(self.feed.minutes)
        )

    def paint_subtitle(self, canvas: Canvas) -> None:
        """Beside the title where it has room besides the number, else in the chart, where the line leaves some."""
        if self.width_ >= SPACIOUS or self.is_expired:
            super().paint_subtitle(canvas)

    def wants(self) -> tuple[Feed, ...]:
        return (self.feed, KPIS) if self.feed.topic == 0 else (self.feed,)

    def prepare(self) -> None:
        rows = list(self.rows(self.feed).values())
        points = net_sentiment(rows, step=self.feed.step, moment=self.moment(), mean_of=MEAN_OF)
        self._points = tuple(points)
        newest = points[-1][0] if points else 0
        self._margin = margin([row for row in rows if newest - MEAN_OF <= row.minute < newest])
        figure = self._key_figure()
        if figure is not None and points:
            now = self.moment() / MINUTE
            self._points = (*(point for point in points if point[0] < now), (now, figure.value))
            self._margin = figure.margin

    def is_empty(self) -> str:
        return "" if self._points else _("Nothing counted yet")

    def summary(self) -> str:
        low = min(value for _time, value in self._points)
        high = max(value for _time, value in self._points)
        return _("Now {now}, plus or minus {margin}; between {low} and {high} in {length}.").format(
            now=self.words.signed(self._points[-1][1]),
            margin=self._shown_margin(),
            low=self.words.signed(low),
            high=self.words.signed(high),
            length=self.words.span(self.feed.minutes),
        )

    def age_room(self, canvas: Canvas) -> float:
        """The number now stands between context and age."""
        return super().age_room(canvas) + NUMBER_WIDTH + (RANGE_WIDTH if self.width_ >= SPACIOUS else 0)

    def paint_data(self, canvas: Canvas) -> None:
        self._paint_now(canvas)
        self._paint_directions(canvas)
        area = Area(LEFT, 84, self.width_ - LEFT - 32, self.height_ - 84 - 48)
        end = self._points[-1][0] if not self.is_expired else self.now / MINUTE
        axis = sentiment_axis([value for _time, value in self._points])
        plot = Plot(
            canvas, area, times=(end - self.feed.minutes, end), values=(axis[0], axis[-1]), inks=chart_inks(self.theme)
        )
        plot.gridlines(axis, self.words.signed)
        plot.line(runs([point for point in self._points if point[0] >= end - self.feed.minutes], longest_step=60.0))
        ticks = hour_ticks(self.words, end=end, minutes=self.feed.minutes, width=area.width)
        plot.ticks(ticks, end=self.words.time(round(end * MINUTE)))
        if self.width_ < SPACIOUS:
            plot.band_name(self.subtitle(), self._points)

    def _paint_now(self, canvas: Canvas) -> None:
        """The number, with the shape that says which way it leans where the interval leaves out zero."""
        if self.is_expired:
            return
        now = self._points[-1][1]
        right = self.width_ - PAD - (100 if self.freshness is Freshness.FRESH else 152)
        if self.width_ >= SPACIOUS:
            said = _("mean of {length}").format(length=self.words.span(MEAN_OF))
            right -= 8 + canvas.text(right, 46, said, size=24, color=self.theme.text2, align="right")
        unit = f"±{self._shown_margin()}"
        taken = canvas.text(right, 46, unit, size=24, color=self.theme.text2, align="right")
        number = self.words.signed(now)
        used = canvas.text(
            right - taken - 8, 46, number, size=32, color=self.figure_color, weight=SEMI_BOLD, align="right"
        )
        x = right - taken - 8 - used - 20
        if now < -self._margin:
            triangle_down(canvas, x, 36, self.theme.negative)
        elif now > self._margin:
            triangle_up(canvas, x, 36, self.theme.positive)

    def _paint_directions(self, canvas: Canvas) -> None:
        """Which way is which, at the axis' ends."""
        triangle_up(canvas, PAD + 10, 96, self.theme.positive, size=16)
        triangle_down(canvas, PAD + 10, self.height_ - 60, self.theme.negative, size=16)

    def _key_figure(self) -> KpiRow | None:
        """The hub's figure of the same posts over the same range."""
        row: KpiRow | None = self.rows(KPIS).get("net_sentiment")
        return row if row is not None and row.known and row.range_minutes == MEAN_OF else None

    def _shown_margin(self) -> int:
        return max(1, round(self._margin))
