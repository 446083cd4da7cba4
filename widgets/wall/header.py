"""The header of a wall: scene, organisation, one sentence, date and clock. Known by the window; knows
wall.headline."""

from app.core.i18n import _
from app.wire.feeds import AlarmFeed, Feed, HeatFeed, HouseFeed
from widgets.kit.canvas import Canvas
from widgets.theme.fonts import MEDIUM, SEMI_BOLD
from widgets.wall.context import PanelInfo
from widgets.wall.freshness import Freshness
from widgets.wall.headline import Headline, headline
from widgets.wall.panel import Panel

HOUSE, HEAT, ALARMS = HouseFeed(), HeatFeed(), AlarmFeed()
BASELINE = 68
EDGE, DAY_GAP = 32, 48
TITLE_SIZES = (44, 36, 32)
"""The later ones only where a language has too long a title for a small picture."""


class Header(Panel):
    """One line over the panels.

    Options: `scene` (its title), `quiet` (no sentence, where the scene says it), `clock` (false on the screens of a
    wall that leave the clock to another).
    """

    INFO = PanelInfo(kind="header", help="Scene, organisation, headline, date and clock.")
    GROWS_OLD = True

    def title(self) -> str:
        return _(str(self.options.get("scene", "")))

    def wants(self) -> tuple[Feed, ...]:
        return (HOUSE, HEAT, ALARMS)

    def summary(self) -> str:
        said = self._headline()
        return f"{said.text if said else ''} {self._clock()}".strip()

    def paint_chrome(self, canvas: Canvas) -> None:
        canvas.fill(0, 0, self.width_, self.height_, self.theme.bg)

    def paint_subtitle(self, canvas: Canvas) -> None:
        """The header says no range."""

    def paint_data(self, canvas: Canvas) -> None:
        has_clock = bool(self.options.get("clock", True))
        right = self._paint_clock(canvas) if has_clock else self.width_ - EDGE
        size, title = canvas.largest(self.title(), right - 40 - EDGE, TITLE_SIZES, weight=SEMI_BOLD)
        left = EDGE + canvas.text(EDGE, BASELINE, title, size=size, color=self.theme.text1, weight=SEMI_BOLD)
        day = self.words.day(self.now)
        before_day = right - DAY_GAP - canvas.width_of(day, 28)
        said, limit = self._fitted_headline(canvas, left + 40, before_day=before_day, right=right)
        if has_clock and limit == before_day and before_day > left + 40:
            canvas.text(right - DAY_GAP, BASELINE, day, size=28, color=self.theme.text2, align="right")
        if said:
            width = self._headline_width(canvas, said)
            start = min(max(self._fifth_column(), left + 48), limit - 40 - width)
            self._paint_headline(canvas, said, start)
            limit = start
        self._paint_organisation(canvas, left + 20, limit - 40)

    def pass_second(self) -> None:
        """A new minute is new data."""
        if self.has_aged():
            self.picture_due.emit(False)

    def _paint_clock(self, canvas: Canvas) -> float:
        """The clock at the right; returns where it begins."""
        end = self.width_ - EDGE
        end -= 8 + canvas.text(end, BASELINE, "UTC", size=28, color=self.theme.text2, align="right")
        time = self.words.time(self.now)
        return end - canvas.text(end, BASELINE, time, size=52, color=self.theme.text1, weight=SEMI_BOLD, align="right")

    def _fitted_headline(self, canvas: Canvas, left: float, *, before_day: float, right: float) -> tuple[str, float]:
        """The sentence that has room, and where it must end: the date gives way to it, its own clauses before that."""
        said = self._headline()
        if said is None:
            return "", before_day
        for text, limit in ((said.text, before_day), (said.text, right), (said.short, before_day), (said.short, right)):
            if left + self._headline_width(canvas, text) <= limit - 40:
                return text, limit
        return "", before_day

    def _headline_width(self, canvas: Canvas, text: str) -> float:
        return 42 + canvas.width_of(text, 32, weight=MEDIUM)

    def _paint_headline(self, canvas: Canvas, text: str, x: float) -> None:
        said = self._headline()
        if said is None:
            return
        color = self.theme.alarm if said.is_crisis else self.theme.heat_of(said.heat)
        canvas.fill(x, 42, 28, 28, color, radius=4)
        canvas.text(x + 42, BASELINE, text, size=32, color=self.theme.text1, weight=MEDIUM)

    def _paint_organisation(self, canvas: Canvas, left: float, right: float) -> None:
        house = next(iter(self.rows(HOUSE).values()), None)
        if house is None:
            return
        name = house.organisation
        if house.demo:
            name = _("{organisation}, replay").format(organisation=name)
        if canvas.width_of(name, 28) <= right - left:
            canvas.text(left, BASELINE, name, size=28, color=self.theme.text2)

    def _fifth_column(self) -> float:
        return EDGE + 4 * (self.width_ - 2 * EDGE + 16) / 12

    def _headline(self) -> Headline | None:
        """The sentence, while what it says is not too old to be said."""
        if self.options.get("quiet") or super()._judge() is Freshness.EXPIRED:
            return None
        return headline(self.rows(HEAT).values(), self.rows(ALARMS).values(), words=self.words)

    def _judge(self) -> Freshness:
        return Freshness.FRESH

    def _age_text(self) -> str:
        return ""

    def _described(self) -> str:
        return self.summary()

    def _clock(self) -> str:
        return f"{self.words.day(self.now)} {self.words.time(self.now)} UTC"
