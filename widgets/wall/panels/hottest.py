"""The three hottest topics as chips, for screens that are read from far away. Known by the registry; knows theme."""

from app.core.i18n import _
from app.wire.feeds import Feed, HeatFeed, HeatRow
from widgets.kit.canvas import Canvas, width_of
from widgets.theme.fonts import MEDIUM, SEMI_BOLD
from widgets.wall.context import PanelInfo
from widgets.wall.panel import PAD, Panel

FEED = HeatFeed()
MOST = 3


class Hottest(Panel):
    """Topic and heat, hottest first."""

    INFO = PanelInfo(
        kind="hottest", help="The three hottest topics.", interval=60, expires_after=5400, counts=True, formula="Heat"
    )

    def title(self) -> str:
        return _("Hottest topics")

    def wants(self) -> tuple[Feed, ...]:
        return (FEED,)

    def is_empty(self) -> str:
        if not self.rows(FEED):
            return _("No topic is shown on walls yet")
        return "" if self._shown() else _("No heat is known yet")

    def summary(self) -> str:
        return ", ".join(f"{row.name} {row.now}" for row in self._shown())

    def paint_data(self, canvas: Canvas) -> None:
        shown = self._shown()
        width = (self.width_ - 2 * PAD - 16 * (len(shown) - 1)) / max(1, len(shown))
        height = min(64.0, self.height_ - 64 - 12)
        for number, row in enumerate(shown):
            x = PAD + number * (width + 16)
            self._paint_chip(canvas, row, x, width=width, height=height)

    def _paint_chip(self, canvas: Canvas, row: HeatRow, x: float, *, width: float, height: float) -> None:
        canvas.fill(x, 64, width, height, self.theme.heat_of(row.now), radius=8)
        ink, baseline = self.theme.ink_on(row.now), 64 + height / 2 + 10
        used = canvas.text(x + width - 16, baseline, str(row.now), size=28, color=ink, weight=SEMI_BOLD, align="right")
        name = canvas.fit(row.name, width - 32 - used - 12, 28, weight=MEDIUM)
        canvas.text(x + 16, baseline, name, size=28, color=ink, weight=MEDIUM)

    def _shown(self) -> list[HeatRow]:
        """The hottest topics, as many as can be named in full; one whose heat is not known is none of them."""
        known = [row for row in self.rows(FEED).values() if row.now >= 0]
        rows = sorted(known, key=lambda row: (-row.now, row.name))[:MOST]
        while len(rows) > 1:
            room = (self.width_ - 2 * PAD - 16 * (len(rows) - 1)) / len(rows) - 44 - 56
            if all(width_of(row.name, 28, scale=self.scale, weight=MEDIUM) <= room for row in rows):
                break
            rows.pop()
        return rows
