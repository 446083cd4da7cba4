"""The lead tile: mentions per minute against what is expected. Known by the registry; knows kit.plot and
wall.volume."""

from app.core.i18n import _
from app.wire.feeds import Feed, KpiFeed, VolumeFeed
from widgets.kit.canvas import Canvas
from widgets.kit.plot import Area, Plot
from widgets.theme.fonts import SEMI_BOLD
from widgets.wall.context import PanelInfo
from widgets.wall.inks import chart_inks
from widgets.wall.panel import PAD, Panel
from widgets.wall.volume import NOTHING, read_mirror

MINUTES = 60
LEAST_LINE = 160
BELOW_TITLE = 58
"""A line shorter than this says nothing."""
FEED = KpiFeed()
VOLUME = VolumeFeed(minutes=MINUTES, step=1)


class Mentions(Panel):
    """Posts of the last full minute, large, with the line of the last hour and its expected range."""

    INFO = PanelInfo(
        kind="mentions",
        help="Mentions per minute with the last hour's line.",
        expires_after=900,
        counts=True,
        formula="mentions_per_minute",
    )
    TILE = True

    _volume = NOTHING

    def title(self) -> str:
        return _("Mentions per minute")

    def wants(self) -> tuple[Feed, ...]:
        return (FEED, VOLUME)

    def prepare(self) -> None:
        self._volume = read_mirror(self.mirror(VOLUME), step=1, moment=self.moment())

    def is_empty(self) -> str:
        return "" if self._value() is not None else _("Nothing counted yet")

    def subtitle(self) -> str:
        last = _("last {length}").format(length=self.words.span(MINUTES))
        band = self._volume.band
        if not len(band):
            return last[:1].upper() + last[1:]
        expected = _("Expected {range}").format(range=self.words.range(float(band[-1, 1]), float(band[-1, 2])))
        return f"{expected}, {last}"

    def summary(self) -> str:
        value = self._value()
        return _("{count} mentions per minute. {context}.").format(
            count=self.words.number(value or 0), context=self.subtitle()
        )

    def paint_frame(self, canvas: Canvas) -> None:
        """The line's zero."""
        if self.width_ - 260 > LEAST_LINE:
            canvas.rule(260, 138, self.width_ - 34 - 260, self.theme.axis)

    def paint_data(self, canvas: Canvas) -> None:
        number = self.figure(self.words.number(self._value() or 0))
        size = 104 if len(number) < 5 else 80
        reach = canvas.ink_text(PAD, 138, number, size=size, color=self.figure_color, weight=SEMI_BOLD, tracking=-0.02)
        left = 260.0
        if self.width_ - left > LEAST_LINE and PAD + reach + 24 < left:
            self._paint_line(canvas, left)

    def _paint_line(self, canvas: Canvas, left: float) -> None:
        volume = self._volume
        area = Area(left, BELOW_TITLE, self.width_ - 34 - left, 138 - BELOW_TITLE)
        if len(volume.line) < 2:
            return
        end = volume.end
        plot = Plot(
            canvas,
            area,
            times=(end - MINUTES, end),
            values=(0, 1.06 * max(1.0, volume.highest)),
            inks=chart_inks(self.theme),
        )
        plot.band(volume.band)
        plot.excess(volume.excess())
        plot.line(volume.pieces())

    def _value(self) -> float | None:
        row = self.rows(FEED).get("mentions_per_minute")
        return row.value if row is not None and row.known else None
