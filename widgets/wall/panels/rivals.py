"""How people speak of us and of our competitors, over time. Known by the registry; knows kit.plot and wall.volume."""

from collections.abc import Sequence

from PySide6.QtGui import QColor

from app.core.clock import MINUTE
from app.core.i18n import _
from app.domain.topic import Topic, TopicKind
from app.wire.feeds import Feed, TopicFeed, VolumeFeed
from widgets.kit.canvas import Canvas
from widgets.kit.plot import Area, Plot
from widgets.kit.series import Point, runs
from widgets.theme.fonts import MEDIUM, SEMI_BOLD
from widgets.wall.axis import hour_ticks, sentiment_axis
from widgets.wall.context import PanelInfo
from widgets.wall.inks import chart_inks
from widgets.wall.panel import PAD, Panel
from widgets.wall.volume import net_sentiment

TOPICS = TopicFeed()
MOST, STEP, MEAN_OF = 3, 30, 180
LEFT, NAME_PITCH = 86, 30
LEAST_POSTS = 20
"""Fewer in a mean would be the mood of a few people."""
Line = tuple[Topic, list[Point]]


class Rivals(Panel):
    """A line for each of three brands, named at its end, ours in the colour of measured lines; option `minutes`."""

    INFO = PanelInfo(
        kind="rivals",
        help="Net sentiment of us and competitors over time.",
        expires_after=21_600,
        pace=10,
        counts=True,
        formula="net_sentiment",
    )

    _lines: tuple[Line, ...] = ()

    @property
    def minutes(self) -> int:
        return int(self.options.get("minutes", 1440))

    def title(self) -> str:
        return _("Net sentiment")

    def subtitle(self) -> str:
        return _("by brand, mean of {mean}, {length}").format(
            mean=self.words.span(MEAN_OF), length=self.words.span(self.minutes)
        )

    def short_subtitle(self) -> str:
        return _("by brand")

    def wants(self) -> tuple[Feed, ...]:
        return (TOPICS, *(self._feed(topic) for topic in self._brands()))

    def prepare(self) -> None:
        lines = []
        for topic in self._brands():
            rows = list(self.rows(self._feed(topic)).values())
            points = net_sentiment(rows, step=STEP, moment=self.moment(), mean_of=MEAN_OF, least=LEAST_POSTS)
            if points:
                lines.append((topic, points))
        self._lines = tuple(lines)

    def is_empty(self) -> str:
        if not any(topic.kind is TopicKind.COMPETITOR for topic in self._brands()):
            return _("No competitor is followed yet")
        return "" if self._lines else _("Nothing counted yet")

    def summary(self) -> str:
        return " ".join(
            _("{name} {value}.").format(name=topic.name, value=self.words.signed(points[-1][1]))
            for topic, points in self._lines
        )

    def paint_data(self, canvas: Canvas) -> None:
        area = Area(LEFT, 84, self.width_ - LEFT - self._names_width(canvas) - PAD, self.height_ - 84 - 48)
        end = max(points[-1][0] for _topic, points in self._lines)
        axis = sentiment_axis([value for _topic, points in self._lines for _time, value in points])
        plot = Plot(
            canvas, area, times=(end - self.minutes, end), values=(axis[0], axis[-1]), inks=chart_inks(self.theme)
        )
        plot.gridlines(axis, self.words.signed)
        for topic, points in reversed(self._lines):
            shown = [point for point in points if point[0] >= end - self.minutes]
            plot.line(runs(shown, longest_step=2.0 * STEP), color=self._color(topic))
        ticks = hour_ticks(self.words, end=end, minutes=self.minutes, width=area.width)
        plot.ticks(ticks, end=self.words.time(round(end * MINUTE)))
        self._paint_names(canvas, plot)

    def _names_width(self, canvas: Canvas) -> float:
        """Room for the names and values, at most a third of the panel."""
        longest = max(canvas.width_of(topic.name, 24, weight=MEDIUM) for topic, _points in self._lines)
        return min(longest + 110, self.width_ / 3)

    def _paint_names(self, canvas: Canvas, plot: Plot) -> None:
        """Name and value beside each line's end, moved apart where lines end close together."""
        ends = sorted((plot.up(points[-1][1]), topic, points[-1][1]) for topic, points in self._lines)
        places = _apart([y for y, _topic, _value in ends], least=plot.area.y + 8, most=plot.area.bottom)
        left = plot.area.right + 20
        for y, (_end, topic, value) in zip(places, ends, strict=True):
            number = self.figure(self.words.signed(value))
            taken = canvas.text(
                self.width_ - PAD, y + 8, number, size=24, color=self.figure_color, weight=SEMI_BOLD, align="right"
            )
            name = canvas.fit(topic.name, self.width_ - PAD - taken - 10 - left, 24, weight=MEDIUM)
            canvas.text(left, y + 8, name, size=24, color=self._color(topic), weight=MEDIUM)

    def _color(self, topic: Topic) -> QColor:
        """Ours as every measured line; the others paler, told apart by their names and places."""
        if topic.kind is TopicKind.BRAND:
            return self.theme.accent
        rivals = [line for line, _points in self._lines if line.kind is TopicKind.COMPETITOR]
        return self.theme.text2 if rivals and topic == rivals[0] else self.theme.text3

    def _brands(self) -> list[Topic]:
        """Our first brand and the first competitors."""
        rows = sorted(self.rows(TOPICS).values(), key=lambda topic: topic.id)
        ours = [topic for topic in rows if topic.kind is TopicKind.BRAND][:1]
        return [*ours, *(topic for topic in rows if topic.kind is TopicKind.COMPETITOR)][:MOST]

    def _feed(self, topic: Topic) -> VolumeFeed:
        return VolumeFeed(topic=topic.id, minutes=self.minutes, step=STEP)


def _apart(heights: Sequence[float], *, least: float, most: float) -> list[float]:
    """Heights in the same order, none nearer than a line to the next, within the plot."""
    places: list[float] = []
    for height in heights:
        places.append(max(height, places[-1] + NAME_PITCH if places else least))
    over = places[-1] - most if places else 0.0
    for number in range(len(places) - 1, -1, -1):
        limit = most if number == len(places) - 1 else places[number + 1] - NAME_PITCH
        places[number] = min(places[number], limit) if over > 0 else places[number]
    return places
