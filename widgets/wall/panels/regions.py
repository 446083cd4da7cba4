"""Crisis heat by topic and region, now. Known by the registry; knows theme and kit.canvas.

Columns keep one order, west to east, on every scene. No map: the area of a country is not the reach of its people.
"""

from app.core.i18n import N_, _
from app.wire.feeds import Feed, HeatFeed, HeatRow
from widgets.kit.canvas import Canvas
from widgets.theme.fonts import SEMI_BOLD
from widgets.wall.context import PanelInfo
from widgets.wall.grid import Box
from widgets.wall.headline import LOUD
from widgets.wall.panel import PAD, Panel

FEED = HeatFeed(by="region")
TOP, ROW, TALLEST_ROW, GAP = 96, 35, 56, 3
LEAST_COLUMN, MOST_LABELS = 84, 220
EASTWARD = (
    N_("Americas"), N_("North America"), N_("South America"), N_("Europe"), N_("Africa"), N_("Gulf"), N_("Middle East"),
    N_("Asia"), N_("Oceania"),
)  # fmt: skip


class Regions(Panel):
    """A number in every cell, in the colour of its heat."""

    INFO = PanelInfo(kind="regions", help="Crisis heat by topic and region.", interval=60, expires_after=1800, pace=5)

    def title(self) -> str:
        return _("Heat by region")

    def subtitle(self) -> str:
        return _("now, 0–100")

    def short_subtitle(self) -> str:
        return _("now")

    def wants(self) -> tuple[Feed, ...]:
        return (FEED,)

    def is_empty(self) -> str:
        return "" if self.rows(FEED) else _("No region is known yet")

    def summary(self) -> str:
        table, regions = self._table()
        return " ".join(
            f"{name}: " + ", ".join(f"{_(region)} {cells[region].now}" for region in regions if region in cells) + "."
            for name, cells in table
        )

    def paint_data(self, canvas: Canvas) -> None:
        table, regions = self._table()
        labels = self._labels_width(canvas, [name for name, _cells in table], len(regions))
        left = PAD + labels
        width = (self.width_ - 2 * PAD - labels) / max(1, len(regions))
        row_height = max(float(ROW), min(float(TALLEST_ROW), (self.height_ - TOP - 16) / max(1, len(table))))
        for number, region in enumerate(regions):
            name = canvas.fit(_(region), width + 8, 22)
            middle = left + (number + 0.5) * width
            canvas.text(middle, 84, name, size=22, color=self.theme.text2, align="center")
        for number, (name, cells) in enumerate(table):
            y = TOP + number * row_height
            hottest = max(row.now for row in cells.values())
            loud = number == 0 and hottest > LOUD
            weight = SEMI_BOLD if loud else 400
            color = self.theme.text1 if loud else self.theme.text2
            label = canvas.fit(name, labels - 10, 24, weight=weight)
            canvas.text(PAD, y + row_height / 2 + 7, label, size=24, color=color, weight=weight)
            for column, region in enumerate(regions):
                self._paint_cell(
                    canvas, cells.get(region), Box(left + column * width + 2, y, width - 4, row_height - GAP)
                )

    def _paint_cell(self, canvas: Canvas, row: HeatRow | None, at: Box) -> None:
        if row is None or row.now < 0:
            canvas.fill(at.x, at.y, at.width, at.height, self.theme.bg)
            return
        canvas.fill(at.x, at.y, at.width, at.height, self.theme.heat_of(row.now))
        canvas.text(
            at.x + at.width / 2,
            at.y + at.height / 2 + 9,
            self.figure(str(row.now)),
            size=24,
            color=self.theme.ink_on(row.now),
            weight=SEMI_BOLD,
            align="center",
        )

    def _labels_width(self, canvas: Canvas, names: list[str], columns: int) -> float:
        """As wide as the longest name, as far as the columns leave room."""
        longest = max((canvas.width_of(name, 24, weight=SEMI_BOLD) for name in names), default=0.0) + 10
        return min(longest, float(MOST_LABELS), self.width_ - 2 * PAD - LEAST_COLUMN * columns)

    def _table(self) -> tuple[list[tuple[str, dict[str, HeatRow]]], list[str]]:
        """Topics with their cells, hottest first, and the regions from west to east, as many as there is room for."""
        topics: dict[str, dict[str, HeatRow]] = {}
        for row in self.rows(FEED).values():
            topics.setdefault(row.name, {})[row.region] = row
        found = {region for cells in topics.values() for region in cells}
        known = [region for region in EASTWARD if region in found]
        regions = known + sorted(found - set(known))
        most = max(1, int((self.width_ - 2 * PAD - MOST_LABELS / 2) // LEAST_COLUMN))
        rows = sorted(topics.items(), key=lambda item: (-max(row.now for row in item[1].values()), item[0]))
        return rows[: max(1, int((self.height_ - TOP - 10) // ROW))], regions[:most]
