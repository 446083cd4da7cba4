"""A chart's parts in their order: gridlines, range, excess, line, events, labels. Known by the wall; knows kit.canvas
and kit.series.

Colours and words are the caller's. x is in any unit that grows with time, y in the unit of the values.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor

from widgets.kit.canvas import Canvas
from widgets.kit.series import Scale, Series, as_rows, thin
from widgets.theme.fonts import MEDIUM, SEMI_BOLD

NAME_STEP = 24
"""In steps of how many pixels a place for a name is looked for."""
BEFORE_END = 22
"""So far before a chart's end the name of an event ends: the line's own end stays free."""


@dataclass(frozen=True)
class Area:
    """Where the plot lies, in logical pixels."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height


@dataclass(frozen=True)
class Inks:
    """Colours of a chart's parts."""

    line: QColor
    surface: QColor
    hairline: QColor
    axis: QColor
    band: QColor
    excess: QColor
    label: QColor
    context: QColor
    event: QColor


class Plot:
    """One chart on a canvas.

    Attributes:
        area: where it lies; `across` and `up` map time and value onto it.
    """

    def __init__(
        self, canvas: Canvas, area: Area, *, times: tuple[float, float], values: tuple[float, float], inks: Inks
    ) -> None:
        self.canvas = canvas
        self.area = area
        self.inks = inks
        self.across = Scale(times[0], times[1], area.x, area.right)
        self.up = Scale(values[0], values[1], area.bottom, area.y)
        self._low = np.array([times[0], values[0]])
        self._start = np.array([area.x, area.bottom])
        self._unit = np.array([area.width / (times[1] - times[0]), -area.height / (values[1] - values[0])])

    def gridlines(self, values: Sequence[float], name: Callable[[float], str]) -> None:
        """Horizontal lines with their labels; the zero line is the axis."""
        for value in values:
            y = self.up(value)
            color = self.inks.axis if value == 0 else self.inks.hairline
            self.canvas.rule(self.area.x, y, self.area.width, color)
            self.canvas.text(self.area.x - 12, y + 8, name(value), size=22, color=self.inks.label, align="right")

    def band(self, points: Series) -> None:
        """The expected range of (time, low, high), one flat polygon without outline."""
        if len(points) < 2:
            return
        rows = as_rows(points)
        self.canvas.polygon(self._placed(np.concatenate((rows[:, ::2], rows[::-1, :2]))), self.inks.band)

    def excess(self, areas: Sequence[NDArray[np.float64]]) -> None:
        """What of the line lies above the range, as closed areas of (time, value)."""
        for area in areas:
            self.canvas.polygon(self._placed(area), self.inks.excess)

    def line(self, pieces: Sequence[Series], *, color: QColor | None = None) -> None:
        """The measured line, one piece between gaps, with a dot at its end."""
        ink = color or self.inks.line
        for piece in pieces:
            kept = thin(as_rows(piece), most=max(8, int(self.area.width // 3)))
            self.canvas.polyline(self._placed(kept), ink, width=4)
        if pieces:
            x, y = pieces[-1][-1]
            self.canvas.dot(self.across(x), self.up(y), 8, ink, ring=self.inks.surface)

    def ticks(self, labels: Sequence[tuple[float, str]], *, end: str = "", end_bold: bool = True) -> None:
        """Labels under the axis; one that would come within 24 pixels of the range's end is dropped."""
        baseline = self.area.bottom + 34
        limit = self.area.right
        if end:
            weight = SEMI_BOLD if end_bold else MEDIUM
            width = self.canvas.text(
                self.area.right, baseline, end, size=22, color=self.inks.context, weight=weight, align="right"
            )
            limit = self.area.right - width - 20
        for time, text in labels:
            x = self.across(time)
            half = self.canvas.width_of(text, 22) / 2
            if self.area.x <= x and x + half <= limit and x - half >= self.area.x - 48:
                self.canvas.rule(x, self.area.bottom, 8, self.inks.axis, down=True)
                self.canvas.text(x, baseline, text, size=22, color=self.inks.label, align="center")

    def event(self, time: float, value: float, label: str, *, baseline: float) -> None:
        """A named moment on the line, its label knocked out of the gridlines."""
        x, y = self.across(time), self.up(value)
        width = self.canvas.width_of(label, 24, weight=MEDIUM)
        leads = x - self.area.x < self.area.width / 3
        left = x - 1 if leads else min(x + 1, self.area.right - BEFORE_END) - width
        self.canvas.fill(left - 7, baseline - 24, width + 14, 32, self.inks.surface)
        self.canvas.text(left, baseline, label, size=24, color=self.inks.event, weight=MEDIUM)
        if y - baseline > 34:
            self.canvas.rule(x, baseline + 10, y - 12 - baseline - 10, self.inks.context, down=True)
        self.canvas.dot(x, y, 7.5, self.inks.event, ring=self.inks.surface, gap=3)

    def band_name(self, text: str, points: Series) -> None:
        """Name the range once, above where (time, highest ink) leaves the most room."""
        width = self.canvas.width_of(text, 22)
        if self.area.width < width + 16 or not len(points):
            return
        across, up = self._placed(as_rows(points)).T
        middles = np.arange(self.area.x + 8 + width / 2, self.area.right - 8 - width / 2 + 1e-6, NAME_STEP)
        near = np.abs(across - middles[:, np.newaxis]) <= width / 2 + 8
        room = np.where(near, up, np.inf).min(axis=1)
        room[np.isinf(room)] = -np.inf
        best = int(np.argmax(room))
        if room[best] - 34 < self.area.y:
            return
        x, baseline = float(middles[best]), float(room[best]) - 10
        self.canvas.fill(x - width / 2 - 6, baseline - 19, width + 12, 25, self.inks.surface)
        self.canvas.text(x, baseline, text, size=22, color=self.inks.context, align="center")

    def _placed(self, points: NDArray[np.float64]) -> NDArray[np.float64]:
        """Rows of time and value as rows of x and y."""
        placed: NDArray[np.float64] = (points - self._low) * self._unit + self._start
        return placed
