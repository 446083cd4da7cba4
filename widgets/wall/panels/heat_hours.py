"""When in the week trouble comes: heat by weekday and hour. Known by the registry; knows kit.heat."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor, QImage

from app.core.clock import DAY, Millis
from app.core.i18n import _, ngettext
from app.wire.feeds import Feed, HourHeatFeed, HourHeatRow
from widgets.kit.canvas import Canvas
from widgets.kit.heat import CellSize, HeatImage
from widgets.theme.fonts import SEMI_BOLD
from widgets.theme.wall import HEAT_STEPS, heat_step
from widgets.wall.context import PanelInfo
from widgets.wall.headline import LOUD
from widgets.wall.panel import AGE_WIDTH, PAD, Panel

TOP, FOOT, DAYS = 64, 40, 76
ROWS, COLUMNS = 7, 24
LEAST_LABELLED = 26
"""Below this row height every other day is named."""
LEGEND_STEP, LEGEND_LEAST = 26, 760
MISSING = HEAT_STEPS
"""The table's entry for an hour of which nothing is known."""

MONDAY: Millis = 4 * DAY
"""1970-01-05 was a Monday."""

STEPS = np.array([heat_step(value) for value in range(101)], dtype=np.int8)


class HourHeat(Panel):
    """A row per weekday, a cell per hour (UTC); options `topic` (0, all posts), `weeks` (4)."""

    INFO = PanelInfo(
        kind="heat_hours",
        help="Crisis heat by weekday and hour.",
        interval=120,
        expires_after=86_400,
        pace=5,
        formula="Heat",
    )

    _image: HeatImage | None = None
    _missing = QColor()

    @property
    def feed(self) -> HourHeatFeed:
        return HourHeatFeed(topic=int(self.options.get("topic", 0)), weeks=int(self.options.get("weeks", 4)))

    def title(self) -> str:
        return _("Hot hours")

    def subtitle(self) -> str:
        row = self._row()
        if row is None:
            return ""
        if _is_young(row):
            return _("{known} of {all} hours of the week heard so far, UTC").format(
                known=_known(row), all=len(row.cells)
            )
        weeks = ngettext("{count} week, UTC", "{count} weeks, UTC", self.feed.weeks).format(count=self.feed.weeks)
        return _("{topic}, {range}").format(topic=row.name, range=weeks) if self.feed.topic else weeks

    def short_subtitle(self) -> str:
        row = self._row()
        if row is None or not _is_young(row):
            return ""
        return _("{known} of {all} hours").format(known=_known(row), all=len(row.cells))

    def wants(self) -> tuple[Feed, ...]:
        return (self.feed,)

    def is_empty(self) -> str:
        return "" if self._row() else _("Shown from the first whole hour on")

    def summary(self) -> str:
        row = self._row()
        if row is None or max(row.cells) <= 0:
            return _("No hour of the week is hotter than usual.")
        if _is_young(row):
            heard_all = _("{known} of {all} hours of the week are known so far.")
            return heard_all.format(known=_known(row), all=len(row.cells))
        heard = ngettext("{count} hour was heard.", "{count} hours were heard.", row.hours)
        hottest = max(range(len(row.cells)), key=lambda hour: row.cells[hour])
        told = _("Hottest: {day} {hour}, mean heat {heat} of 100.").format(
            day=self._day(hottest // COLUMNS), hour=_clock(hottest % COLUMNS), heat=row.cells[hottest]
        )
        return f"{told} {heard.format(count=self.words.number(row.hours))}"

    def age_room(self, canvas: Canvas) -> float:
        return super().age_room(canvas) + self._legend_width(canvas)

    def paint_frame(self, canvas: Canvas) -> None:
        """The legend: the scale of all heat, and what it is made of where there is room."""
        if self._legend_width(canvas) == 0:
            return
        left = self._legend_left()
        for step, color in enumerate(self.theme.heat):
            canvas.fill(left + step * LEGEND_STEP, 27, LEGEND_STEP - 2, 20, color)
        canvas.text(left - 10, 46, "0", size=22, color=self.theme.text3, align="right")
        canvas.text(left + HEAT_STEPS * LEGEND_STEP + 6, 46, "100", size=22, color=self.theme.text3)

    def paint_data(self, canvas: Canvas) -> None:
        row = self._row()
        if row is None:
            return
        self._paint_formula(canvas)
        size = self._cell_size()
        canvas.image(
            PAD + DAYS,
            TOP,
            self._image_of(_steps(row), size, missing=self.theme.surface if _is_young(row) else self.theme.bg),
            turns=True,
        )
        pitch_y, pitch_x = size.pitch_y / self.scale, size.pitch_x / self.scale
        for day in range(0, ROWS, 1 if pitch_y >= LEAST_LABELLED else 2):
            middle = TOP + day * pitch_y + size.height / self.scale / 2
            canvas.text(PAD, middle + 8, self._day(day), size=22, color=self.theme.text2)
        bottom = TOP + ROWS * pitch_y
        for hour in range(0, COLUMNS, 3 if pitch_x * 3 >= canvas.width_of("00:00", 22) + 12 else 6):
            left = PAD + DAYS + hour * pitch_x
            canvas.rule(left, bottom - 2, 7, self.theme.axis, down=True)
            canvas.text(left, bottom + 27, _clock(hour), size=22, color=self.theme.text3)
        self._paint_hottest(canvas, row, pitch_x, pitch_y)

    def _paint_hottest(self, canvas: Canvas, row: HourHeatRow, pitch_x: float, pitch_y: float) -> None:
        """The number in the hottest cell, where it is loud and there is room for it."""
        hottest = max(range(len(row.cells)), key=lambda hour: row.cells[hour])
        heat = row.cells[hottest]
        if heat <= LOUD or canvas.width_of(str(heat), 22) > pitch_x - 6 or pitch_y < 24:
            return
        day, hour = divmod(hottest, COLUMNS)
        x, y = PAD + DAYS + (hour + 0.5) * pitch_x, TOP + (day + 0.5) * pitch_y
        text, ink = self.figure(str(heat)), self.theme.ink_on(heat)
        canvas.text(x, y + 7, text, size=22, color=ink, weight=SEMI_BOLD, align="center")

    def _row(self) -> HourHeatRow | None:
        found = self.rows(self.feed).get(str(self.feed.topic))
        return found if isinstance(found, HourHeatRow) else None

    def _day(self, number: int) -> str:
        return self.words.weekday(MONDAY + number * DAY)

    def _image_of(self, steps: NDArray[np.int8], size: CellSize, *, missing: QColor) -> QImage:
        """The cells; an hour that is not known is a hole, and just empty while most of the week is so."""
        kept = self._image
        if kept is None or kept.size != size or missing != self._missing:
            colors = [*self.theme.heat, missing]
            self._missing = missing
            kept = self._image = HeatImage((ROWS, COLUMNS), size=size, colors=colors, gap=self.theme.surface)
        kept.show(steps)
        return kept.image

    def _cell_size(self) -> CellSize:
        wide = int((self.width_ - 2 * PAD - DAYS) * self.scale // COLUMNS)
        pitch = min(60.0, (self.height_ - TOP - FOOT) / ROWS)
        gap_x, gap_y = max(1, round(2 * self.scale)), max(2, round(3 * self.scale))
        return CellSize(width=wide - gap_x, height=round(pitch * self.scale) - gap_y, gap_x=gap_x, gap_y=gap_y)

    def _legend_width(self, canvas: Canvas) -> float:
        if self.width_ < LEGEND_LEAST:
            return 0.0
        return self.width_ - PAD - self._legend_left() + 44 - super().age_room(canvas)

    def _legend_left(self) -> float:
        return self.width_ - PAD - AGE_WIDTH - 64 - HEAT_STEPS * LEGEND_STEP

    def _paint_formula(self, canvas: Canvas) -> None:
        """What heat is, where there is room between context and legend."""
        text = _("Mean surprise × negativity × reach")
        right = self._legend_left() - 40
        if right - canvas.width_of(text, 22) > self.context_end + 24:
            canvas.text(right, 46, text, size=22, color=self.theme.text2, align="right")


def _steps(row: HourHeatRow) -> NDArray[np.int8]:
    """Which step each hour belongs to, by weekday and hour; one that is not known is missing."""
    values = np.array(row.cells, dtype=np.int16).reshape(ROWS, COLUMNS)
    return np.where(values < 0, np.int8(MISSING), STEPS[np.clip(values, 0, 100)])


def _known(row: HourHeatRow) -> int:
    """How many hours of the week are known."""
    return sum(cell >= 0 for cell in row.cells)


def _is_young(row: HourHeatRow) -> bool:
    """Whether less than half of the week was heard yet."""
    return 2 * _known(row) < len(row.cells)


def _clock(hour: int) -> str:
    return f"{hour:02d}:00"
