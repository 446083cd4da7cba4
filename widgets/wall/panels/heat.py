"""The crisis heat map, topic × time. Known by the registry; knows kit.heat.

Rows change their order at most once in five minutes, so that an eye that has found a topic finds it again.
"""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage

from app.core.clock import MINUTE, Millis
from app.core.i18n import _
from app.wire.feeds import Feed, HeatFeed, HeatRow
from widgets.kit.canvas import Canvas, width_of
from widgets.kit.heat import CellSize, HeatImage
from widgets.theme.fonts import BOLD, MEDIUM, SEMI_BOLD
from widgets.theme.wall import HEAT_STEPS, heat_step
from widgets.wall.context import PanelInfo
from widgets.wall.freshness import Freshness
from widgets.wall.headline import LOUD
from widgets.wall.panel import AGE_WIDTH, PAD, Panel
from widgets.wall.words import EN_DASH

TOP, FOOT = 64, 40
LEAST_LABELS, MOST_LABELS, CHIP, CHIP_GAP = 218, 320, 48, 6
CELL, ROW = 13, 27
SORT_EVERY: Millis = 5 * MINUTE
LEGEND_STEP = 26
MISSING = HEAT_STEPS
"""The table's entry for a cell without data."""
STEPS = np.array([*(heat_step(value) for value in range(101)), MISSING], dtype=np.int8)
"""By heat; the last is that of a cell without data, whose heat is −1."""


class HeatMap(Panel):
    """A row per topic, a cell per five minutes, the present value in a chip; options `minutes` (360), `step` (5)."""

    INFO = PanelInfo(
        kind="heat",
        help="Crisis heat by topic over time.",
        interval=60,
        expires_after=5400,
        pace=5,
        counts=True,
        formula="Heat",
    )

    def __init__(self, *args: object, **named: object) -> None:
        super().__init__(*args, **named)  # type: ignore[arg-type]  # the base's own arguments, passed on
        self._order: list[str] = []
        self._sorted_at: Millis = 0
        self._sorted_by_heat = False
        self._labels = float(LEAST_LABELS)
        self._image: HeatImage | None = None

    @property
    def feed(self) -> HeatFeed:
        return HeatFeed(minutes=int(self.options.get("minutes", 360)), step=int(self.options.get("step", 5)))

    def title(self) -> str:
        return _("Crisis heat")

    def subtitle(self) -> str:
        return _("by topic, {length}").format(length=self.words.span(self._columns() * self.feed.step))

    def wants(self) -> tuple[Feed, ...]:
        return (self.feed,)

    def prepare(self) -> None:
        """The names take what they need, so that hardly one is cut."""
        self._labels = self._labels_width([row.name for row in self.rows(self.feed).values()])

    def is_empty(self) -> str:
        return "" if self.rows(self.feed) else _("No topic is shown on walls yet")

    def summary(self) -> str:
        rows = self._sorted()
        listed = ", ".join(f"{row.name} {_now_of(row)}" for row in rows)
        return _("Heat from 0 to 100, hottest first: {rows}.").format(rows=listed)

    def age_room(self, canvas: Canvas) -> float:
        return super().age_room(canvas) + self._legend_width(canvas)

    def paint_frame(self, canvas: Canvas) -> None:
        """The legend, right to left, where there is room for it beside the title."""
        if self._legend_width(canvas) == 0:
            return
        left = self._legend_left()
        for step, color in enumerate(self.theme.heat):
            canvas.fill(left + step * LEGEND_STEP, 27, LEGEND_STEP - 2, 20, color)
        canvas.text(left - 10, 46, "0", size=22, color=self.theme.text3, align="right")
        canvas.text(left + HEAT_STEPS * LEGEND_STEP + 6, 46, "100", size=22, color=self.theme.text3)

    def paint_data(self, canvas: Canvas) -> None:
        self._paint_formula(canvas)
        rows = self._sorted()
        pitch = self._row_pitch(len(rows))
        size = self._cell_size(pitch)
        steps, last = self._steps(rows)
        image = self._image_of(steps, size)
        left = self.width_ - PAD - CHIP - CHIP_GAP - steps.shape[1] * size.pitch_x / self.scale
        canvas.image(left, TOP, image, turns=True)
        for number, row in enumerate(rows):
            y = TOP + number * size.pitch_y / self.scale
            self._paint_label(canvas, row, y + size.height / self.scale / 2, leads=number == 0)
            self._paint_chip(canvas, row, y, size.height / self.scale, leads=number == 0)
        bottom = TOP + (len(rows) * size.pitch_y - size.gap_y) / self.scale
        self._paint_times(canvas, bottom, size=size, columns=steps.shape[1], last=last, left=left)

    def _paint_label(self, canvas: Canvas, row: HeatRow, middle: float, *, leads: bool) -> None:
        loud = leads and row.now > LOUD
        weight = SEMI_BOLD if loud else 400
        name = canvas.fit(row.name, self._labels - PAD - 8, 24, weight=weight)
        color = self.theme.text1 if loud else self.theme.text2
        canvas.text(PAD, middle + 8, name, size=24, color=color, weight=weight)

    def _paint_chip(self, canvas: Canvas, row: HeatRow, y: float, height: float, *, leads: bool) -> None:
        left = self.width_ - PAD - CHIP
        canvas.fill(left, y, CHIP, height, self.theme.heat_of(row.now))
        text = self.figure(_now_of(row))
        loud = row.now > LOUD
        canvas.text(
            left + CHIP / 2,
            y + height / 2 + 8,
            text,
            size=22,
            color=self.theme.ink_on(row.now) if loud else self.theme.text2,
            weight=BOLD if leads and loud else MEDIUM,
            align="center",
        )

    def _paint_times(
        self, canvas: Canvas, bottom: float, *, size: CellSize, columns: int, last: int, left: float
    ) -> None:
        """Full hours under the first cell that belongs to them, and "Now" under the chips, or when now was."""
        step = self.feed.step
        for column in range(columns):
            minute = last - (columns - 1 - column) * step
            if minute % 60 >= step:
                continue
            x = left + column * size.pitch_x / self.scale
            text = self.words.time(minute * MINUTE)
            half = canvas.width_of(text, 22) / 2
            if x - half > PAD and x + half < self.width_ - PAD - CHIP - 16:
                canvas.rule(x, bottom, 7, self.theme.axis, down=True)
                canvas.text(x, bottom + 29, text, size=22, color=self.theme.text3, align="center")
        canvas.text(
            self.width_ - PAD - CHIP / 2,
            bottom + 29,
            _("Now") if self.freshness is Freshness.FRESH else self.words.time(self.moment()),
            size=22,
            color=self.theme.text2,
            weight=SEMI_BOLD,
            align="center",
        )

    def _sorted(self) -> list[HeatRow]:
        """As many rows as there is room for, in the order of the last sorting.

        An order found while nothing was hot yet is no order: the first heat sorts at once.
        """
        rows = self.rows(self.feed)
        is_hot = any(row.now > 0 for row in rows.values())
        first_heat = is_hot and not self._sorted_by_heat
        if self.now - self._sorted_at >= SORT_EVERY or first_heat or set(self._order) != set(rows):
            self._order = sorted(rows, key=lambda key: (-rows[key].now, rows[key].name))
            self._sorted_at, self._sorted_by_heat = self.now, is_hot
        most = max(1, int((self.height_ - TOP - FOOT) // ROW))
        return [rows[key] for key in self._order[:most]]

    def _steps(self, rows: list[HeatRow]) -> tuple[NDArray[np.int8], int]:
        """Steps by row and column, and the minute of the last column; cells that are not there are missing."""
        columns, step = self._columns(), self.feed.step
        last = max(row.start + (len(row.cells) - 1) * step for row in rows)
        grid = np.full((len(rows), columns), MISSING, dtype=np.int8)
        for number, row in enumerate(rows):
            first = columns - 1 - (last - row.start) // step
            skipped = max(0, -first)
            shown = row.cells[skipped : max(skipped, columns - first)]
            grid[number, first + skipped :][: len(shown)] = STEPS[
                np.minimum(np.fromiter(shown, np.int16, len(shown)), 100)
            ]
        return grid, last

    def _image_of(self, steps: NDArray[np.int8], size: CellSize) -> QImage:
        """The cells; only rows that changed since the last time are written."""
        kept = self._image
        shape = (int(steps.shape[0]), int(steps.shape[1]))
        if kept is None or kept.shape != shape or kept.size != size:
            colors = [*self.theme.heat, self.theme.bg]
            kept = self._image = HeatImage(shape, size=size, colors=colors, gap=self.theme.surface)
        kept.show(steps)
        return kept.image

    def _columns(self) -> int:
        """How many cells fit, in whole hours."""
        room = self.width_ - self._labels - PAD - CHIP - CHIP_GAP
        per_hour = max(1, 60 // self.feed.step)
        fit = int(room / CELL) // per_hour * per_hour
        return max(per_hour, min(self.feed.minutes // self.feed.step, fit))

    def _labels_width(self, names: list[str]) -> float:
        """Where the cells begin, at most a third of the panel."""
        longest = max((width_of(name, 24, scale=self.scale, weight=SEMI_BOLD) for name in names), default=0.0)
        return max(float(LEAST_LABELS), min(PAD + longest + 10, float(MOST_LABELS), self.width_ / 3))

    def _row_pitch(self, rows: int) -> float:
        return max(float(ROW), min(72.0, (self.height_ - TOP - FOOT) / max(1, rows)))

    def _cell_size(self, pitch: float) -> CellSize:
        room = (self.width_ - self._labels - PAD - CHIP - CHIP_GAP) * self.scale
        wide = int(room // self._columns())
        gap_x, gap_y = max(1, round(self.scale)), max(2, round(3 * self.scale))
        return CellSize(width=wide - gap_x, height=round(pitch * self.scale) - gap_y, gap_x=gap_x, gap_y=gap_y)

    def _legend_width(self, canvas: Canvas) -> float:
        return self.width_ - PAD - self._legend_left() + 44 - super().age_room(canvas) if self.width_ >= 760 else 0.0

    def _legend_left(self) -> float:
        """Where its first swatch lies; the age keeps its place at the right, also when it is stale."""
        return self.width_ - PAD - AGE_WIDTH - 64 - HEAT_STEPS * LEGEND_STEP

    def _paint_formula(self, canvas: Canvas) -> None:
        """What heat is, where there is room between context and legend."""
        right = self._legend_left() - 40
        if right - canvas.width_of(_formula(), 22) > self.context_end + 24:
            canvas.text(right, 46, _formula(), size=22, color=self.theme.text2, align="right")


def _now_of(row: HeatRow) -> str:
    """The present heat; a dash while nobody knows it."""
    return str(row.now) if row.now >= 0 else EN_DASH


def _formula() -> str:
    return _("Heat = surprise × negativity × reach")
