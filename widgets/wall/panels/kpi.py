"""One key figure with its scale. Known by the registry; knows wall.figures."""

from app.core.i18n import _
from app.wire.feeds import Feed, KpiFeed
from widgets.kit.canvas import Canvas
from widgets.theme.fonts import MEDIUM, SEMI_BOLD
from widgets.wall.context import PanelInfo
from widgets.wall.figures import KINDS, Bar, Figure, track_top
from widgets.wall.panel import PAD, Panel

FEED = KpiFeed()
SIZES = ((96, 36), (84, 32), (72, 32), (64, 28))
SPACIOUS = 400
"""A tile this wide has room for its range in words."""


class Kpi(Panel):
    """A number, its unit, a bar with what is usual or promised, its range and age; option `figure` says which."""

    INFO = PanelInfo(
        kind="kpi",
        help="One key figure: net_sentiment, first_reply, share_of_voice, community_first or open_conversations.",
        expires_after=900,
    )
    TILE = True

    _figure: Figure | None = None

    @property
    def kind(self) -> str:
        return str(self.options.get("figure", "net_sentiment"))

    def title(self) -> str:
        return KINDS[self.kind].title()

    def wants(self) -> tuple[Feed, ...]:
        return (FEED,)

    def counts_sources(self) -> bool:
        return KINDS[self.kind].counts

    def formula(self) -> str:
        return KINDS[self.kind].row

    def prepare(self) -> None:
        kind, rows = KINDS[self.kind], self.rows(FEED)
        row = rows.get(kind.row)
        self._figure = kind.write(rows, self.words) if row is not None and row.known else None

    def is_empty(self) -> str:
        return "" if self._figure else _("No figure yet")

    def subtitle(self) -> str:
        figure = self._figure
        if figure is None:
            return ""
        return figure.context if self.width_ >= SPACIOUS else figure.narrow or figure.context

    def short_subtitle(self) -> str:
        return self._figure.short if self._figure else ""

    def paint_frame(self, canvas: Canvas) -> None:
        """The empty track."""
        canvas.fill(PAD, track_top(self.height_), self.width_ - 2 * PAD, 8, self.theme.hairline, radius=4)

    def summary(self) -> str:
        return self._figure.says if self._figure else ""

    def paint_data(self, canvas: Canvas) -> None:
        figure = self._figure
        if figure is None:
            return
        number = self.figure(figure.number)
        unit = "" if self.is_expired else figure.unit
        size, beside = self._sizes(canvas, number, unit)
        reach = canvas.ink_text(PAD, 138, number, size=size, color=self.figure_color, weight=SEMI_BOLD, tracking=-0.02)
        canvas.text(PAD + reach + 8, 138, unit, size=beside, color=self.theme.text2, weight=MEDIUM)
        self._paint_bar(canvas, None if self.is_expired else figure.bar)

    def _sizes(self, canvas: Canvas, number: str, unit: str) -> tuple[int, int]:
        """Of the number and of its unit: the largest at which both have room."""
        for size, beside in SIZES:
            taken = canvas.width_of(number, size, weight=SEMI_BOLD, tracking=-0.02)
            if taken + 8 + canvas.width_of(unit, beside, weight=MEDIUM) <= self.width_ - 2 * PAD:
                break
        return size, beside

    def _paint_bar(self, canvas: Canvas, bar: Bar | None) -> None:
        x, y, width = PAD, track_top(self.height_), self.width_ - 2 * PAD
        if bar is None:
            return
        for piece in bar.segments:
            left, right = x + piece.start * width + piece.gap, x + piece.end * width
            at_edge = piece.start == 0 or piece.end == 1
            canvas.fill(
                left, y, max(0.0, right - left), 8, getattr(self.theme, piece.color), radius=4 if at_edge else 0
            )
        if bar.mark is not None:
            canvas.fill(x + bar.mark * width - 2, y - 5, 4, 18, self.theme.text1)
