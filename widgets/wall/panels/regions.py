"""Crisis heat by topic and region, now. Known by the registry; knows theme and kit.canvas.

Countries are taken together to parts of the world; a part is as hot as its hottest country. Columns keep one order,
west to east, on every scene. No map: the area of a country is not the reach of its people.
"""

from app.core.i18n import N_, _
from app.wire.feeds import Feed, HeatFeed, HeatRow
from widgets.kit.canvas import Canvas, width_of
from widgets.theme.fonts import SEMI_BOLD
from widgets.wall.context import PanelInfo
from widgets.wall.grid import Box
from widgets.wall.headline import LOUD
from widgets.wall.panel import PAD, Panel
from widgets.wall.world import part_of

FEED = HeatFeed(by="region")
TOP, ROW, TALLEST_ROW, GAP = 96, 35, 56, 3
AIR, MOST_ASIDE = 16, 24
"""Between two headings, and how far one may step aside from its column's middle for it."""
LEAST_COLUMN, MOST_LABELS = 88, 220
EASTWARD = (
    N_("Americas"), N_("North America"), N_("South America"), N_("Europe"), N_("Africa"), N_("Gulf"), N_("Middle East"),
    N_("Asia"), N_("Oceania"),
)  # fmt: skip


class Regions(Panel):
    """A number in every cell, in the colour of its heat."""

    INFO = PanelInfo(
        kind="regions",
        help="Crisis heat by topic and region.",
        interval=60,
        expires_after=1800,
        pace=5,
        counts=True,
        formula="Heat",
    )

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
        labels = self._labels_width([name for name, _cells in table])
        left = PAD + labels
        width = (self.width_ - 2 * PAD - labels) / max(1, len(regions))
        row_height = max(float(ROW), min(float(TALLEST_ROW), (self.height_ - TOP - 16) / max(1, len(table))))
        for name, middle in self._headings(canvas, regions, left=left, width=width):
            canvas.text(middle, 82, name, size=22, color=self.theme.text2, align="center")
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

    def _headings(self, canvas: Canvas, regions: list[str], *, left: float, width: float) -> list[tuple[str, float]]:
        """The regions' names and their middles: where two would be near, the one before steps aside to the left, into
        the column of topics if need be; where that is not enough, none is wider than its column."""
        names = [_(region) for region in regions]
        middles = [left + (number + 0.5) * width for number in range(len(names))]
        placed: list[float] = []
        limit = self.width_ - PAD / 2
        for name, middle in reversed(list(zip(names, middles, strict=True))):
            half = canvas.width_of(name, 22) / 2
            placed.insert(0, min(middle, limit - half))
            limit = placed[0] - half - AIR
        if any(middle - at > MOST_ASIDE for middle, at in zip(middles, placed, strict=True)):
            return list(zip([canvas.fit(name, width - AIR, 22) for name in names], middles, strict=True))
        return list(zip(names, placed, strict=True))

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

    def _labels_width(self, names: list[str]) -> float:
        """As wide as the longest name, but never so wide that no column is left."""
        longest = max((width_of(name, 24, scale=self.scale, weight=SEMI_BOLD) for name in names), default=0.0) + 10
        return min(longest, float(MOST_LABELS), self.width_ - 2 * PAD - LEAST_COLUMN)

    def _table(self) -> tuple[list[tuple[str, dict[str, HeatRow]]], list[str]]:
        """Topics with their cells, hottest first, and the regions from west to east; the hottest where not all fit."""
        topics: dict[str, dict[str, HeatRow]] = {}
        for row in self.rows(FEED).values():
            cells, part = topics.setdefault(row.name, {}), part_of(row.region)
            if part not in cells or row.now > cells[part].now:
                cells[part] = row
        rows = sorted(topics.items(), key=lambda item: (-max(row.now for row in item[1].values()), item[0]))
        rows = rows[: max(1, int((self.height_ - TOP - 10) // ROW))]
        room = self.width_ - 2 * PAD - self._labels_width([name for name, _cells in rows])
        return rows, self._columns(dict(rows), most=max(1, int(room // LEAST_COLUMN)))

    def _columns(self, topics: dict[str, dict[str, HeatRow]], *, most: int) -> list[str]:
        heat: dict[str, int] = {}
        for cells in topics.values():
            for part, row in cells.items():
                heat[part] = max(heat.get(part, 0), row.now)
        eastward = [*(part for part in EASTWARD if part in heat), *sorted(set(heat) - set(EASTWARD))]
        hottest = set(sorted(eastward, key=lambda part: -heat[part])[:most])
        return [part for part in eastward if part in hottest]
